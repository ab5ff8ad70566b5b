import type { Anchored } from '../model/calibration.ts';
import type { Rows } from './open.ts';
import { numberOf, textOf } from './rows.ts';

/** Where the chain stood: the last event and its hash. */
export type Head = { readonly seq: number; readonly hash: string; readonly ts: number };

/** A log is called by the id of its first event: another file under the same name is another log. Null: nothing was ever written. */
export function readLogId(log: Rows): string | null {
  const [row] = log.all('SELECT id FROM event ORDER BY seq LIMIT 1');
  return row === undefined ? null : textOf(row, 'id');
}

export function readHead(log: Rows): Head | null {
  const [row] = log.all('SELECT seq, hash, ts FROM event ORDER BY seq DESC LIMIT 1');
  return row === undefined ? null : { seq: numberOf(row, 'seq'), hash: textOf(row, 'hash'), ts: numberOf(row, 'ts') };
}

/** As the log itself remembers it, for a screen; whether the place still says so, `log verify` asks the place. */
export function readAnchored(log: Rows): Anchored | null {
  const [row] = log.all('SELECT upto, ts, place FROM anchor ORDER BY upto DESC, seq DESC LIMIT 1');
  return row === undefined
    ? null
    : { seq: numberOf(row, 'upto'), ts: numberOf(row, 'ts'), where: textOf(row, 'place') };
}

/** The last time it was written down at each place, the newest first. */
export function readAnchoredPlaces(log: Rows): readonly Anchored[] {
  const rows = log.all(
    'SELECT place, max(upto) AS upto, max(ts) AS ts FROM anchor GROUP BY place ORDER BY ts DESC LIMIT 200',
  );
  return rows.map((row) => ({ seq: numberOf(row, 'upto'), ts: numberOf(row, 'ts'), where: textOf(row, 'place') }));
}

const BATCH = 20_000;

/** The hash that each of these events has now; those that are not there are left out. */
export function hashesAt(log: Rows, seqs: readonly number[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (let at = 0; at < seqs.length; at += BATCH) {
    const rows = log.all('SELECT seq, hash FROM event WHERE seq IN (SELECT value FROM json_each(?))', [
      JSON.stringify(seqs.slice(at, at + BATCH)),
    ]);
    for (const row of rows) found.set(numberOf(row, 'seq'), textOf(row, 'hash'));
  }
  return found;
}

/** What happened since the last anchor but anchoring, counted up to `most`; and when the last anchor was made. */
export function countSinceAnchor(log: Rows, most: number): { readonly events: number; readonly ts: number | null } {
  const [last] = log.all('SELECT upto, ts FROM anchor ORDER BY upto DESC, seq DESC LIMIT 1');
  const upto = last === undefined ? 0 : numberOf(last, 'upto');
  const rows = log.all("SELECT 1 AS one FROM event WHERE seq > ? AND kind <> 'anchor' LIMIT ?", [upto, most]);
  return { events: rows.length, ts: last === undefined ? null : numberOf(last, 'ts') };
}
