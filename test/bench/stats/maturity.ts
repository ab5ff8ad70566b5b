import { lagCurve, maturedRate } from '../../../src/stats/maturity.ts';
import { seeded } from '../../../src/stats/random.ts';
import type { Random } from './draw.ts';
import { atMost, type Figure, mean, short } from './figure.ts';

const HORIZON = 730;
const OLDEST = 900;
const HISTORY = 2000;

/** What an author's share of bad commits is said to be while most of them are young, and how far that is from the truth. */
export function maturity(runs: number): readonly Figure[] {
  return [268, 1000].flatMap((median): readonly Figure[] => {
    const random = seeded(median);
    const told = Array.from({ length: runs }, () => once(median / Math.LN2, random));
    const of = (pick: (one: Once) => number): number => mean(told.map(pick));
    const naive = of((one) => one.naive);
    const name = `share of bad ones, half of which show within ${median} days`;
    return [
      {
        name: `${name}: error`,
        ours: of(({ ours }) => ours),
        others: `bad ones over all ${short(naive)}, with the curve of others ${short(of(({ fallback }) => fallback))}`,
        bar: atMost(naive / 2),
      },
      { name: `${name}: 95 % interval holds it`, ours: of(({ holds }) => holds), others: '', bar: [0.93, 1] },
    ];
  });
}

type Once = { readonly ours: number; readonly naive: number; readonly fallback: number; readonly holds: number };

function once(meanLag: number, random: Random): Once {
  const truth = 0.2 + 0.6 * random();
  const own = commitsOf(60, truth, meanLag, random);
  const curve = lagCurve(commitsOf(HISTORY, 0.35, meanLag, random), HORIZON);
  const aged = own.map(({ age, came }) => ({ days: age, bad: came ? 1 : 0 }));
  const [ours, others] = [maturedRate(aged, curve), maturedRate(aged, lagCurve([], HORIZON))];
  return {
    ours: Math.abs(ours.share - truth),
    naive: Math.abs(own.filter(({ came }) => came).length / own.length - truth),
    fallback: Math.abs(others.share - truth),
    holds: ours.low <= truth && truth <= ours.high ? 1 : 0,
  };
}

type Past = { readonly age: number; readonly days: number; readonly came: boolean };

/** Bad within the horizon with that chance; what has not come out by today is not known. */
function commitsOf(n: number, truth: number, meanLag: number, random: Random): readonly Past[] {
  return Array.from({ length: n }, () => {
    const age = random() * OLDEST;
    const within = 1 - Math.exp(-HORIZON / meanLag);
    const lag = random() < truth ? -meanLag * Math.log(1 - random() * within) : Infinity;
    return { age, days: Math.min(age, lag), came: lag <= age };
  });
}
