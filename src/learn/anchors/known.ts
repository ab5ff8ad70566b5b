import { readAnchoredPlaces } from '../../log/anchors.ts';
import type { Log } from '../../log/open.ts';
import { redact } from '../../model/redact.ts';
import { type Place, placeName, placeNamed, uniquePlaces } from './place.ts';

/** Places by the name that the log calls them: a folder that looks like a secret was masked when it was written there. */
export type Known = {
  readonly places: readonly Place[];
  /** Up to where the log says that it was written down there. */
  readonly upto: (place: Place) => number;
};

/** Those that are asked for, and those that the log itself names; nothing of it where another engine's numbers would have to be read. */
export function knownPlaces(log: Log, asked: readonly Place[]): Known {
  const known = log.schema === 'ours' && !log.isOlder ? readAnchoredPlaces(log) : [];
  const upto = new Map(known.map(({ where, seq }) => [where, seq]));
  const keys = new Set(asked.map(keyOf));
  const others = known.flatMap(({ where }) => (keys.has(where) ? [] : (placeNamed(where) ?? [])));
  return { places: uniquePlaces([...asked, ...others]), upto: (place) => upto.get(keyOf(place)) ?? 0 };
}

function keyOf(place: Place): string {
  return redact(placeName(place));
}
