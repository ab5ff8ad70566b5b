import type { Rate } from '../model/calibration.ts';
import type { SaidBy } from '../model/said.ts';
import type { Trial } from '../model/trial.ts';
import { groupBy } from './group.ts';
import { rateOfCounts } from './rate.ts';

/** From so many on it is off by a tenth on average, and its interval a fifth to either side: enough to decide by. */
export const NARROW = 20;

type Shown = Pick<Trial, 'failureModel' | 'seed' | 'diff' | 'identity' | 'result' | 'ts'>;

export type Recall = {
  readonly byReader: ReadonlyMap<string, Rate>;
  readonly byModel: ReadonlyMap<string, Rate>;
  /** By cellOf(). */
  readonly byCell: ReadonlyMap<string, Rate>;
};

/** Of the seeded defects that were shown, the share that was seen. An answer that was not whole is neither. */
export function recallOf(trials: readonly Shown[]): Recall {
  const counted = trials.filter(isWhole);
  const by = (keyOf: (trial: Shown) => string): ReadonlyMap<string, Rate> =>
    new Map([...groupBy(counted, keyOf)].map(([key, some]) => [key, rateIn(some)]));
  return {
    byReader: by(({ identity }) => identity),
    byModel: by(({ failureModel }) => failureModel),
    byCell: by(({ failureModel, identity }) => cellOf(failureModel, identity)),
  };
}

export function cellOf(failureModel: string, identity: string): string {
  return `${failureModel}\n${identity}`;
}

export type Overlap = {
  readonly both: number;
  readonly onlyOne: number;
  readonly onlyOther: number;
  readonly neither: number;
};

/** Two readers on the same defects: of each defect that both were shown, the last whole answer of either. */
export function overlapOf(trials: readonly Shown[], one: string, other: string): Overlap {
  const [first, second] = [one, other].map((identity) => lastBySeed(trials, identity));
  const shared = [...(first ?? [])].flatMap(([seed, hit]) => {
    const theirs = second?.get(seed);
    return theirs === undefined ? [] : [{ hit, theirs }];
  });
  const count = (hit: boolean, theirs: boolean): number =>
    shared.filter((pair) => pair.hit === hit && pair.theirs === theirs).length;
  return {
    both: count(true, true),
    onlyOne: count(true, false),
    onlyOther: count(false, true),
    neither: count(false, false),
  };
}

/** Whether it was seen, by the defect. */
function lastBySeed(trials: readonly Shown[], identity: string): ReadonlyMap<string, boolean> {
  const own = trials.filter((trial) => trial.identity === identity && isWhole(trial)).toSorted((a, b) => a.ts - b.ts);
  return new Map(own.map(({ diff, result }) => [diff, result === 'hit']));
}

function isWhole({ result }: Shown): boolean {
  return result !== 'none';
}

function rateIn(trials: readonly Shown[]): Rate {
  const hits = trials.filter(({ result }) => result === 'hit').length;
  return rateOfCounts(hits, trials.length - hits);
}

/** The same of real findings, of which nobody knows how many neither saw: only those that people call right. */
export function overlapOnFindings(
  rows: readonly SaidBy[],
  real: ReadonlySet<string>,
  one: string,
  other: string,
): Omit<Overlap, 'neither'> {
  const shared = rows.filter(({ finding, read }) => real.has(finding) && read.includes(one) && read.includes(other));
  const count = (first: boolean, second: boolean): number =>
    shared.filter(({ said }) => said.includes(one) === first && said.includes(other) === second).length;
  return { both: count(true, true), onlyOne: count(true, false), onlyOther: count(false, true) };
}
