import { clopperPearsonLower, clopperPearsonUpper } from '../../../src/stats/clopper-pearson.ts';
import { logGamma } from '../../../src/stats/beta.ts';
import { jeffreys } from '../../../src/stats/jeffreys.ts';
import { type Figure, mean, short } from './figure.ts';
import { wald, wilson } from './naive.ts';

type Interval = (k: number, n: number) => readonly [low: number, high: number];

/** How often an interval holds the truth: no simulation, the sum over all that can be counted, for truths from .01 to .99. */
export function coverage(sizes: readonly number[]): readonly Figure[] {
  return sizes.flatMap((n) => {
    const of = (interval: Interval): readonly number[] => coverages(interval, n);
    const ours = of((k) => jeffreys(k, n - k));
    const exact = of((k) => [clopperPearsonLower(k, n, 0.025), clopperPearsonUpper(k, n, 0.025)]);
    const others = `Wald ${short(mean(of(wald)))}, Wilson ${short(mean(of(wilson)))}, Clopper-Pearson ${short(mean(exact))}`;
    return [
      { name: `95 % interval, n = ${n}: covers on average`, ours: mean(ours), others, bar: [0.94, 0.965] },
      {
        name: `95 % interval, n = ${n}: covers at least`,
        ours: Math.min(...ours),
        others: `Wald ${short(Math.min(...of(wald)))}`,
        bar: n < 10 ? null : [0.85, 1],
      },
    ];
  });
}

function coverages(interval: Interval, n: number): readonly number[] {
  const intervals = Array.from({ length: n + 1 }, (_, k) => interval(k, n));
  return Array.from({ length: 981 }, (_, i) => {
    const p = 0.01 + i / 1000;
    return intervals.reduce((sum, [low, high], k) => sum + (low <= p && p <= high ? chanceOf(k, n, p) : 0), 0);
  });
}

function chanceOf(k: number, n: number, p: number): number {
  const ways = logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  return Math.exp(ways + k * Math.log(p) + (n - k) * Math.log1p(-p));
}
