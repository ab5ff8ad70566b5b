import type { Threshold } from '../model/calibration.ts';
import { clopperPearsonUpper } from './clopper-pearson.ts';
import { type Point, usable } from './point.ts';
import { total, weightOf, worth } from './weight.ts';

export type Promised = {
  /** At most this share of what stands in the way is wrong ... */
  readonly alpha: number;
  /** ... but for this chance. */
  readonly delta: number;
  /** Labels at or above a threshold before it may be tried at all. */
  readonly least: number;
};

/** In steps of .05, from the surest down. Where labels are too few to try is known without looking at what they say. */
const TRIED: readonly number[] = Array.from({ length: 19 }, (_, i) => (95 - 5 * i) / 100);
const LOWEST = 0.05;
/** Below this, most readers get no threshold (87 % at 60 labels, 32 % at 300). */
const USUALLY_ENOUGH = 120;

/**
 * The lowest confidence from which on the promise holds. Thresholds are tried from the surest down until one fails (Learn then Test):
 * whoever looks at all of them and takes the best breaks the promise every other time.
 */
export function certify(points: readonly Point[], { alpha, delta, least }: Promised): Threshold {
  const usables = usable(points);
  const n = usables.length;
  let certified: { readonly at: number; readonly n: number } | null = null;
  for (const at of TRIED) {
    const above = usables.filter(({ stated }) => stated >= at);
    if (above.length < least) continue;
    const bound = boundOf(above, delta);
    if (bound <= alpha) certified = { at, n: above.length };
    else if (certified !== null) break;
    else return { kind: 'none', n, alpha, delta, why: whyFailed(at, above, bound, alpha, n) };
  }
  if (certified !== null) return { kind: 'certified', ...certified, alpha, delta };
  const why =
    n < least ? `${n} of at least ${least} labels` : `fewer than ${least} of ${n} labels state ${LOWEST} or more`;
  return { kind: 'none', n, alpha, delta, why };
}

/** An upper bound for the share of wrong ones. Labels that stand for different numbers count as many as they are worth. */
function boundOf(above: readonly Point[], delta: number): number {
  const weights = above.map(({ chance }) => weightOf(chance));
  const n = worth(weights);
  const wrong = total(weights.filter((_, i) => above[i]?.right === false)) / total(weights);
  return clopperPearsonUpper(wrong * n, n, delta);
}

function whyFailed(at: number, above: readonly Point[], bound: number, alpha: number, n: number): string {
  const wrong = above.filter(({ right }) => !right).length;
  const seen = `from ${at.toFixed(2)} on ${wrong} of ${above.length} were wrong, which may be ${bound.toFixed(2)} of all and not ${alpha.toFixed(2)}`;
  return n < USUALLY_ENOUGH ? `${seen}; fewer than ${USUALLY_ENOUGH} labels seldom certify one` : seen;
}
