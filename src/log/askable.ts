import type { Statement } from '../model/statement.ts';
import type { Row } from './driver.ts';
import type { Rows } from './open.ts';
import { readersOf } from './answers.ts';
import { numberOf, textOf } from './rows.ts';

/** As much of a statement as it takes to choose whom to ask about: read by the thousand. */
export type Askable = Pick<Statement, 'id' | 'kind' | 'of' | 'path' | 'loop' | 'refuses'> & {
  readonly reader: string;
  readonly ts: number;
};

export type AskSpan = { readonly from: number; readonly began: number; readonly repo: string | null };

const DAY_MS = 86_400_000;
const MOST = 2_000;
const MOST_VERDICTS = 20_000;
const MOST_OF_TODAY = 500;

/**
 * What hooks and reviews had said when the day began. INVARIANT: nothing that is said later changes it, or who comes back at noon
 * would be asked something else: of a ruling only rows of before are read, of a finding only what does not change.
 */
export function saidBefore(log: Rows, { from, began, repo }: AskSpan): readonly Askable[] {
  const last = lastBefore(log, began);
  const rulings = log.all(
    `SELECT decision.ruling AS id, decision.rule AS of, decision.path AS path, '' AS loop, max(decision.seq) AS seq, decision.ts AS ts,
       sum(decision.raised IN ('ask', 'deny')) > 0 AS refuses
     FROM decision JOIN verdict ON verdict.seq = decision.seq
     WHERE decision.seq > ? AND decision.seq <= ? AND decision.ts >= ? AND verdict.hook <> '' AND (? IS NULL OR decision.repo = ?)
     GROUP BY decision.ruling ORDER BY seq DESC LIMIT ?`,
    [last - MOST_VERDICTS, last, from, repo, repo, MOST],
  );
  const findings = log.all(
    `SELECT id, failure_model AS of, path, loop, max(first_ts) AS ts, blocking AS refuses FROM finding
     WHERE last_ts >= ? AND first_ts >= ? AND first_ts < ? AND (? IS NULL OR repo = ?)
     GROUP BY id ORDER BY ts DESC LIMIT ?`,
    [from, from, began, repo, repo, MOST],
  );
  return askables(log, rulings, findings);
}

/** What was said since, in the order in which it was said first. Where the clock was turned back, tomorrow is not today. */
export function saidToday(log: Rows, { began, repo }: AskSpan): readonly Askable[] {
  const rulings = log.all(
    `SELECT decision.ruling AS id, decision.rule AS of, decision.path AS path, '' AS loop, min(decision.seq) AS seq, decision.ts AS ts,
       sum(decision.raised IN ('ask', 'deny')) > 0 AS refuses
     FROM decision JOIN verdict ON verdict.seq = decision.seq
     WHERE decision.seq > ? AND decision.ts < ? AND verdict.hook <> '' AND (? IS NULL OR decision.repo = ?)
     GROUP BY decision.ruling ORDER BY seq LIMIT ?`,
    [lastBefore(log, began), began + DAY_MS, repo, repo, MOST_OF_TODAY],
  );
  const findings = log.all(
    `SELECT id, failure_model AS of, path, loop, min(first_ts) AS ts, blocking AS refuses FROM finding
     WHERE last_ts >= ? AND first_ts >= ? AND first_ts < ? AND (? IS NULL OR repo = ?) GROUP BY id ORDER BY ts LIMIT ?`,
    [began, began, began + DAY_MS, repo, repo, MOST_OF_TODAY],
  );
  return askables(log, rulings, findings).toSorted((a, b) => a.ts - b.ts || (a.id < b.id ? -1 : 1));
}

/** Backwards through today's verdicts, however many there were before. */
function lastBefore(log: Rows, began: number): number {
  const [row] = log.all('SELECT seq FROM verdict WHERE ts < ? ORDER BY seq DESC LIMIT 1', [began]);
  return row === undefined ? 0 : numberOf(row, 'seq');
}

function askables(log: Rows, rulings: readonly Row[], findings: readonly Row[]): readonly Askable[] {
  const ids = findings.map((row) => textOf(row, 'id'));
  const readers = readersOf(log, ids);
  return [
    ...rulings.map((row) => askable(row, 'ruling', 'rule')),
    ...findings.map((row) => askable(row, 'finding', readers.get(textOf(row, 'id')) ?? '')),
  ];
}

function askable(row: Row, kind: Statement['kind'], reader: string): Askable {
  return {
    id: textOf(row, 'id'),
    kind,
    of: textOf(row, 'of'),
    path: textOf(row, 'path'),
    loop: textOf(row, 'loop'),
    refuses: numberOf(row, 'refuses') === 1,
    reader,
    ts: numberOf(row, 'ts'),
  };
}
