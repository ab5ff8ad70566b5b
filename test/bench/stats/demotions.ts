import { seeded } from '../../../src/stats/random.ts';
import { isLoser, shrinkRates } from '../../../src/stats/shrink.ts';
import { beta, binomial, exponential, type Random } from './draw.ts';
import { atMost, type Figure, mean, short, standardError } from './figure.ts';

const RULES = 40;
/** How good rules are, and how often they are labelled. */
const WORLDS = [
  { name: 'mostly good', a: 8, b: 2, labels: 6 },
  { name: 'mixed', a: 4, b: 2, labels: 6 },
  { name: 'as different as can be', a: 1, b: 0.5, labels: 6 },
  { name: 'mixed, many labels', a: 4, b: 2, labels: 20 },
  { name: 'barely good, all alike', a: 30, b: 25, labels: 10 },
  { name: 'barely good, all alike, many labels', a: 30, b: 25, labels: 60 },
] as const;

/** Rules that are given up although they are right more often than wrong, per 40 rules; and how good what is said of each rule is. */
export function demotions(runs: number): readonly Figure[] {
  return WORLDS.flatMap(({ name, a, b, labels }): readonly Figure[] => {
    const random = seeded(40);
    const told = Array.from({ length: runs }, () => once(a, b, labels, random));
    const of = (pick: (one: Once) => number): number => mean(told.map(pick));
    return [
      {
        name: `${RULES} rules, ${name}: wrong demotions (found ${short(of((one) => one.found) / of((one) => one.losers))} of the losers)`,
        ours: of((one) => one.wrong),
        others: `below .5 from 3 labels on ${short(of((one) => one.naive))}`,
        bar: atMost(0.12),
      },
      {
        name: `${RULES} rules, ${name}: 95 % interval holds the truth`,
        ours: of((one) => one.holds),
        others: `(squared error of the bare share: ${(of((one) => one.bareError) / of((one) => one.error)).toFixed(1)} times ours)`,
        bar: [0.92, 1],
        // rules of one set are right or wrong together
        noise: standardError(told.map((one) => one.holds)),
      },
    ];
  });
}

type Once = {
  readonly wrong: number;
  readonly found: number;
  readonly losers: number;
  readonly naive: number;
  readonly holds: number;
  readonly error: number;
  readonly bareError: number;
};

function once(a: number, b: number, labels: number, random: Random): Once {
  const counts = Array.from({ length: RULES }, () => {
    const [truth, n] = [beta(a, b, random), Math.floor(exponential(labels, random))];
    const right = binomial(n, truth, random);
    return { truth, n, right, wrong: n - right };
  });
  const rules = shrinkRates(counts).flatMap((shrunk, i) => {
    const own = counts[i];
    return own === undefined ? [] : [{ ...own, shrunk }];
  });
  const demoted = rules.filter(({ shrunk, n }) => isLoser(shrunk, n));
  const labelled = rules.filter(({ n }) => n > 0);
  return {
    wrong: demoted.filter(({ truth }) => truth >= 0.5).length,
    found: demoted.filter(({ truth }) => truth < 0.5).length,
    losers: rules.filter(({ truth }) => truth < 0.5).length,
    naive: rules.filter(({ truth, n, right }) => n >= 3 && right / n < 0.5 && truth >= 0.5).length,
    holds: mean(rules.map(({ truth, shrunk: { low, high } }) => (low <= truth && truth <= high ? 1 : 0))),
    error: mean(labelled.map(({ truth, shrunk }) => (shrunk.share - truth) ** 2)),
    bareError: mean(labelled.map(({ truth, n, right }) => (right / n - truth) ** 2)),
  };
}
