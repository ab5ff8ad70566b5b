import { readHead, readLogId } from '../../log/anchors.ts';
import { knownPlaces } from './known.ts';
import type { Log } from '../../log/open.ts';
import type { Environment } from '../../system/git.ts';
import { accountName } from './account.ts';
import { checkHeld, type PlaceCheck } from './check.ts';
import { readHeld } from './held.ts';
import { type Place, placeName } from './place.ts';

/** Every place that the log names, and those that are asked for, held against the log as it is now. */
export async function checkAnchors(
  log: Log,
  env: Environment,
  asked: readonly Place[],
): Promise<readonly PlaceCheck[]> {
  const [id, head, account] = [readLogId(log), readHead(log), accountName(env)];
  const { places, upto } = knownPlaces(log, asked);
  const checks: PlaceCheck[] = [];
  for (const place of places) {
    const name = placeName(place);
    const held = await readHeld(place, id, env);
    checks.push(checkHeld(log, held, { place: name, account, id, head, remembered: upto(place) }));
  }
  return checks;
}
