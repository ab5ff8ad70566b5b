import type { Outcome, OutcomeKind } from '../model/outcome.ts';
import { OUTCOME_WEIGHTS } from '../model/outcome.ts';
import type { NewEvent } from '../model/event.ts';
import type { OutcomesByCommit } from './history.ts';
import type { Row } from './driver.ts';
import type { Rows } from './open.ts';
import { numberOf, textOf } from './rows.ts';

export type KnownOutcome = Outcome & {
  readonly withdrawn: boolean;
  /** Who said so last. */
  readonly by: string;
  readonly source: OutcomeSource;
};
/** What history says, a person may take back; history does not take back what a person said. */
export type OutcomeSource = 'history' | 'person';

const MOST = 100_000;

/** The newest first, also what was withdrawn and what does not count (weight 0). */
export function outcomesOf(log: Rows, repo: string): readonly KnownOutcome[] {
  return log
    .all(
      `SELECT outcome.*, event.actor AS actor, json_extract(event.payload, '$.source') AS source
       FROM outcome JOIN event ON event.seq = outcome.seq WHERE outcome.repo = ? ORDER BY outcome.ts DESC, id LIMIT ?`,
      [repo, MOST],
    )
    .flatMap((row) => knownOutcome(row) ?? []);
}

/** Of each commit that turned out badly its heaviest outcome, and when the first came out. */
export function outcomesByCommit(log: Rows, repo: string): OutcomesByCommit {
  const rows = log.all(
    `SELECT oid, max(weight) AS weight, min(ts) AS came FROM outcome
     WHERE repo = ? AND withdrawn = 0 AND weight > 0 GROUP BY oid`,
    [repo],
  );
  return new Map(
    rows.map((row) => [textOf(row, 'oid'), { weight: numberOf(row, 'weight'), came: numberOf(row, 'came') }]),
  );
}

export function countOutcomes(log: Rows, repo: string): number {
  const [row] = log.all('SELECT count(*) AS n FROM outcome WHERE repo = ?', [repo]);
  return row === undefined ? 0 : numberOf(row, 'n');
}

export type Told = Outcome & { readonly withdrawn: boolean; readonly source: OutcomeSource; readonly because: string };

export function outcomeEvent(
  told: Told,
  at: { readonly ts: number; readonly checkout: string; readonly actor: string },
): NewEvent {
  const { id, repo, commit, kind, weight, ts, evidence, withdrawn, source, because } = told;
  const payload = { id, commit, kind, weight, evidence, ts, withdrawn, source, ...(because === '' ? {} : { because }) };
  return { ...at, repo, kind: 'outcome', subject: id, payload };
}

function knownOutcome(row: Row): KnownOutcome | null {
  const kind = textOf(row, 'kind');
  if (!isOutcomeKind(kind)) return null; // of a newer engine
  return {
    id: textOf(row, 'id'),
    repo: textOf(row, 'repo'),
    commit: textOf(row, 'oid'),
    kind,
    weight: numberOf(row, 'weight'),
    ts: numberOf(row, 'ts'),
    evidence: textOf(row, 'evidence'),
    withdrawn: numberOf(row, 'withdrawn') === 1,
    by: textOf(row, 'actor'),
    source: row['source'] === 'person' ? 'person' : 'history',
  };
}

function isOutcomeKind(kind: string): kind is OutcomeKind {
  return kind in OUTCOME_WEIGHTS;
}
