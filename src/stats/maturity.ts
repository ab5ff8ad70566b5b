import { jeffreys } from './jeffreys.ts';
import { total } from './weight.ts';

/** One commit: how long until it turned out badly, or how long it has been watched without that. */
export type Lag = { readonly days: number; readonly came: boolean };
export type Aged = { readonly days: number; readonly bad: number };
export type Matured = {
  readonly commits: number;
  /** How many of them would have shown by now if they were bad. */
  readonly matured: number;
  readonly bad: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
};
type Curve = (days: number) => number;

/** Below this, a history's own curve is worse than the one of others. */
const FEWEST_OUTCOMES = 30;
/** Days until half of all bugs were mended, in two histories that could not be more unlike (Kafka, ZooKeeper). Between them a constant rate each. */
const MEDIANS_OF_OTHERS: readonly number[] = [268, 1000];

/**
 * Which share of what turns out badly within the horizon has done so at an age. Most commits are young and have not had the time, so
 * the curve is Kaplan-Meier's, in which a commit counts for as long as it was watched. Past the oldest commit, and of a history with
 * fewer than 30 outcomes altogether, the curve is that of others.
 */
export function lagCurve(lags: readonly Lag[], horizonDays: number): Curve {
  const horizon = Number.isFinite(horizonDays) && horizonDays > 0 ? horizonDays : 1;
  const others = normalised(ofOthers, horizon);
  const seen = lags.filter(({ days }) => Number.isFinite(days) && days >= 0);
  if (seen.filter(({ came, days }) => came && days <= horizon).length < FEWEST_OUTCOMES) return others;
  const steps = kaplanMeier(seen);
  const watched = Math.min(
    horizon,
    seen.reduce((most, { days }) => Math.max(most, days), 0),
  );
  const scale = others(watched) / stepAt(steps, watched);
  return (days) => (days > watched ? others(days) : stepAt(steps, clean(days)) * scale);
}

/**
 * How many of them are bad, each counted for as much as it would have shown by now: bad ones over matured ones. Nothing matured says
 * nothing, which is one half between 0 and 1.
 */
export function maturedRate(commits: readonly Aged[], shareBy: Curve): Matured {
  const shown = commits.map(({ days }) => shareBy(days));
  const matured = total(shown);
  const bad = total(commits.map((commit) => clean(commit.bad)));
  // more bad ones than matured ones: those came sooner than the curve says
  const of = Math.max(matured, bad);
  const share = of === 0 ? 0.5 : bad / of;
  const n = of * lessFor(share, of, shown);
  const [low, high] = jeffreys(share * n, (1 - share) * n);
  return { commits: commits.length, matured, bad, share, low, high };
}

/**
 * That ten half-grown commits show as many bad ones as five grown ones does not make them as sure: which of the bad ones have come out
 * is left to chance too. Of a share near 0 nothing is lost, of one near 1 most.
 */
function lessFor(share: number, of: number, shown: readonly number[]): number {
  const squares = total(shown.map((part) => part * part));
  const likely = (share * of + 0.5) / (of + 1);
  return of === 0 ? 1 : (1 - likely) / (1 - (likely * Math.min(squares, of)) / of);
}

export type Step = { readonly days: number; readonly share: number };

/** Share that turned out badly by each day on which one did; who left at that day was still watched on it. */
export function kaplanMeier(lags: readonly Lag[]): readonly Step[] {
  const byDay = new Map<number, { came: number; left: number }>();
  for (const { days, came } of lags) {
    const day = byDay.get(days) ?? { came: 0, left: 0 };
    byDay.set(days, { came: day.came + (came ? 1 : 0), left: day.left + 1 });
  }
  const steps: Step[] = [];
  let watched = lags.length;
  let well = 1;
  for (const [days, { came, left }] of [...byDay].toSorted(([one], [other]) => one - other)) {
    well *= 1 - came / watched;
    watched -= left;
    if (came > 0) steps.push({ days, share: 1 - well });
  }
  return steps;
}

function stepAt(steps: readonly Step[], days: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.days ?? Infinity) <= days) low = middle + 1;
    else high = middle;
  }
  return steps[low - 1]?.share ?? 0;
}

function ofOthers(days: number): number {
  return total(MEDIANS_OF_OTHERS.map((median) => 1 - 2 ** (-days / median))) / MEDIANS_OF_OTHERS.length;
}

function normalised(curve: Curve, horizon: number): Curve {
  const all = curve(horizon);
  return (days) => curve(Math.min(horizon, clean(days))) / all;
}

function clean(value: number): number {
  return value > 0 ? value : 0;
}
