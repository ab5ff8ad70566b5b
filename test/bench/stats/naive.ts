/** What is commonly done, to stand beside what we do. */

const WIDE = 1.959963984540054;

/** p +- 1.96 sqrt(p (1 - p) / n) */
export function wald(k: number, n: number): readonly [low: number, high: number] {
  const p = k / n;
  const half = WIDE * Math.sqrt((p * (1 - p)) / n);
  return [p - half, p + half];
}

export function wilson(k: number, n: number): readonly [low: number, high: number] {
  const p = k / n;
  const square = WIDE * WIDE;
  const middle = (p + square / (2 * n)) / (1 + square / n);
  const half = (WIDE / (1 + square / n)) * Math.sqrt((p * (1 - p)) / n + square / (4 * n * n));
  return [middle - half, middle + half];
}
