import type { Label, Strategy } from '../model/label.ts';
import { betaCdf, logGamma } from './beta.ts';
import { jeffreys } from './jeffreys.ts';
import { probabilityAbove } from './share-law.ts';
import { total, weightOf, worth } from './weight.ts';

/** What a person said of one statement, and how it came to be asked about. */
export type Said = { readonly says: Label; readonly strategy: Strategy; readonly chance: number | null };

/** Classified labels, each class as many as equal labels would be worth. What is unclear says nothing. */
export type Tally = {
  readonly right: number;
  readonly wrong: number;
  readonly gap: number;
  readonly n: number;
  readonly nEff: number;
};

/** When a law speaks: more than that share, with that certainty, of at least so many labels. */
export type Law = { readonly share: number; readonly sure: number; readonly least: number };

export const NOISE: Law = { share: 0.3, sure: 0.9, least: 8 };
export const GAP: Law = { share: 0.25, sure: 0.9, least: 8 };
export const LOSER: Law = { share: 0.5, sure: 0.9, least: 8 };
/** To come back: far from where it goes, or every label would turn it to and fro. */
export const TRUSTED: Law = { share: 0.8, sure: 0.9, least: 20 };
/** Of seeded defects: with fewer shown, a low bound says only that few were shown. */
export const MISSED: Pick<Law, 'share' | 'least'> = { share: 0.6, least: 20 };

export function tallyOf(said: readonly Said[]): Tally {
  const classified = said.filter(isClassified);
  const weights = classified.map(({ chance }) => weightOf(chance));
  const nEff = worth(weights);
  const sum = total(weights);
  const of = (word: Label): number =>
    sum === 0 ? 0 : (total(weights.filter((_, i) => classified[i]?.says === word)) / sum) * nEff;
  return { right: of('right'), wrong: of('wrong'), gap: of('gap'), n: classified.length, nEff };
}

/** A plan says `gap` of what a rule did not see: that is a miss, and no doubt about what was meant. */
export function isClassified({ says, strategy }: Said): boolean {
  return says === 'right' || says === 'wrong' || (says === 'gap' && strategy !== 'plan');
}

/** It says whether the statement was right: of a gap, nobody can tell. */
export function isTold({ says }: Said): boolean {
  return says === 'right' || says === 'wrong';
}

/** Whoever comes by himself comes because he is annoyed: nothing is loosened or tightened by that alone. */
export function isAsked({ strategy }: Said): boolean {
  return strategy !== 'volunteered';
}

export function noiseOf({ wrong, nEff }: Tally): number {
  return probabilityAbove(wrong, nEff, NOISE.share);
}

export function gapOf({ gap, nEff }: Tally): number {
  return probabilityAbove(gap, nEff, GAP.share);
}

export function trustOf({ right, nEff }: Tally): number {
  return probabilityAbove(right, nEff, TRUSTED.share);
}

/** That it is wrong more often than right, by its own labels alone (of many together: shrink.ts). */
export function loserOf({ right, wrong }: Tally): number {
  return betaCdf(LOSER.share, right + 0.5, wrong + 0.5);
}

/** Of seeded defects: low where so many were missed, quiet where few fail and those that were sown are seen. */
export type Recall = {
  readonly reads: 'too few' | 'missed' | 'quiet';
  readonly n: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
};

export function recallOf(hit: number, miss: number): Recall {
  const n = hit + miss;
  const [low, high] = jeffreys(hit, miss);
  const reads = n < MISSED.least ? 'too few' : low < MISSED.share ? 'missed' : 'quiet';
  return { reads, n, share: n === 0 ? 0 : hit / n, low, high };
}

/** How much better two halves must explain what was said than one: by chance once in some hundred looks. */
const DIFFERENT = 3.5;
const SHORTEST = 6;
const LONGEST = 200;

/**
 * The newest of them since it last became otherwise: a reader whose model was changed must not live on its old name, nor a rule that was
 * mended carry its old one. Oldest first; split where two shares explain them far better than one does.
 */
export function newestRegime<T extends Said>(said: readonly T[], word: Label): readonly T[] {
  const all = said.filter(isClassified).slice(-LONGEST);
  let best = { at: 0, gain: DIFFERENT };
  const of = all.map(({ says }): number => (says === word ? 1 : 0));
  const sum = total(of);
  let before = total(of.slice(0, SHORTEST));
  for (let at = SHORTEST; at <= all.length - SHORTEST; at += 1) {
    const gain = explains(before, at) + explains(sum - before, all.length - at) - explains(sum, all.length);
    if (gain > best.gain) best = { at, gain };
    before += of[at] ?? 0;
  }
  return all.slice(best.at);
}

/** log of the chance of k among n in one order, whatever their share is. */
function explains(k: number, n: number): number {
  return logGamma(k + 0.5) + logGamma(n - k + 0.5) - logGamma(n + 1) - 2 * logGamma(0.5);
}
