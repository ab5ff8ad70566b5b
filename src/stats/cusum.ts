import type { Drift } from '../model/calibration.ts';
import { applyPlatt, fitPlatt, NEW_READER, type Platt, type PlattPrior } from './platt.ts';

export type Told = {
  readonly ts: number;
  readonly stated: number | null;
  readonly right: boolean;
  readonly chance: number | null;
};

/** False alarm about every 770 labels; a reader that is wrong .2 more often is noticed after 28. */
const LIMIT = 4;
const WORSE = 0.2;
const FEWEST_BEFORE = 10;

/**
 * Whether a reader is wrong more often than it was, as the first half of its labels shows it: of all of them, the drift would be taken
 * for what is usual, and be noticed in half of the cases instead of five of six. As long as too little is known of how it was, nothing is looked at.
 */
export function driftOf(labels: readonly Told[], prior: PlattPrior = NEW_READER): Drift {
  const seen = inOrder(labels);
  const before = seen.slice(0, seen.length >> 1);
  if (before.length < FEWEST_BEFORE) return { kind: 'quiet', n: 0, at: 0, limit: LIMIT };
  const { a, b } = fitPlatt(before, prior);
  return cusumOf(seen, { a, b });
}

/**
 * Label by label, how much better "worse by .2" explains it than "as before", never below 0 (Page). An alarm stays until the sum is back at
 * 0; it is capped, so that a reader can redeem itself.
 */
export function cusumOf(labels: readonly Told[], was: Platt): Drift {
  const seen = inOrder(labels);
  let [at, rose, since] = [0, 0, -1];
  for (const { ts, stated, right } of seen) {
    if (at === 0) rose = ts;
    at = Math.min(2 * LIMIT, Math.max(0, at + evidenceOf(right, 1 - applyPlatt(stated, was))));
    if (at >= LIMIT && since < 0) since = rose;
    if (at === 0) since = -1;
  }
  const sum = { n: seen.length, at, limit: LIMIT };
  return since < 0 ? { kind: 'quiet', ...sum } : { kind: 'alarm', ...sum, since };
}

type Ordered = Told & { readonly stated: number };

function inOrder(labels: readonly Told[]): readonly Ordered[] {
  return labels
    .flatMap(({ stated, ...told }) => (stated === null || Number.isNaN(stated) ? [] : [{ stated, ...told }]))
    .sort((one, other) => one.ts - other.ts);
}

/** log of how much more likely it is if it is wrong .2 more often than the `wrong` that was expected. */
function evidenceOf(right: boolean, wrong: number): number {
  const before = Math.min(0.78, Math.max(0.02, wrong));
  const now = before + WORSE;
  return right ? Math.log((1 - now) / (1 - before)) : Math.log(now / before);
}
