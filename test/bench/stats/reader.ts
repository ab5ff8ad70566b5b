import type { Point } from '../../../src/stats/point.ts';
import { beta, logistic, logit, type Random } from './draw.ts';

/** What a reader's confidence is worth: logit(p) = a + b logit(c). */
export type Reader = { readonly a: number; readonly b: number };
/** Three that are surer than they may be, each by .267 on average: flat, in between, and steep but too high. */
export const OVERCONFIDENT: readonly [Reader, Reader, Reader] = [
  { a: -0.69, b: 0.5 },
  { a: -0.84, b: 0.6 },
  { a: -1.14, b: 0.8 },
];
export const PERFECT: Reader = { a: 0, b: 1 };

/** As readers do: mostly high, in steps of .01, never certain. */
export function stateOf(random: Random): number {
  return Math.min(0.99, Math.max(0.01, Math.round(100 * beta(6, 1.6, random)) / 100));
}

export function truthOf(stated: number, { a, b }: Reader): number {
  return logistic(a + b * logit(stated));
}

export function labelled(n: number, reader: Reader, random: Random): readonly Point[] {
  return Array.from({ length: n }, () => {
    const stated = stateOf(random);
    return { stated, right: random() < truthOf(stated, reader), chance: null };
  });
}
