import type { Weighed } from './brier.ts';
import { equalMass } from './equal-mass.ts';

export type Excess = {
  readonly ece: number;
  /** Beyond what a reader that states exactly what is so would show with as many labels. */
  readonly excess: number;
  /** How often such a reader would show as much. */
  readonly chance: number;
};

const BINS = 10;
/** Draws of the perfect reader, and of labels altogether: a hundred thousand labels are no reason to wait. */
const MOST_DRAWS = 999;
const FEWEST_DRAWS = 99;
const MOST_LABELS_DRAWN = 2_000_000;

/**
 * Expected calibration error in ten parts of equal mass, less what chance alone makes of it. The error by itself says little: a
 * perfect reader shows .17 with 30 labels and .09 with 100. So its labels are drawn as if all it states were so, again and again.
 */
export function excessOf(rows: readonly Weighed[], random: () => number): Excess | null {
  // what weighs alike is drawn alike, in whatever order it came
  const parts = equalMass(rows, BINS).map((part) =>
    part.toSorted((one, other) => one.stated - other.stated || one.weight - other.weight),
  );
  const weight = rows.reduce((sum, row) => sum + row.weight, 0);
  if (weight === 0) return null;
  const ece = errorOf(parts, weight, ({ y }) => y);
  const draws = Math.max(FEWEST_DRAWS, Math.min(MOST_DRAWS, Math.floor(MOST_LABELS_DRAWN / rows.length)));
  let [sum, asMuch] = [0, 0];
  for (let i = 0; i < draws; i += 1) {
    const drawn = errorOf(parts, weight, ({ stated }) => (random() < stated ? 1 : 0));
    sum += drawn;
    if (drawn >= ece - 1e-12) asMuch += 1;
  }
  return { ece, excess: ece - sum / draws, chance: (asMuch + 1) / (draws + 1) };
}

function errorOf(parts: readonly (readonly Weighed[])[], weight: number, yOf: (row: Weighed) => number): number {
  let error = 0;
  for (const part of parts) {
    let off = 0;
    for (const row of part) off += row.weight * (row.stated - yOf(row));
    error += Math.abs(off);
  }
  return error / weight;
}
