import type { History, OutcomesByCommit } from '../../log/history.ts';
import type { PastCommit } from '../../model/outcome.ts';
import { fitLocal, type Lesson, type Local, scoreOf, UNTAUGHT } from '../../stats/risk.ts';
import { shownBy } from '../../stats/record.ts';

const DAY = 24 * 60 * 60 * 1000;
/** The newest commits teach most: as many as these are enough, and nobody waits for more. */
const ENOUGH_COMMITS = 2_000;
const FIRST_DAYS = 90;
const MOST_DAYS = 4 * 365;

export type Learned = {
  readonly commits: readonly PastCommit[];
  readonly shown: (days: number) => number;
  readonly local: Local;
};

/** How commits of this repository turned out, read back until there are enough. */
export function learnFrom(history: History, outcomes: OutcomesByCommit, at: number): Learned {
  const commits: PastCommit[] = [];
  const lessons: (readonly [PastCommit, number])[] = [];
  const least = Math.min(ENOUGH_COMMITS, history.tip()?.commits ?? 0);
  let to = Number.MAX_SAFE_INTEGER;
  for (let days = FIRST_DAYS; commits.length < least && days <= MOST_DAYS; days *= 2) {
    const span = { from: at - days * DAY, to };
    const features = history.features(span);
    for (const commit of history.commits(span, outcomes)) {
      const own = features.get(commit.oid);
      commits.push(commit);
      if (own !== undefined) lessons.push([commit, scoreOf(own)]);
    }
    to = span.from - 1;
  }
  const shown = shownBy(commits, at);
  const followed = followedSince(history.mendings(lessons.reduce((first, [{ ts }]) => Math.min(first, ts), at)));
  const lesson = ([{ ts, weight, came }, score]: readonly [PastCommit, number]): Lesson => ({
    score,
    bad: came !== null && came <= at ? Math.min(1, weight) : 0,
    shown: shown(Math.max(0, (at - ts) / DAY)) * followed(ts),
  });
  return { commits, shown, local: lessons.length === 0 ? UNTAUGHT : fitLocal(lessons.map(lesson)) };
}

/**
 * Of what was mended after a time, the share whose lines were followed. Following takes long and begins with the newest: until it is done, that nobody
 * was blamed says less of a commit, or a history that was just read would look like one without faults.
 */
function followedSince(mendings: ReturnType<History['mendings']>): (ts: number) => number {
  const times: number[] = [];
  const shares: number[] = [];
  let followed = 0;
  for (const [nth, { ts, isFollowed }] of mendings.entries()) {
    followed += isFollowed ? 1 : 0;
    times.push(ts);
    shares.push(followed / (nth + 1));
  }
  return (ts) => {
    let [low, high] = [0, times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((times[middle] ?? 0) >= ts) low = middle + 1;
      else high = middle;
    }
    return shares[low - 1] ?? 1;
  };
}
