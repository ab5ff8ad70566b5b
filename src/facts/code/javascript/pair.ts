import type { Unit } from './unit.ts';

/** Both sides of one file, and what the whole change says after it. */
export type Pair = {
  readonly before: Unit;
  readonly after: Unit;
  /** How often each word stands in the code of all files of the change, before and after. */
  readonly wordsBefore: ReadonlyMap<string, number>;
  readonly wordsAfter: ReadonlyMap<string, number>;
  readonly testsChange: boolean;
};
