import type { Rate } from '../model/calibration.ts';
import { jeffreys } from './jeffreys.ts';
import { total, weightOf, worth } from './weight.ts';

export type Drawn = { readonly right: boolean; readonly chance: number | null };

/** Below this, an interval is so wide that the share misleads. */
const FEWEST = 5;

/**
 * The share of right ones among all that could have been labelled, from those that were: each weighs as many as it stands for
 * (Hájek), and the interval is that of as many equal labels as they are worth. Who asks mostly about doubtful findings would else
 * find that most are doubtful.
 */
export function rateOf(items: readonly Drawn[], fewest: number = FEWEST): Rate {
  const weights = items.map(({ chance }) => weightOf(chance));
  const share = total(weights.filter((_, i) => items[i]?.right === true)) / total(weights);
  const allAlike = new Set(weights).size <= 1;
  return rateAt(share, items.length, worth(weights), allAlike ? 'jeffreys' : 'hajek+jeffreys', fewest);
}

/** The same of labels that weigh alike: seeded defects, audits, everything that was counted and not asked. */
export function rateOfCounts(right: number, wrong: number, fewest: number = FEWEST): Rate {
  const n = right + wrong;
  return rateAt(right / n, n, n, 'jeffreys', fewest);
}

function rateAt(share: number, n: number, nEff: number, method: string, fewest: number): Rate {
  const guard = `n >= ${fewest}`;
  if (!(n >= fewest) || n <= 0) return { kind: 'too few', n, needed: fewest - n, guard };
  const [low, high] = jeffreys(share * nEff, (1 - share) * nEff);
  return { kind: 'known', share, low, high, n, nEff, method, guard };
}
