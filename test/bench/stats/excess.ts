import { excessOf } from '../../../src/stats/ece.ts';
import { seeded } from '../../../src/stats/random.ts';
import { atMost, type Figure, mean, short } from './figure.ts';
import { labelled, OVERCONFIDENT, PERFECT, type Reader } from './reader.ts';

/** How often the error of a reader that states exactly what is so is called one (p below .05), and of one that does not. */
export function excess(runs: number): readonly Figure[] {
  return [100, 300, 1000].map((n) => {
    const [perfect, off] = [told(n, PERFECT, runs), told(n, OVERCONFIDENT[1], Math.ceil(runs / 10))];
    return {
      name: `calibration error, ${n} labels: alarm on a perfect reader (on one that is off by .267: ${short(alarms(off))})`,
      ours: alarms(perfect),
      others: `raw ECE of the perfect one ${short(mean(perfect.map(({ ece }) => ece)))}, beyond chance ${mean(perfect.map((one) => one.excess)).toFixed(3)}`,
      bar: atMost(0.05),
      // p below .05 is what a perfect reader shows in one of twenty: what is seen around that is the draw
      noise: Math.sqrt((0.05 * 0.95) / runs),
    };
  });
}

type Told = { readonly ece: number; readonly excess: number; readonly chance: number };

function told(n: number, reader: Reader, runs: number): readonly Told[] {
  const random = seeded(n);
  return Array.from({ length: runs }, (_, i) => {
    const rows = labelled(n, reader, random).map(({ stated, right }) => ({ stated, y: right ? 1 : 0, weight: 1 }));
    return excessOf(rows, seeded(i)) ?? { ece: Number.NaN, excess: Number.NaN, chance: 0 };
  });
}

function alarms(all: readonly Told[]): number {
  return mean(all.map(({ chance }) => (chance < 0.05 ? 1 : 0)));
}
