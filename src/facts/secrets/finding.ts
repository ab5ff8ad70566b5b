import type { Certainty } from '../secret-files.ts';

/** INVARIANT: `token` never leaves the analyzer: it only tells whether it was there before. */
export type Finding = {
  readonly detector: string;
  readonly certainty: Certainty;
  /** 1-based. */
  readonly line: number;
  readonly token: string;
  /** What stands on the line before it: a mark counts for the same place only. */
  readonly ahead: string;
};

const RANK = { certain: 2, likely: 1, possible: 0 } as const;

export function isSurer(a: Certainty, b: Certainty): boolean {
  return RANK[a] > RANK[b];
}
