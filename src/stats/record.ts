import type { PastCommit } from '../model/outcome.ts';
import type { TrackRecord } from '../model/risk.ts';
import { betaQuantile } from './beta.ts';
import { lagCurve, type Matured, maturedRate } from './maturity.ts';

/** Whose commits are weighed together. */
export type Cell = { readonly agent: string; readonly model: string; readonly area: string };

/** `shown`: what share of what turns out badly has done so at an age in days (maturity.ts). */
export type Around = { readonly at: number; readonly shown: (days: number) => number };

export type Recorded = {
  readonly record: TrackRecord;
  /** The bound that is decided by, after so many more clean commits that had the time to show a bug. */
  readonly upperWith: (more: number) => number;
};

const DAY = 24 * 60 * 60 * 1000;
/** A commit of half a year ago says half as much: agents, models and code are not what they were. */
const HALF_LIFE_DAYS = 180;
/** The repository speaks as loudly as so many commits of the cell. */
const KAPPA = 20;
/** What another model of the same agent did is a hint about this one, worth no more than so many commits. */
const MOST_OF_KIN = 20;
/** Share of bad commits elsewhere, worth so many commits, for a repository of which nothing is known. */
const ELSEWHERE = { share: 0.2, worth: 10 };
/** INVARIANT: a bad one counts at once. Better than before is believed only after as many clean matured commits, and days. */
export const RISES = { matured: 10, days: 7 } as const;
const BOUND = 0.9;
const TAIL = 0.025;

/**
 * How commits of one agent, model and area have turned out: Beta(kappa mu + bad, kappa (1 − mu) + clean), where a commit is as clean as it
 * is old enough to have shown a bug. The bound is what counts, so who has shown little is not trusted yet.
 */
export function trackRecord(commits: readonly PastCommit[], cell: Cell, around: Around): Recorded {
  const known = notAhead(commits, around.at);
  return recordIn(known, cell, around, baselineOf(known, around));
}

/** What two years make visible, as the screen shows it (lag.ts). */
const HORIZON_DAYS = 730;

/** By what became of these commits, which share of what is bad has shown at an age. */
export function shownBy(commits: readonly PastCommit[], at: number): Around['shown'] {
  const lags = commits.map((commit) => {
    const { ts, came } = commit;
    const isBad = weightAt(commit, at) > 0 && came !== null;
    return { days: Math.max(0, ((isBad ? came : at) - ts) / DAY), came: isBad };
  });
  return lagCurve(lags, HORIZON_DAYS);
}

type Known = { readonly commits: readonly PastCommit[]; readonly now: number };

/** Of every agent's cell, the ones with the most commits first. */
export function recordsOf({ commits: all, now }: Known): readonly TrackRecord[] {
  const commits = notAhead(all, now);
  const around = { at: now, shown: shownBy(commits, now) };
  const baseline = baselineOf(commits, around);
  const cells = new Map<string, Cell & { n: number }>();
  const byAgent = new Map<string, PastCommit[]>();
  for (const commit of commits) {
    const { agent, model, area } = commit;
    if (agent === '') continue; // people are not graded
    const key = JSON.stringify([agent, model, area]);
    cells.set(key, { agent, model, area, n: (cells.get(key)?.n ?? 0) + 1 });
    const near = byAgent.get(JSON.stringify([agent, area])) ?? [];
    near.push(commit);
    byAgent.set(JSON.stringify([agent, area]), near);
  }
  return [...cells.values()]
    .sort((a, b) => b.n - a.n)
    .map((cell) => recordIn(byAgent.get(JSON.stringify([cell.agent, cell.area])) ?? [], cell, around, baseline).record);
}

/** A commit that says it was made tomorrow was made now: nobody hides one behind a clock that is ahead, or gains an age by it. */
function notAhead(commits: readonly PastCommit[], at: number): readonly PastCommit[] {
  return commits.some(({ ts }) => ts > at) ? commits.map((one) => (one.ts > at ? { ...one, ts: at } : one)) : commits;
}

/** The share of this repository, of everybody's commits. */
export function baselineOf(commits: readonly PastCommit[], { at, shown }: Around): number {
  const { bad, clean } = evidenceOf(commits, { at, shown });
  return (ELSEWHERE.share * ELSEWHERE.worth + bad) / (ELSEWHERE.worth + bad + clean);
}

function recordIn(commits: readonly PastCommit[], cell: Cell, around: Around, baseline: number): Recorded {
  const near = commits.filter(({ agent, area }) => agent === cell.agent && area === cell.area);
  const own = near.filter(({ model }) => model === cell.model);
  const kin = near.filter(({ model }) => model !== cell.model);
  const shapeAt = (at: number): Shape => shapeOf(own, kin, { ...around, at }, baseline);
  const now = shapeAt(around.at);
  const then = lastTurn(own, around.at, {
    shapeAt,
    begin: { a: KAPPA * baseline, b: KAPPA * (1 - baseline), matured: 0 },
  });
  const days = (around.at - then.at) / DAY;
  const rate = ownRate(own, around);
  const upperWith = (more: number): number => {
    const upper = Math.max(boundOf({ ...now, b: now.b + more }), shareOfOwn(rate, more));
    return mayRise(now.matured + more - then.matured, days) ? upper : Math.max(upper, then.upper);
  };
  const upper = upperWith(0);
  const isKnown = rate.matured >= FEWEST_OF_OWN;
  return {
    upperWith,
    record: {
      ...cell,
      commits: own.length,
      matured: rate.matured,
      bad: now.bad,
      share: isKnown ? rate.share : now.a / (now.a + now.b),
      low: isKnown ? rate.low : betaQuantile(TAIL, now.a, now.b),
      high: isKnown ? rate.high : betaQuantile(1 - TAIL, now.a, now.b),
      upper,
      baseline,
      held:
        then.upper > boundOf(now) + 1e-12 && !mayRise(now.matured - then.matured, days)
          ? heldBecause(now.matured - then.matured, days)
          : '',
      toNext: fewestUntil((more) => upperWith(more) <= baseline),
    },
  };
}

