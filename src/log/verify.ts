import { GENESIS, HASHED_TAIL, hashTail } from './chain.ts';
import type { Row } from './driver.ts';
import type { Log } from './open.ts';
import { numberOf, textOf } from './rows.ts';

export type Verification =
  | { readonly kind: 'whole'; readonly events: number; readonly head: string }
  | {
      readonly kind: 'broken';
      readonly seq: number;
      readonly what: 'gap' | 'edited' | 'does not follow' | 'cut off';
      readonly says: string;
    };

/** A million events are read in pieces of this many, so that memory stays small. */
const BATCH = 10_000;
const READ = `SELECT seq, kind, prev, hash, ${HASHED_TAIL} AS tail FROM event WHERE seq > ? ORDER BY seq LIMIT ?`;

/** Walks the chain from its first event and names the first row that is not what was written. */
export function verifyChain(log: Log): Verification {
  let at: Place = BEGIN;
  for (;;) {
    const next = verifyNext(log, at, BATCH);
    if ('kind' in next) return next;
    at = next;
  }
}

/** How far it was walked, and the hash that the next event must follow. */
export type Place = { readonly seq: number; readonly prev: string };
export const BEGIN: Place = { seq: 0, prev: GENESIS };

/** What the event after this one must follow; null where there is no such event. */
export function hashAt(log: Log, seq: number): string | null {
  if (seq === BEGIN.seq) return BEGIN.prev;
  const [row] = log.all('SELECT hash FROM event WHERE seq = ?', [seq]);
  return row === undefined ? null : textOf(row, 'hash');
}

/** As many events on from there; or how it ends, where it does. For who cannot wait for a million at once. */
export function verifyNext(log: Log, { seq: from, prev: after }: Place, most: number): Place | Verification {
  let seq = from;
  let prev = after;
  const rows = log.all(READ, [seq, most]);
  for (const row of rows) {
    const broken = checkRow(row, seq, prev);
    if (broken !== null) return broken;
    seq = numberOf(row, 'seq');
    prev = textOf(row, 'hash');
  }
  if (rows.length === most) return { seq, prev };
  return checkEnd(log, seq) ?? { kind: 'whole', events: seq, head: prev };
}

function checkRow(row: Row, last: number, prev: string): Verification | null {
  const seq = numberOf(row, 'seq');
  if (seq !== last + 1) {
    const says = `event ${last + 1} is missing: ${seq} follows ${last}`;
    return { kind: 'broken', seq: last + 1, what: 'gap', says };
  }
  if (textOf(row, 'prev') !== prev) {
    const says = `event ${seq} does not follow event ${last}: one of them was replaced or moved`;
    return { kind: 'broken', seq, what: 'does not follow', says };
  }
  if (hashTail(prev, textOf(row, 'tail')) !== textOf(row, 'hash')) {
    const says = `event ${seq} (${textOf(row, 'kind')}) is not what was written: its hash does not match`;
    return { kind: 'broken', seq, what: 'edited', says };
  }
  return null;
}

/**
 * Events removed from the end leave a whole chain behind; the projections may remember that there were more. Whoever can
 * write the file can change that too: what is really evident reaches to the last anchor.
 */
function checkEnd(log: Log, last: number): Verification | null {
  if (log.schema !== 'ours') return null;
  const [row] = log.all('SELECT seq FROM projected');
  const seen = row === undefined ? 0 : numberOf(row, 'seq');
  if (seen <= last) return null;
  return {
    kind: 'broken',
    seq: last + 1,
    what: 'cut off',
    says: `events ${last + 1} to ${seen} were once here and are gone`,
  };
}
