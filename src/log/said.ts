import type { SaidBy } from '../model/said.ts';
import type { Row } from './driver.ts';
import type { Rows } from './open.ts';
import { isRecord } from '../model/json.ts';
import { number, records, text, type Fields } from './projections/payload.ts';
import { numberOf, textOf } from './rows.ts';
import type { Span } from './statements.ts';
import { SEEDED_LOOP } from './trials.ts';

const MOST = 1_000;
/** A loop of which nothing was heard for so long is over: its questions are no older than that. */
const LOOP_MS = 30 * 86_400_000;

/**
 * New findings of changes that two readers or more read blind and whole: who of them said it. Of one finding the first time it was said;
 * events of before did not keep it, and are left out.
 */
export function readPairs(log: Rows, { from, now, repo }: Span): readonly SaidBy[] {
  const rows = log.all(
    `SELECT review.ts AS ts, review.repo AS repo, review.loop AS loop, review.round AS round, event.payload AS payload
     FROM review JOIN event ON event.seq = review.seq
     WHERE review.ts >= ? AND review.ts <= ? AND (? IS NULL OR review.repo = ?) AND review.loop IN (
       SELECT loop FROM asked WHERE ts >= ? AND mode = 'blind' AND outcome = 'complete' AND loop NOT LIKE ?
       GROUP BY loop HAVING count(DISTINCT reviewer) > 1)
     ORDER BY review.seq DESC LIMIT ?`,
    [from, now, repo, repo, from - LOOP_MS, `${SEEDED_LOOP}%`, MOST],
  );
  return rows.toReversed().flatMap((row) => saidIn(log, row));
}

function saidIn(log: Rows, row: Row): readonly SaidBy[] {
  const payload: unknown = JSON.parse(textOf(row, 'payload'));
  if (!isRecord(payload)) return [];
  const [loop, round] = [textOf(row, 'loop'), numberOf(row, 'round')];
  const names = records(payload, 'readers').map((reader) => text(reader, 'name'));
  const fresh = records(payload, 'ledger').filter((entry) => number(entry, 'since') === round);
  const said = fresh.map((entry) => ({ entry, names: textsIn(entry, 'said') })).filter((one) => one.names.length > 0);
  if (names.length < 2 || said.length === 0) return [];
  const identities = identitiesIn(log, loop);
  const known = (some: readonly string[]): readonly string[] => some.flatMap((name) => identities.get(name) ?? []);
  return said.map(({ entry, names: own }) => ({
    ts: numberOf(row, 'ts'),
    repo: textOf(row, 'repo'),
    loop,
    finding: text(entry, 'id'),
    failureModel: text(entry, 'failureModel'),
    read: known(names),
    said: known(own.filter((name) => names.includes(name))),
  }));
}

/** As whom each reviewer answered last in it. */
function identitiesIn(log: Rows, loop: string): ReadonlyMap<string, string> {
  const rows = log.all(
    `SELECT reviewer, identity FROM asked WHERE loop = ? AND mode = 'blind' AND outcome = 'complete' ORDER BY seq`,
    [loop],
  );
  return new Map(rows.map((row) => [textOf(row, 'reviewer'), textOf(row, 'identity')]));
}

function textsIn(fields: Fields, key: string): readonly string[] {
  const value = fields[key];
  return Array.isArray(value) ? value.filter((one: unknown) => typeof one === 'string') : [];
}
