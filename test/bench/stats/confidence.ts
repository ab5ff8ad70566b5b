import { applyIsotonic, fitIsotonic } from './isotonic.ts';
import { applyPlatt, fitPlatt, NEW_READER } from '../../../src/stats/platt.ts';
import type { Point } from '../../../src/stats/point.ts';
import { seeded } from '../../../src/stats/random.ts';
import { atMost, type Figure, mean, short } from './figure.ts';
import { labelled, OVERCONFIDENT, type Reader, stateOf, truthOf } from './reader.ts';

const BARS = [
  { n: 10, most: 0.115 },
  { n: 50, most: 0.065 },
  { n: 300, most: 0.03 },
] as const;
/** As good as no prior. */
const NO_PRIOR = { ...NEW_READER, firm: { aa: 1e-6, ab: 0, bb: 1e-6 } };

/** How far a probability made of a confidence is from the true one, after so many labels. */
export function confidence(runs: number): readonly Figure[] {
  const random = seeded(267);
  const states = Array.from({ length: 400 }, () => stateOf(random));
  return BARS.map(({ n, most }) => {
    const told = OVERCONFIDENT.flatMap((reader) =>
      Array.from({ length: runs }, () => once(labelled(n, reader, random), states, reader)),
    );
    const of = (pick: (one: Once) => number): number => mean(told.map(pick));
    const others = `Platt without a prior ${short(of(({ plain }) => plain))}, isotonic ${short(of(({ stairs }) => stairs))}`;
    return {
      name: `confidence to probability, ${n} labels: error`,
      ours: of(({ ours }) => ours),
      others: `as stated ${short(of(({ raw }) => raw))}, ${others}`,
      bar: atMost(most),
    };
  });
}

type Once = { readonly ours: number; readonly raw: number; readonly plain: number; readonly stairs: number };

function once(points: readonly Point[], states: readonly number[], reader: Reader): Once {
  const off = (toProbability: (stated: number) => number): number =>
    mean(states.map((stated) => Math.abs(toProbability(stated) - truthOf(stated, reader))));
  const [fit, plain, isotonic] = [fitPlatt(points), fitPlatt(points, NO_PRIOR), fitIsotonic(points, 1)];
  return {
    ours: off((stated) => applyPlatt(stated, fit)),
    raw: off((stated) => stated),
    // its two numbers alone, as is usual
    plain: off((stated) => applyPlatt(stated, { a: plain.a, b: plain.b })),
    stairs: off((stated) => applyIsotonic(stated, isotonic.kind === 'known' ? isotonic.stairs : [])),
  };
}