/** Of fewer matured commits of its own no share is told: what is usual here, and what other models of the agent did, stands in for it. */
const FEWEST_OF_OWN = 5;

/** What is shrunk and faded is not called better than its own commits are, after so many more clean ones. */
function shareOfOwn({ matured, bad }: Matured, more: number): number {
  return matured + more >= FEWEST_OF_OWN ? bad / Math.max(matured + more, bad) : 0;
}

/** By its own commits alone, neither shrunk nor faded. */
function ownRate(own: readonly PastCommit[], { at, shown }: Around): Matured {
  const aged = own.map((commit) => ({ days: Math.max(0, (at - commit.ts) / DAY), bad: weightAt(commit, at) }));
  return maturedRate(aged, (days) => shareOf(shown(days)));
}

/** The fewest with which it holds; 0 is none, null more than anybody would wait for. */
export function fewestUntil(holds: (more: number) => boolean): number | null {
  if (holds(0)) return null; // nothing would change
  let [low, high] = [0, 1];
  while (!holds(high)) {
    if (high >= MOST_WAITED) return null;
    [low, high] = [high, high * 2];
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

const MOST_WAITED = 4096;

function heldBecause(matured: number, days: number): string {
  const missing = [
    ...(matured < RISES.matured ? [`${Math.ceil(RISES.matured - matured)} more clean matured commits`] : []),
    ...(days < RISES.days ? [`${Math.ceil(RISES.days - days)} more days`] : []),
  ];
  return `trust rises only after ${missing.join(' and ')}`;
}

/** `matured`: clean commits that would have shown a bug by now; like `bad`, not faded. */
type Shape = { readonly a: number; readonly b: number; readonly bad: number; readonly matured: number };

function shapeOf(own: readonly PastCommit[], kin: readonly PastCommit[], around: Around, baseline: number): Shape {
  const mine = evidenceOf(own, around);
  const others = evidenceOf(kin, around);
  const n = others.bad + others.clean;
  const share = n > MOST_OF_KIN ? MOST_OF_KIN / n : 1;
  return {
    a: KAPPA * baseline + mine.bad + share * others.bad,
    b: KAPPA * (1 - baseline) + mine.clean + share * others.clean,
    bad: mine.turned,
    matured: mine.matured,
  };
}

function boundOf({ a, b }: Pick<Shape, 'a' | 'b'>): number {
  return betaQuantile(BOUND, a, b);
}

type Evidence = {
  readonly bad: number;
  readonly clean: number;
  /** The same, not faded. */
  readonly turned: number;
  readonly matured: number;
};

/**
 * Clean is what has matured without turning out badly, of all of them together: taken one by one, a bad commit that is young would leave
 * the clean ones of its age without their share of bugs that have not shown yet.
 */
function evidenceOf(commits: readonly PastCommit[], { at, shown }: Around): Evidence {
  let [bad, seen, turned, matured] = [0, 0, 0, 0];
  for (const commit of commits) {
    if (commit.ts > at) continue;
    const days = (at - commit.ts) / DAY;
    const faded = 2 ** (-days / HALF_LIFE_DAYS);
    const y = weightAt(commit, at);
    const share = shareOf(shown(days));
    bad += faded * y;
    seen += faded * share;
    turned += y;
    matured += Math.max(0, share - y);
  }
  return { bad, clean: Math.max(0, seen - bad), turned, matured };
}

function shareOf(value: number): number {
  return value > 0 ? Math.min(1, value) : 0;
}

/** How badly it had turned out by then. */
function weightAt({ weight, came }: PastCommit, at: number): number {
  if (!(weight > 0) || (came !== null && came > at)) return 0;
  return Math.min(1, weight);
}

function mayRise(matured: number, days: number): boolean {
  return matured >= RISES.matured && days >= RISES.days;
}

/** Where trust stood when it fell last, and how much had matured then: from there it has to rise again. */
type Turn = { readonly at: number; readonly upper: number; readonly matured: number };

/** A fall before the last one had been made good may hold it longer than that one does. More falls than these are not looked back at. */
const MOST_TURNS = 30;

function lastTurn(
  commits: readonly PastCommit[],
  at: number,
  { shapeAt, begin }: { readonly shapeAt: (at: number) => Shape; readonly begin: Omit<Shape, 'bad'> },
): Turn {
  const first = commits.reduce((least, { ts }) => Math.min(least, ts), at);
  const falls = commits.flatMap((commit) => {
    const { came, ts } = commit;
    return weightAt(commit, at) > 0 ? [Math.max(ts, came ?? ts)] : [];
  });
  const times = [...new Set(falls)].sort((a, b) => a - b).slice(-MOST_TURNS);
  let last: Turn = { at: first, upper: boundOf(begin), matured: 0 };
  for (const time of times) {
    const shape = shapeAt(time);
    const upper = boundOf(shape);
    const isGood = mayRise(shape.matured - last.matured, (time - last.at) / DAY);
    last = { at: time, upper: isGood ? upper : Math.max(upper, last.upper), matured: shape.matured };
  }
  return last;
}
