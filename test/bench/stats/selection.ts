import { seeded } from '../../../src/stats/random.ts';
import { rateOf } from '../../../src/stats/rate.ts';
import type { Random } from './draw.ts';
import { atMost, type Figure, mean, short } from './figure.ts';

/** Doubtful findings are asked about ten times as often as plain ones, and are right half as often. */
const DOUBTFUL = { of: 0.3, chance: 0.5, right: 0.4 };
const PLAIN = { of: 0.7, chance: 0.06, right: 0.85 };
const TRUTH = DOUBTFUL.of * DOUBTFUL.right + PLAIN.of * PLAIN.right;

/** The share of right findings, where those that are asked about are not like the others. */
export function selection(runs: number): readonly Figure[] {
  return [200, 600, 2000].flatMap((findings): readonly Figure[] => {
    const random = seeded(findings);
    const told = Array.from({ length: runs }, () => once(findings, random)).filter((one) => one !== null);
    const of = (pick: (one: Once) => number): number => mean(told.map(pick));
    const asked = `${of(({ n }) => n).toFixed(0)} of ${findings} asked`;
    const naive = of((one) => one.naive);
    return [
      {
        name: `share of right ones, ${asked}: error`,
        ours: of(({ ours }) => ours),
        others: `unweighted ${short(naive)}`,
        bar: atMost(naive / 2),
      },
      {
        name: `share of right ones, ${asked}: 95 % interval holds it`,
        ours: of(({ holds }) => holds),
        others: `unweighted ${short(of(({ naiveHolds }) => naiveHolds))}`,
        bar: [0.93, 1],
      },
    ];
  });
}

type Once = {
  readonly ours: number;
  readonly naive: number;
  readonly holds: number;
  readonly naiveHolds: number;
  readonly n: number;
};

function once(findings: number, random: Random): Once | null {
  const labels = Array.from({ length: findings }, () => {
    const { chance, right } = random() < DOUBTFUL.of ? DOUBTFUL : PLAIN;
    return random() < chance ? { right: random() < right, chance } : null;
  }).filter((label) => label !== null);
  const [ours, naive] = [rateOf(labels), rateOf(labels.map(({ right }) => ({ right, chance: null })))];
  if (ours.kind === 'too few' || naive.kind === 'too few') return null;
  return {
    ours: Math.abs(ours.share - TRUTH),
    naive: Math.abs(naive.share - TRUTH),
    holds: ours.low <= TRUTH && TRUTH <= ours.high ? 1 : 0,
    naiveHolds: naive.low <= TRUTH && TRUTH <= naive.high ? 1 : 0,
    n: labels.length,
  };
}
