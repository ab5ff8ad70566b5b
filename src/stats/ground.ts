import type { Proposal } from '../model/tuning.ts';
import type { Heard } from './contract.ts';
import {
  GAP,
  gapOf,
  isAsked,
  type Law,
  LOSER,
  loserOf,
  newestRegime,
  NOISE,
  noiseOf,
  type Tally,
  tallyOf,
  TRUSTED,
  trustOf,
} from './laws.ts';
import { jeffreys } from './jeffreys.ts';

/** A proposal before anybody has written it down or tried it on the past. */
export type Turn = Omit<Proposal, 'id' | 'replay'>;

/** How likely it is wrong more often than right: by those who were asked, and by everybody. */
export type Losers = { readonly asked: number; readonly all: number };

/** What a law rests on where it holds. */
export type Ground = {
  readonly sure: number;
  readonly tally: Tally;
  readonly heard: readonly Heard[];
  /** Too few of those who said so were asked; empty where enough were. */
  readonly waits: string;
};

/**
 * Whether a law holds. By those who were asked: whoever comes by himself finds everything noise. Where too few were asked and it would hold by
 * everybody, that is said, and has to wait for answers; where enough were asked, they alone decide.
 */
export function groundOf(
  said: readonly Heard[],
  {
    law,
    of,
    sureOf,
    whose,
  }: {
    readonly law: Law;
    /** What they are counted for, and by which it is seen that they became otherwise. */
    readonly of: Heard['says'];
    readonly sureOf: (tally: Tally, who: keyof Losers) => number;
    readonly whose: 'asked' | 'anybody';
  },
): Ground | null {
  // those who were asked for themselves: a crowd that came by itself must not look like the newest truth
  const asked = newestRegime(whose === 'anybody' ? said : said.filter(isAsked), of);
  const first = { heard: asked, tally: tallyOf(asked) };
  if (first.tally.n >= law.least) {
    const sure = sureOf(first.tally, whose === 'anybody' ? 'all' : 'asked');
    return sure > law.sure ? { ...first, sure, waits: '' } : null;
  }
  const heard = newestRegime(said, of);
  const tally = tallyOf(heard);
  const sure = sureOf(tally, 'all');
  if (tally.n < law.least || sure <= law.sure) return null;
  const needed = law.least - first.tally.n;
  const waits = `${tally.n - first.tally.n} of its ${tally.n} labels came by themselves, mostly from who was annoyed: ${needed} more that were drawn are needed (guardrail ask)`;
  return { sure, tally, heard, waits };
}

type Asked = Parameters<typeof groundOf>[1];

export const IS_NOISY: Asked = { law: NOISE, of: 'wrong', sureOf: noiseOf, whose: 'asked' };
export const IS_TRUSTED: Asked = { law: TRUSTED, of: 'right', sureOf: trustOf, whose: 'asked' };
export const IS_GAP: Asked = { law: GAP, of: 'gap', sureOf: gapOf, whose: 'anybody' };
export const LOSES_ALONE: Asked = { law: LOSER, of: 'wrong', sureOf: loserOf, whose: 'asked' };

/** Worked out beside all others of its kind. */
export function loses(losers: Losers): Asked {
  return { ...LOSES_ALONE, sureOf: (_tally, who) => losers[who] };
}

/** `.52 [.34-.70] of n 27`. */
export function sayShare({ nEff, n, ...tally }: Tally, of: 'right' | 'wrong' | 'gap'): string {
  const [low, high] = jeffreys(tally[of], nEff - tally[of]);
  return `${dot(nEff === 0 ? 0 : tally[of] / nEff)} [${dot(low)}-${dot(high)}] of n ${n}`;
}

export function dot(share: number): string {
  return share.toFixed(2).replace(/^0\./, '.');
}

/** What each turn says of the labels it rests on. */
export function shown(
  { sure, tally, waits, heard }: Ground,
  says: Heard['says'],
): Pick<Turn, 'sure' | 'n' | 'examples' | 'waits'> {
  return { sure, n: tally.n, examples: examplesOf(heard.filter((one) => one.says === says)), waits };
}

const MOST_EXAMPLES = 5;

/** One of each cluster: five times the same says nothing that once does not. */
function examplesOf(heard: readonly Heard[]): readonly string[] {
  const byCluster = new Map(heard.map(({ cluster, id }) => [cluster, id])); // the newest stays
  return [...byCluster.values()].toReversed().slice(0, MOST_EXAMPLES);
}

export function percent(p: number): string {
  return `${Math.floor(p * 1000) / 10} %`;
}
