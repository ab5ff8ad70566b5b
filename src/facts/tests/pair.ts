import type { Observation } from '../analyzer.ts';
import { type Certainty, nameOf, type TestCase, type TestFile } from './case.ts';
import { weakened, type Where } from './statements.ts';
import type { Surroundings } from './surroundings.ts';

/** One case on both sides. */
export type Pair = { readonly old: TestCase; readonly now: TestCase };
/** What has to be known besides the two to say that the second asks for less. */
export type Loosened = Where & {
  readonly before: TestFile;
  readonly after: TestFile;
  readonly around: Surroundings;
  /** Assertions the file has more of than before, wherever they stand. */
  readonly gained: ReadonlyMap<string, number>;
  readonly sameOutside: boolean;
};

export function state(
  context: Where,
  now: TestCase,
  certainty: Certainty,
  because: string,
  line: number,
  removed: number,
): Observation {
  return weakened(context, { name: nameOf(now), range: { from: line, to: line }, certainty, because }, removed);
}
