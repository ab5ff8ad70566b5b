import { betaQuantile } from './beta.ts';

/** The largest share that would still show k or fewer of n with probability delta: never below the truth more often than that. */
export function clopperPearsonUpper(k: number, n: number, delta: number): number {
  return k >= n ? 1 : betaQuantile(1 - delta, k + 1, n - k);
}

export function clopperPearsonLower(k: number, n: number, delta: number): number {
  return k <= 0 ? 0 : betaQuantile(delta, k, n - k + 1);
}
