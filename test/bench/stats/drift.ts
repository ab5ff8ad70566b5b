import { cusumOf, driftOf, type Told } from '../../../src/stats/cusum.ts';
import { seeded } from '../../../src/stats/random.ts';
import type { Random } from './draw.ts';
import { atMost, type Figure, mean, standardError } from './figure.ts';
import { type Reader, stateOf, truthOf } from './reader.ts';

const READER: Reader = { a: 0.2, b: 0.5 };
const LONGEST = 6000;

/** Labels until an alarm: of a reader that stays as it is, and of one that is wrong .2 more often from some label on. */
export function drift(runs: number): readonly Figure[] {
  const random = seeded(77);
  const still = Array.from({ length: runs }, () => untilAlarm(LONGEST, random));
  const worse = Array.from({ length: runs }, () => untilAlarm(0, random));
  const noticed = (worseFrom: number): readonly number[] =>
    Array.from({ length: 10 * runs }, () => (driftOf(toldBy(160, worseFrom, random)).kind === 'alarm' ? 1 : 0));
  return [
    {
      name: 'drift: labels to a false alarm',
      ours: mean(still),
      others: '',
      bar: [500, LONGEST],
      noise: standardError(still),
    },
    { name: 'drift: labels until .2 more wrong ones are noticed', ours: mean(worse), others: '', bar: atMost(40) },
    { name: 'drift: noticed of 160 labels, 60 of them .2 worse', ours: mean(noticed(100)), others: '', bar: [0.75, 1] },
    { name: 'drift: alarm of 160 labels that are alike', ours: mean(noticed(160)), others: '', bar: atMost(0.15) },
  ];
}

function toldBy(n: number, worseFrom: number, random: Random): readonly Told[] {
  return Array.from({ length: n }, (_, ts) => {
    const stated = stateOf(random);
    return { ts, stated, right: random() < truthOf(stated, READER) - (ts < worseFrom ? 0 : 0.2), chance: null };
  });
}

/** Looking after each label at first and then after every tenth: an alarm stays long enough to be seen. */
function untilAlarm(worseFrom: number, random: Random): number {
  const told = toldBy(LONGEST, worseFrom, random);
  for (let n = 1; n <= LONGEST; n += n < 100 ? 1 : 10) {
    if (cusumOf(told.slice(Math.max(0, n - 400), n), READER).kind === 'alarm') return n;
  }
  return LONGEST;
}
