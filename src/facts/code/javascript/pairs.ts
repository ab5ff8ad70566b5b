import type { Sighting } from '../sighting.ts';
import { goneExports, goneFlags, goneRoutes } from './features.ts';
import { flips } from './flips.ts';
import { goneGuards } from './guards.ts';
import type { Pair } from './pair.ts';

/** What stood there and is gone, and what was turned round. Lines are those of the file after the change. */
export function changesOf(pair: Pair): readonly Sighting[] {
  if (pair.after.place === 'test' || pair.after.place === 'example' || pair.after.place === 'declaration') return [];
  return [...goneGuards(pair), ...goneExports(pair), ...goneRoutes(pair), ...goneFlags(pair), ...flips(pair)];
}
