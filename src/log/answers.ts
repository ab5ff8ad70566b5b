import { LABELS, type Label } from '../model/label.ts';
import type { PastAnswer } from '../model/question.ts';
import type { Row } from './driver.ts';
import type { Rows } from './open.ts';
import { FINDING_RULE } from './review-tally.ts';
import { numberOf, numberOrNull, textOf } from './rows.ts';

/** The last word of one person on one statement before some time; what was said later is as if it had not been. */
export type Answered = {
  readonly target: string;
  readonly of: string;
  readonly rater: string;
  readonly says: Label;
  readonly ts: number;
  readonly seq: number;
  /** With which it was asked; null where nobody asked. */
  readonly chance: number | null;
};

export type Before = { readonly from: number; readonly before: number; readonly repo: string | null };

const MOST_ANSWERS = 20_000;
const MOST_OF_ONE = 200;

/** What people had said by then, the oldest first: `rating` holds only what they say now. */
export function answersBefore(log: Rows, { from, before, repo }: Before): readonly Answered[] {
  return log
    .all(
      `SELECT label.target AS target, label.rule AS rule, event.actor AS rater, label.says AS says, label.ts AS ts,
         label.p_sel AS p_sel, max(label.seq) AS seq
       FROM label JOIN event ON event.seq = label.seq
       WHERE label.counts = 1 AND label.ts >= ? AND label.ts < ? AND (? IS NULL OR label.repo = ?)
       GROUP BY label.target, event.actor ORDER BY seq DESC LIMIT ?`,
      [from, before, repo, repo, MOST_ANSWERS],
    )
    .map((row) => ({
      target: textOf(row, 'target'),
      of: contractOf(textOf(row, 'rule')),
      rater: textOf(row, 'rater'),
      says: labelOf(row),
      ts: numberOf(row, 'ts'),
      seq: numberOf(row, 'seq'),
      chance: numberOrNull(row, 'p_sel'),
    }))
    .toReversed();
}

/** Every word that was ever said of it, also those that do not count, the first first. */
export function answersOn(log: Rows, target: string): readonly PastAnswer[] {
  return log
    .all(
      `SELECT event.id AS event, event.actor AS rater, label.ts AS ts, label.says AS says, label.because AS because,
         label.counts AS counts, label.p_sel AS p_sel, json_extract(event.payload, '$.secs') AS secs
       FROM label JOIN event ON event.seq = label.seq WHERE label.target = ? ORDER BY label.seq DESC LIMIT ?`,
      [target, MOST_OF_ONE],
    )
    .map((row) => ({
      event: textOf(row, 'event'),
      ts: numberOf(row, 'ts'),
      rater: textOf(row, 'rater'),
      says: labelOf(row),
      because: textOf(row, 'because'),
      counts: numberOf(row, 'counts') === 1,
      chance: numberOrNull(row, 'p_sel'),
      secs: typeof row['secs'] === 'number' ? row['secs'] : null,
    }))
    .toReversed();
}

/** What one person said since a time. */
export function answeredSince(log: Rows, rater: string, from: number): ReadonlyMap<string, Label> {
  const rows = log.all('SELECT target, says FROM rating WHERE ts >= ? AND rater = ? ORDER BY seq LIMIT ?', [
    from,
    rater,
    MOST_ANSWERS,
  ]);
  return new Map(rows.map((row) => [textOf(row, 'target'), labelOf(row)]));
}

/** Who found each, where ids are all that is known: `rule` of a ruling, nobody of what is no longer in the log. */
export function readersOf(log: Rows, targets: readonly string[]): ReadonlyMap<string, string> {
  const findings = targets.filter((target) => target.startsWith('f-'));
  const rows = log.all(
    `SELECT finding.id AS id, finding.vendor AS vendor, finding.model AS model, finding.finder AS finder,
       coalesce(claim.identity, '') AS identity
     FROM finding LEFT JOIN claim ON claim.loop = finding.loop AND claim.id = finding.id
     WHERE finding.id IN (SELECT value FROM json_each(?)) ORDER BY finding.seq`,
    [JSON.stringify(findings)],
  );
  const finders = new Map(rows.map((row) => [textOf(row, 'id'), finderIn(row)]));
  return new Map(
    targets.map((target) => [target, target.startsWith('f-') ? (finders.get(target) ?? '') : 'rule'] as const),
  );
}

function finderIn(row: Row): string {
  const [vendor, identity] = [textOf(row, 'vendor'), textOf(row, 'identity')];
  if (vendor === '') return textOf(row, 'finder');
  return identity === '' ? textOf(row, 'model') : identity;
}

function contractOf(rule: string): string {
  return rule.startsWith(FINDING_RULE) ? rule.slice(FINDING_RULE.length) : rule;
}

function labelOf(row: Row): Label {
  return LABELS.find((known) => known === textOf(row, 'says')) ?? 'unclear';
}
