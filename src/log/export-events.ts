import type { Rows } from './open.ts';
import { type ChainedEvent, eventsSince } from './read.ts';

const PORTION = 500;

/** Every event since a moment, in order and in portions; the hashes of a part prove only that part. */
export function* eventsInOrder(
  log: Rows & Parameters<typeof eventsSince>[0],
  since: number,
): Generator<readonly ChainedEvent[]> {
  for (let seq = 0; ;) {
    const events = eventsSince(log, seq, PORTION);
    const last = events.at(-1);
    if (last === undefined) return;
    yield events.filter(({ ts }) => ts >= since);
    seq = last.seq;
  }
}
