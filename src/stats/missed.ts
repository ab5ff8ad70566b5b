import type { PairTrust } from '../model/calibration.ts';

/** True issues of changes that both read. */
export type Overlap = { readonly both: number; readonly onlyOne: number; readonly onlyOther: number };
/** Seeded defects that both were shown; of these alone it is known how many neither saw. */
export type SeededOverlap = Overlap & { readonly neither: number };

/** log of the odds ratio with which two reviewers see the same issue, of twelve on 137 issues that people checked; and its spread. */
const LEANING = { mean: Math.log(4.3), variance: 0.6 ** 2 };
/** Fewer that both saw, and what neither saw could be anything. */
const FEWEST = 7;
/** 97.5 % of a normal distribution. */
const WIDE = 1.959963984540054;

/**
 * What two readers both missed. If they were independent, the ones that only one saw would tell; they are not, and an interval made
 * as if they were covers the truth in 2 to 5 of 100 pairs. So it is given only as what it is, a lower bound (Chapman), and the
 * interval allows for how alike readers are known to be, and these two on seeded defects.
 */
export function missedBy({ both, onlyOne, onlyOther }: Overlap, trials?: SeededOverlap): PairTrust['missed'] {
  if (!(both >= FEWEST)) return { kind: 'too few', n: both, needed: FEWEST - both };
  const leaning = trials === undefined ? LEANING : learned(trials);
  const middle = Math.log(((onlyOne + 0.5) * (onlyOther + 0.5)) / (both + 0.5)) + leaning.mean;
  const counted = 1 / (onlyOne + 0.5) + 1 / (onlyOther + 0.5) + 1 / (both + 0.5);
  // that many are expected to be missed; how many were is a draw around it
  const spread = Math.sqrt(leaning.variance + counted + 1 / (Math.exp(middle) + 0.5));
  return {
    kind: 'known',
    atLeast: Math.floor((onlyOne * onlyOther) / (both + 1)),
    median: Math.exp(middle),
    low: Math.exp(middle - WIDE * spread),
    high: Math.exp(middle + WIDE * spread),
  };
}

/** The log odds ratio of a table (each cell with one half, or an empty one would be infinite), weighed with what is known of others. */
function learned({ both, onlyOne, onlyOther, neither }: SeededOverlap): typeof LEANING {
  const cells = [both + 0.5, neither + 0.5, onlyOne + 0.5, onlyOther + 0.5] as const;
  const own = Math.log((cells[0] * cells[1]) / (cells[2] * cells[3]));
  const ownVariance = cells.reduce((sum, cell) => sum + 1 / cell, 0);
  const variance = 1 / (1 / LEANING.variance + 1 / ownVariance);
  return { mean: variance * (LEANING.mean / LEANING.variance + own / ownVariance), variance };
}
