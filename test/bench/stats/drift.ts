import { driftOf } from '../../../src/stats/cusum.ts';
import { fitOf } from '../../../src/stats/fit.ts';
import type { Fit } from '../../../src/model/calibration.ts';
import type { Point } from '../../../src/stats/point.ts';
import { seeded } from '../../../src/stats/random.ts';
import type { Random } from './draw.ts';
import { atMost, type Figure, mean, standardError } from './figure.ts';
import { labelled, type Reader, stateOf, truthOf } from './reader.ts';

const READER: Reader = { a: 0.2, b: 0.5 };
const LONGEST = 6000;

/** Labels until an alarm: of a reader that stays as it is, and of one that is wrong .2 more often from some label on. */
export function drift(runs: number): readonly Figure[] {
  const random = seeded(77);
  const truth: Fit = { ...fitted(labelled(200, READER, random), random), a: READER.a, b: READER.b };
  const still = Array.from({ length: runs }, () => untilAlarm(truth, LONGEST, random));
  const worse = Array.from({ length: runs }, () => untilAlarm(truth, 0, random));
  const learned = Array.from({ length: Math.ceil(runs / 3) }, () =>
    untilAlarm(fitted(labelled(100, READER, random), random), LONGEST, random),
  );
  return [
    {
      name: 'drift: labels to a false alarm',
      ours: mean(still),
      others: '',
      bar: [500, LONGEST],
      noise: standardError(still),
    },
    { name: 'drift: labels to a false alarm, of a fit of 100 labels', ours: mean(learned), others: '', bar: null },
    { name: 'drift: labels until .2 more wrong ones are noticed', ours: mean(worse), others: '', bar: atMost(40) },
  ];
}

function fitted(points: readonly Point[], random: Random): Extract<Fit, { kind: 'known' }> {
  const fit = fitOf(points, random);
  if (fit.kind === 'too few') throw new Error(`${points.length} labels make no fit`);
  return fit;
}

/** Looking after each label at first and then after every tenth: an alarm stays long enough to be seen. */
function untilAlarm(fit: Fit, worseFrom: number, random: Random): number {
  const told = Array.from({ length: LONGEST }, (_, ts) => {
    const stated = stateOf(random);
    return { ts, stated, right: random() < truthOf(stated, READER) - (ts < worseFrom ? 0 : 0.2) };
  });
  for (let n = 1; n <= LONGEST; n += n < 100 ? 1 : 10) {
    if (driftOf(told.slice(Math.max(0, n - 400), n), fit).kind === 'alarm') return n;
  }
  return LONGEST;
}
