import type { LineRange } from '../../model/fact.ts';
import type { Certainty } from '../secret-files.ts';

/** Something one side of a file holds, before it is known whether the change brought it. */
export type Sighting = {
  /** A kind of model/code-kinds.ts. */
  readonly kind: string;
  readonly how: string;
  readonly name: string;
  readonly range: LineRange;
  readonly symbol: string;
  /** What it says, without spaces and comments: by this one side's sightings are told from the other's, wherever the lines moved. */
  readonly text: string;
  readonly certainty: Certainty;
  /** Short, in the words a person would use, no full stop. */
  readonly because: string;
};

/**
 * What the change brought: sightings of `after` that `before` does not have as often. Moved, re-indented and copied-along lines are
 * not news, or every refactoring would be accused of what it found.
 */
export function broughtIn(before: readonly Sighting[], after: readonly Sighting[]): readonly Sighting[] {
  const known = new Map<string, number>();
  for (const one of before) known.set(keyOf(one), (known.get(keyOf(one)) ?? 0) + 1);
  return after.filter((one) => {
    const key = keyOf(one);
    const left = known.get(key) ?? 0;
    known.set(key, left - 1);
    return left <= 0;
  });
}

function keyOf({ kind, how, text }: Sighting): string {
  return `${kind}\n${how}\n${text}`;
}
