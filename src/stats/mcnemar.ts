import { betaCdf } from './beta.ts';

export type Compared =
  | { readonly kind: 'known'; readonly p: number; readonly n: number }
  | { readonly kind: 'too few'; readonly n: number; readonly needed: number };

/** Below this, hardly any difference could be told. */
const FEWEST = 10;

/**
 * Two configurations on the same changes: whether those that only one got right are more than those that only the other did. The
 * ones on which they agree say nothing. Exact and two-sided: how often a coin would be at least as uneven.
 */
export function mcnemar(onlyOne: number, onlyOther: number): Compared {
  const n = onlyOne + onlyOther;
  if (!(n >= FEWEST)) return { kind: 'too few', n, needed: FEWEST - n };
  return { kind: 'known', n, p: Math.min(1, 2 * halfOrFewer(Math.min(onlyOne, onlyOther), n)) };
}

/** The chance of k or fewer heads of n. */
function halfOrFewer(k: number, n: number): number {
  return betaCdf(0.5, n - k, k + 1);
}
