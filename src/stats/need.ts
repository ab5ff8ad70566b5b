import { type Blast, type Need, NEEDS, type Weighing } from '../model/risk.ts';
import { fewestUntil } from './record.ts';

/** Minutes of people that each level costs, and the share of what is wrong that still passes it. */
export const MINUTES: Readonly<Record<Need, number>> = { none: 0, review: 1, owner: 10, senior: 30, two: 60 };
export const MISSES: Readonly<Record<Need, number>> = { none: 1, review: 0.6, owner: 0.45, senior: 0.2, two: 0.1 };

/** A share that was measured here, with its upper bound, in place of the assumed one. */
export type Measured = Readonly<Partial<Record<Need, number>>>;

/**
 * The level at which the minutes of people and the minutes that are still lost are the fewest together; of equals the lower. More risk or
 * a farther reach never needs less: each level up costs more and leaves less.
 */
export function needOf(risk: number, loss: number, measured: Measured = {}): Need {
  const p = Number.isFinite(risk) ? Math.min(1, Math.max(0, risk)) : 1;
  const costs = costsOf(p, loss, measured);
  let best: Need = 'none';
  for (const need of NEEDS) if (costs[need] < costs[best]) best = need;
  return best;
}

export function costsOf(risk: number, loss: number, measured: Measured): Readonly<Record<Need, number>> {
  const misses = missesOf(measured);
  const cost = (need: Need): number => MINUTES[need] + misses[need] * risk * loss;
  return { none: cost('none'), review: cost('review'), owner: cost('owner'), senior: cost('senior'), two: cost('two') };
}

/** INVARIANT: never more at a higher level, which has the lower ones behind it: else a greater risk could ask for less. */
function missesOf(measured: Measured): Readonly<Record<Need, number>> {
  const of = (need: Need): number => Math.min(1, Math.max(0, measured[need] ?? MISSES[need]));
  const review = of('review');
  const owner = Math.min(review, of('owner'));
  const senior = Math.min(owner, of('senior'));
  return { none: 1, review, owner, senior, two: Math.min(senior, of('two')) };
}

/**
 * For each reach what it needs, and the sum behind it: facts tell later which of them it is. `riskWith` is the risk after so many more clean
 * matured commits of its author; 0 is now.
 */
export function weigh(
  riskWith: (more: number) => number,
  loss: Readonly<Record<Blast, number>>,
  measured: Measured = {},
): Readonly<Record<Blast, Weighing>> {
  const of = (blast: Blast): Weighing => {
    const need = needOf(riskWith(0), loss[blast], measured);
    const isLess = (more: number): boolean =>
      NEEDS.indexOf(needOf(riskWith(more), loss[blast], measured)) < NEEDS.indexOf(need);
    return { need, line: lineOf(riskWith(0), loss[blast], measured), toNext: fewestUntil(isLess) };
  };
  return { local: of('local'), service: of('service'), shared: of('shared'), irreversible: of('irreversible') };
}

/** `of 300 to lose, spent and still lost: none 90 · review 55 …`; what people miss is assumed until somebody has measured it. */
function lineOf(risk: number, loss: number, measured: Measured): string {
  const costs = costsOf(risk, loss, measured);
  const minutes = NEEDS.map((need) => `${need} ${Math.round(costs[need])}`).join(' · ');
  const seen = NEEDS.filter((need) => measured[need] !== undefined).join(', ');
  return `of ${loss} to lose, spent and still lost: ${minutes} (shares missed: ${seen === '' ? 'assumed' : `${seen} measured here, the others assumed`})`;
}

/**
 * A lot that falls the same way whenever it is asked for: from a hash of the change, so that asking again does not draw again. `hash` is
 * hexadecimal.
 */
export function isDrawn(hash: string, chance: number): boolean {
  const number = Number.parseInt(hash.slice(0, 12), 16);
  return Number.isFinite(number) && number / 16 ** 12 < chance;
}
