/** One label that was asked for with a rare chance must not outvote everything else (Horvitz-Thompson without a cap has no variance to speak of). */
const HEAVIEST = 20;

/**
 * How many statements a label stands for. One that was drawn with chance s stands for 1/s. One that nobody drew (`null`) stands for
 * itself alone: it is its own stratum, and says nothing of those that were not labelled. A chance that is none counts as not drawn.
 */
export function weightOf(chance: number | null): number {
  return chance === null || !(chance > 0 && chance <= 1) ? 1 : Math.min(HEAVIEST, 1 / chance);
}

/** How many equal labels they are worth (Kish): all of them if they weigh the same, fewer the less they do. */
export function worth(weights: readonly number[]): number {
  const sum = total(weights);
  const squares = weights.reduce((all, weight) => all + weight * weight, 0);
  return squares === 0 ? 0 : (sum * sum) / squares;
}

export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
