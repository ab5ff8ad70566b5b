import type { Bin, Fit } from '../model/calibration.ts';
import { brierOf, type Weighed } from './brier.ts';
import { excessOf } from './ece.ts';
import { equalMass } from './equal-mass.ts';
import { fitPlatt, NEW_READER, type PlattPrior } from './platt.ts';
import { type Point, usable } from './point.ts';
import { jeffreys } from './jeffreys.ts';
import { total, weightOf, worth } from './weight.ts';

/** With fewer, what is printed is the prior and not the reader. */
const FEWEST = 10;
/** With fewer, the error that chance makes is larger than any that is worth knowing. */
const FEWEST_FOR_ECE = 100;
const LABELS_PER_BIN = 10;
const MOST_BINS = 10;

/** How what a reader states compares with what it is worth, of the labels that people gave. */
export function fitOf(points: readonly Point[], random: () => number, prior: PlattPrior = NEW_READER): Fit {
  const seen = usable(points);
  const n = seen.length;
  const rows = seen.map(({ stated, right, chance }) => ({ stated, y: right ? 1 : 0, weight: weightOf(chance) }));
  const scores = brierOf(rows);
  if (n < FEWEST || scores === null) return { kind: 'too few', n, needed: FEWEST - n };
  const { a, b } = fitPlatt(seen, prior);
  const error = n < FEWEST_FOR_ECE ? null : excessOf(rows, random);
  return {
    kind: 'known',
    n,
    overConfidence: meanOf(rows, ({ stated }) => stated) - meanOf(rows, ({ y }) => y),
    brier: scores.brier,
    skill: scores.skill,
    excess: error?.excess ?? null,
    chance: error?.chance ?? null,
    a,
    b,
    bins: equalMass(rows, Math.min(MOST_BINS, Math.max(1, Math.floor(n / LABELS_PER_BIN)))).map(binOf),
  };
}

function binOf(rows: readonly Weighed[]): Bin {
  const right = meanOf(rows, ({ y }) => y);
  const n = worth(rows.map(({ weight }) => weight));
  const [low, high] = jeffreys(right * n, (1 - right) * n);
  return { stated: meanOf(rows, ({ stated }) => stated), right, low, high, n: rows.length };
}

function meanOf(rows: readonly Weighed[], valueOf: (row: Weighed) => number): number {
  return total(rows.map((row) => row.weight * valueOf(row))) / total(rows.map(({ weight }) => weight));
}
