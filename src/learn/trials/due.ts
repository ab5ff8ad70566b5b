import type { Trial } from '../../model/trial.ts';
import { groupBy } from '../../stats/group.ts';
import { jeffreys } from '../../stats/jeffreys.ts';
import type { Seed } from './seeds.ts';

/** What a reader did half a year ago tells half as much of what it would do today. */
const HALF_MS = 180 * 86_400_000;
/** One that gave no whole answer is not asked the very same thing again within a week. */
const REST_MS = 7 * 86_400_000;
const SEVERITY = { high: 0, medium: 1, low: 2 } as const;

/**
 * Seeds in the order in which one reader should be shown them. INVARIANT: none comes again before all others have been shown. Among equals
 * the failure model of which least is known of this reader comes first, then the repository's own, then those that refuse; the last word
 * is the defect's hash, the same for every reader, so that two readers come to be shown the same ones.
 */
export function dueFor(
  seeds: readonly Seed[],
  trials: readonly Trial[],
  identity: string,
  now: number,
): readonly Seed[] {
  const own = trials.filter((trial) => trial.identity === identity);
  const used = groupBy(
    own.filter((trial) => isUsed(trial, now)),
    ({ diff }) => diff,
  );
  const byModel = groupBy(own, ({ failureModel }) => failureModel);
  const widths = new Map(
    [...new Set(seeds.map(({ model }) => model.id))].map((id) => [id, widthOf(byModel.get(id) ?? [], now)]),
  );
  const ranked = seeds
    .map((seed) => ({
      seed,
      used: used.get(seed.diff)?.length ?? 0,
      width: widths.get(seed.model.id) ?? 1,
      order: orderOf(seed),
    }))
    .sort((a, b) => a.used - b.used || b.width - a.width || (a.order < b.order ? -1 : 1));
  return inTurns(ranked);
}

function isUsed({ result, ts }: Trial, now: number): boolean {
  return result !== 'none' || now - ts < REST_MS;
}

/** How wide the interval of its recall is, with older trials counting for less: 1 where there is none. */
function widthOf(trials: readonly Trial[], now: number): number {
  const sum = (result: Trial['result']): number =>
    trials
      .filter((trial) => trial.result === result)
      .reduce((all, { ts }) => all + 2 ** (-Math.max(0, now - ts) / HALF_MS), 0);
  const [low, high] = jeffreys(sum('hit'), sum('miss'));
  return high - low;
}

function orderOf({ model, isOwn, diff }: Seed): string {
  return `${isOwn ? 0 : 1} ${model.blocks === 'never' ? 1 : 0} ${SEVERITY[model.severity]} ${diff}`;
}

type Ranked = { readonly seed: Seed; readonly used: number };

/** Of those shown equally often each failure model in its turn: two cases of one in a row would teach less than one of another. */
function inTurns(ranked: readonly Ranked[]): readonly Seed[] {
  const seen = new Map<string, number>();
  const withTurn = ranked.map(({ seed, used }, place) => {
    const key = `${used} ${seed.model.id}`;
    const turn = seen.get(key) ?? 0;
    seen.set(key, turn + 1);
    return { seed, used, turn, place };
  });
  return withTurn.sort((a, b) => a.used - b.used || a.turn - b.turn || a.place - b.place).map(({ seed }) => seed);
}
