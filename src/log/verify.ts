import { GENESIS, hashEvent } from './chain.ts';
import type { Log } from './open.ts';
import { eventsSince } from './read.ts';
import type { ChainedEvent } from './read.ts';
import { numberOf } from './rows.ts';

export type Verification =
  | { readonly kind: 'whole'; readonly events: number; readonly head: string }
  | {
      readonly kind: 'broken';
      readonly seq: number;
      readonly what: 'gap' | 'edited' | 'does not follow' | 'cut off';
      readonly says: string;
    };

/** A million events are read in pieces of this many, so that memory stays small. */
const BATCH = 20_000;

/** Walks the chain from its first event and names the first row that is not what was written. */
export function verifyChain(log: Log): Verification {
  let seq = 0;
  let prev = GENESIS;
  for (;;) {
    const rows = eventsSince(log, seq, BATCH);
    for (const row of rows) {
      const broken = checkRow(row, seq, prev);
      if (broken !== null) return broken;
      seq = row.seq;
      prev = row.hash;
    }
    if (rows.length < BATCH) return checkEnd(log, seq) ?? { kind: 'whole', events: seq, head: prev };
  }
}

function checkRow(row: ChainedEvent, last: number, prev: string): Verification | null {
  if (row.seq !== last + 1) {
    return {
      kind: 'broken',
      seq: last + 1,
      what: 'gap',
      says: `event ${last + 1} is missing: ${row.seq} follows ${last}`,
    };
  }
  if (row.prev !== prev) {
    const says = `event ${row.seq} does not follow event ${last}: one of them was replaced or moved`;
    return { kind: 'broken', seq: row.seq, what: 'does not follow', says };
  }
  if (hashEvent(prev, row) !== row.hash) {
    const says = `event ${row.seq} (${row.kind}) is not what was written: its hash does not match`;
    return { kind: 'broken', seq: row.seq, what: 'edited', says };
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
