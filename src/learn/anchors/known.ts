import { readAnchoredPlaces } from '../../log/anchors.ts';
import type { Log } from '../../log/open.ts';
import type { Anchored } from '../../model/calibration.ts';

/** Where this log was written down, as it says itself; nothing where another engine's numbers would have to be read. */
export function knownPlaces(log: Log): readonly Anchored[] {
  return log.schema === 'ours' && !log.isOlder ? readAnchoredPlaces(log) : [];
}
