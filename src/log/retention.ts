import type { Row } from './driver.ts';
import type { Rows } from './open.ts';
import { numberOf } from './rows.ts';

const DAY_MS = 86_400_000;
/** Loops of which nothing was heard for so long are over. */
const LOOP_DAYS = 30;

export type WordsOf = { readonly repo: string | null; readonly before: number };

const OPEN_LOOPS = `SELECT loop FROM review WHERE seq IN (SELECT max(seq) FROM review WHERE ts >= ? GROUP BY loop)
  AND NOT (outcome IN ('clean', 'accepted') OR stop = 'clean')`;

/** Texts that events since a moment name, or those of a loop that still goes on: a later round is read with its earlier ones. */
export function blobsInUse(log: Rows, since: number, now: number): ReadonlySet<string> {
  const open = now - LOOP_DAYS * DAY_MS;
  return hashesOf([
    ...log.all(
      `SELECT json_extract(event.payload, '$.blob') AS a FROM review JOIN event ON event.seq = review.seq
       WHERE json_valid(event.payload) AND (review.ts >= ? OR review.loop IN (${OPEN_LOOPS}))`,
      [since, open],
    ),
    ...log.all(
      `SELECT json_extract(event.payload, '$.asked') AS a, json_extract(event.payload, '$.answered') AS b
       FROM call JOIN event ON event.seq = call.seq
       WHERE json_valid(event.payload) AND (call.ts >= ? OR call.loop IN (${OPEN_LOOPS}))`,
      [since, open],
    ),
  ]);
}

/** Texts that only these rounds and questions name: what another one names too is not theirs alone. */
export function blobsOnlyOf(log: Rows, { repo, before }: WordsOf): readonly string[] {
  const chosen = `(ts < ? AND (? IS NULL OR repo = ?))`;
  const values = [before, repo, repo];
  const named = (not: string): ReadonlySet<string> =>
    hashesOf([
      ...log.all(
        `SELECT json_extract(payload, '$.blob') AS a FROM event WHERE json_valid(payload)
           AND seq IN (SELECT seq FROM review WHERE ${not} ${chosen})`,
        values,
      ),
      ...log.all(
        `SELECT json_extract(payload, '$.asked') AS a, json_extract(payload, '$.answered') AS b FROM event
         WHERE json_valid(payload) AND seq IN (SELECT seq FROM call WHERE ${not} ${chosen})`,
        values,
      ),
    ]);
  const kept = named('NOT');
  return [...named('')].filter((hash) => !kept.has(hash));
}

export function countRounds(log: Rows, { repo, before }: WordsOf): number {
  const values = [before, repo, repo];
  const [row] = log.all('SELECT count(*) AS n FROM review WHERE ts < ? AND (? IS NULL OR repo = ?)', values);
  return row === undefined ? 0 : numberOf(row, 'n');
}

/** Sentences that people typed (labels, waivers, approvals): they lie in the chain, and stay. */
export function countReasons(log: Rows, { repo, before }: WordsOf, actor: string | null = null): number {
  const [row] = log.all(
    `SELECT count(*) AS n FROM event WHERE seq IN (
       SELECT seq FROM label WHERE because <> '' UNION SELECT seq FROM waiver WHERE because <> ''
       UNION SELECT seq FROM approval WHERE because <> '')
     AND ts < ? AND (? IS NULL OR repo = ?) AND (? IS NULL OR actor = ?)`,
    [before, repo, repo, actor, actor],
  );
  return row === undefined ? 0 : numberOf(row, 'n');
}

export function countLabels(log: Rows, actor: string): number {
  const [row] = log.all('SELECT count(*) AS n FROM rating WHERE rater = ?', [actor]);
  return row === undefined ? 0 : numberOf(row, 'n');
}

function hashesOf(rows: readonly Row[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ a, b }) => [a, b].filter((hash) => typeof hash === 'string')));
}
