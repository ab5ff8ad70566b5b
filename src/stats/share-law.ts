import { betaCdf } from './beta.ts';

/**
 * How sure it is that more than `threshold` of all are of one class, after k of n were. Three classes, nothing known before
 * (Dirichlet with one half each), and the other two taken together: Beta(k + 1/2, n - k + 1).
 */
export function probabilityAbove(k: number, n: number, threshold: number): number {
  const all = countOf(n);
  const of = Math.min(countOf(k), all);
  return 1 - betaCdf(threshold, of + 0.5, all - of + 1);
}

function countOf(value: number): number {
  return Number.isFinite(value) ? Math.max(0, value) : 0;
}
