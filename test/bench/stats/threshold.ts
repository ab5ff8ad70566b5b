import { certify } from '../../../src/stats/certify.ts';
import type { Point } from '../../../src/stats/point.ts';
import { seeded } from '../../../src/stats/random.ts';
import { atMost, type Figure, mean, short } from './figure.ts';
import { labelled, type Reader, stateOf, truthOf } from './reader.ts';

const ALPHA = 0.2;
const PROMISE = { alpha: ALPHA, delta: 0.1, least: 20 };
const SIZES = [60, 300, 1000] as const;
/** One that keeps the promise high up, one nearly nowhere, and one that states the same whatever it sees. */
const READERS: readonly Reader[] = [
  { a: -0.4, b: 1 },
  { a: -0.9, b: 1 },
  { a: 1.3, b: 0 },
];

/** How often a threshold that was made of labels lets through a larger share of wrong ones than it promised. */
export function threshold(runs: number): readonly Figure[] {
  const random = seeded(20);
  const states = Array.from({ length: 20_000 }, () => stateOf(random)).toSorted((one, other) => one - other);
  const broken = READERS.map((reader) => wrongFrom(states, reader));
  return SIZES.map((n) => {
    const told = READERS.map((reader, i) => {
      const breaks = (at: number | null): number => (at !== null && (broken[i]?.(at) ?? 1) > ALPHA ? 1 : 0);
      return Array.from({ length: runs }, () => {
        const points = labelled(n, reader, random);
        const found = certify(points, PROMISE);
        const ours = found.kind === 'certified' ? found.at : null;
        return { ours: breaks(ours), usual: breaks(naive(points)), none: ours === null ? 1 : 0 };
      });
    });
    const none = mean(told.flat().map((one) => one.none));
    return {
      name: `certified threshold, ${n} labels: promise broken, by the worst of ${READERS.length} readers (none found ${short(none)})`,
      ours: Math.max(...told.map((all) => mean(all.map(({ ours }) => ours)))),
      others: `lowest that looks good ${short(Math.max(...told.map((all) => mean(all.map(({ usual }) => usual)))))}`,
      bar: atMost(0.1),
    };
  });
}

/** The lowest confidence from which on the labels show no more wrong ones than allowed. */
function naive(points: readonly Point[]): number | null {
  const tried = Array.from({ length: 19 }, (_, i) => (95 - 5 * i) / 100);
  const good = tried.filter((at) => {
    const above = points.filter(({ stated }) => stated >= at);
    return above.length > 0 && above.filter(({ right }) => !right).length <= ALPHA * above.length;
  });
  return good.at(-1) ?? null;
}

/** The true share of wrong ones from a confidence on, of states in order. */
function wrongFrom(states: readonly number[], reader: Reader): (at: number) => number {
  const known = new Map<number, number>();
  return (at) => {
    const share =
      known.get(at) ?? mean(states.filter((stated) => stated >= at).map((stated) => 1 - truthOf(stated, reader)));
    known.set(at, share);
    return share;
  };
}
