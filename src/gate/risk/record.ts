import { areaOf } from '../../model/area.ts';
import type { Part } from '../../model/change.ts';
import { MANY_FILES, type Pushed, type PushedBy, type TrackRecord } from '../../model/risk.ts';
import { type Recorded, trackRecord } from '../../stats/record.ts';
import type { Learned } from './past.ts';

/** Areas that are looked at beside the main one: those with the most that turned out badly. */
const MOST_AREAS = 20;

/**
 * The record in the area where most of it lies, or a worse one of an area that it touches too: a hundred lines of documents beside ten where
 * its author has failed before are still those ten.
 */
export function worstRecord(
  { commits, shown }: Learned,
  by: PushedBy,
  [part, all]: readonly [Part, Pushed],
  at: number,
): Recorded {
  const touched = new Set([
    ...part.edits.filter(({ generated }) => !generated).map(({ path }) => areaOf(path)),
    ...all.files.filter(({ path }) => path !== MANY_FILES).map(({ path }) => areaOf(path)),
  ]);
  const bad = new Map<string, number>();
  for (const { agent, area, weight } of commits)
    if (weight > 0 && agent === by.agent && area !== by.area && touched.has(area))
      bad.set(area, (bad.get(area) ?? 0) + weight);
  const others = [...bad].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, MOST_AREAS);
  const recordIn = (area: string): Recorded => trackRecord(commits, { ...by, area }, { at, shown });
  return others.map(([area]) => recordIn(area)).reduce(worse, recordIn(by.area));
}

function worse(one: Recorded, other: Recorded): Recorded {
  return other.record.upper > one.record.upper ? other : one;
}

/** A record of which only the last word is left. */
export type Kept = Pick<TrackRecord, 'upper' | 'baseline'> & { readonly says: string };

/** Who takes the index away takes no bad record with it. A good one goes: it would have to be shown. */
export function kept(last: Pick<TrackRecord, 'upper' | 'baseline'> | null): Kept | null {
  if (last === null || last.upper <= last.baseline) return null;
  return { ...last, says: 'as it was weighed last, the index it rests on is gone (guardrail outcomes sync)' };
}
