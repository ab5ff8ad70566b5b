import type { Oid } from '../../model/change.ts';
import type { Walked } from './walk.ts';

/**
 * When a commit was made, as far as it can be believed: not after now, and not before its parents, or whoever dates a commit back would have it look
 * grown at once. A clock that is ahead of now holds up nobody who comes after it.
 */
export function clockFrom(
  now: number,
  known: (oid: Oid) => number | null,
): (commit: Pick<Walked, 'oid' | 'parents' | 'ts'>) => number {
  const floors = new Map<Oid, number>();
  return ({ oid, parents, ts }) => {
    const floor = parents.reduce(
      (most, parent) => Math.max(most, floors.get(parent) ?? known(parent) ?? most),
      -Infinity,
    );
    const isAhead = ts > now;
    floors.set(oid, isAhead ? floor : Math.max(ts, floor));
    return isAhead ? now : Math.max(ts, floor);
  };
}
