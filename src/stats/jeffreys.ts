import { betaQuantile } from './beta.ts';

const TAIL = 0.025;

/**
 * The 95 % Jeffreys interval of a share: quantiles of Beta(right + 1/2, wrong + 1/2), which keeps its promise at small counts where the
 * usual one does not (coverage 96 % against 50 % at n = 3). An end is set to 0 or 1 where nothing was seen on that side (Brown, Cai,
 * DasGupta 2001).
 */
export function jeffreys(right: number, wrong: number): readonly [low: number, high: number] {
  const [a, b] = [right + 0.5, wrong + 0.5];
  return [right === 0 ? 0 : betaQuantile(TAIL, a, b), wrong === 0 ? 1 : betaQuantile(1 - TAIL, a, b)];
}
