import type { Features } from '../model/risk.ts';
import { logit, sigmoid } from './logit.ts';

/**
 * Shipped and never fitted again: logistic regression on 94,918 commits of six projects, no class balanced (a balanced one ranks as
 * well, and its chances are worth nothing). It carries over to other projects with an AUC of .68 to .77; what does not is its mean, which is
 * what each repository teaches it (`fitLocal`).
 */
const PRIOR = {
  intercept: -2.477,
  linesAdded: 0.431,
  linesDeleted: 0.075,
  files: 0.268,
  isFix: 1.033,
  ageDays: -0.152,
  changes: 0.03,
  experience: -0.032,
} as const;

/** What one repository has taught: added to the sum of the prior, which counts `slope` times. */
export type Local = { readonly intercept: number; readonly slope: number; readonly matured: number };
export const UNTAUGHT: Local = { intercept: 0, slope: 1, matured: 0 };

export function probabilityOf(features: Features, local: Local = UNTAUGHT): number {
  return sigmoid(local.intercept + local.slope * scoreOf(features));
}

/** The sum of the prior, before it is made a chance. */
export function scoreOf(features: Features): number {
  return PRIOR.intercept + termsOf(features).reduce((sum, { adds }) => sum + adds, 0);
}

export type Term = { readonly name: string; readonly value: number; readonly adds: number };

/** Each feature with what it adds, for the formula. A count that is none, or below nothing, is nothing. */
export function termsOf(features: Features): readonly Term[] {
  const { linesAdded, linesDeleted, files, isFix, ageDays, changes, experience } = features;
  const counted = (name: string, weight: number, value: number): Term => {
    const known = Number.isFinite(value) ? Math.max(0, value) : 0;
    return { name, value: known, adds: weight * Math.log1p(known) };
  };
  return [
    counted('lines added', PRIOR.linesAdded, linesAdded),
    counted('lines deleted', PRIOR.linesDeleted, linesDeleted),
    counted('files', PRIOR.files, files),
    { name: 'says it mends something', value: Number(isFix), adds: isFix ? PRIOR.isFix : 0 },
    counted('days since its files were changed', PRIOR.ageDays, ageDays ?? 0),
    counted('changes to its files before', PRIOR.changes, changes),
    counted('commits of its author before', PRIOR.experience, experience),
  ];
}

export const PRIOR_INTERCEPT: number = PRIOR.intercept;

/** A commit of the past: what it was, how badly it turned out (0 to 1), and how likely it would have shown by now (0 to 1). */
export type Lesson = { readonly score: number; readonly bad: number; readonly shown: number };

/** So many matured commits before the repository's own mean counts for what it is, and so many before its slope does. */
export const ENOUGH = { intercept: 200, slope: 1000 } as const;
/** What one commit tells of the intercept at the base rates that are usual (p times 1 − p). */
const TELLS = 0.15;
const STEPS = 25;

/**
 * The mean (and later the slope) of this repository, by maximum a posteriori. A commit that is not old enough to have shown a bug is no clean
 * one: that nothing was seen of it has the chance 1 − p times the share of bugs that would have shown at its age. Until there are enough, the
 * prior counts as much as the commits that are missing, so that ten reverts do not turn everything.
 */
export function fitLocal(lessons: readonly Lesson[]): Local {
  const known = lessons.filter(isUsable);
  const matured = known.reduce((sum, { bad, shown }) => sum + Math.max(bad, shown), 0);
  if (matured <= 0) return UNTAUGHT;
  const hold = { intercept: 1 + TELLS * Math.max(0, ENOUGH.intercept - matured), slope: 4 };
  const isSloped = matured >= ENOUGH.slope;
  let line: Line = { b: 0, a: 1 };
  for (let step = 0; step < STEPS; step += 1) {
    const next = stepFrom(line, known, hold, isSloped);
    const isStill = Math.abs(next.b - line.b) + Math.abs(next.a - line.a) < 1e-9;
    line = next;
    if (isStill) break;
  }
  return { intercept: line.b, slope: line.a, matured };
}

type Line = { readonly b: number; readonly a: number };
type Hold = { readonly intercept: number; readonly slope: number };

/** One step of Fisher's scoring towards the top of the posterior, b ~ N(0, 1/hold), a ~ N(1, 1/hold). */
function stepFrom({ b, a }: Line, lessons: readonly Lesson[], hold: Hold, isSloped: boolean): Line {
  let [g0, g1] = [-hold.intercept * b, -hold.slope * (a - 1)];
  let [h00, h01, h11] = [hold.intercept, 0, hold.slope];
  for (const { score, bad, shown } of lessons) {
    const seen = Math.max(bad, shown);
    const p = sigmoid(b + a * score);
    const unseen = Math.max(LEAST, 1 - seen * p);
    const pull = bad * (1 - p) - ((1 - bad) * seen * p * (1 - p)) / unseen;
    const tells = (seen * p * (1 - p) ** 2) / unseen;
    g0 += pull;
    g1 += pull * score;
    h00 += tells;
    h01 += tells * score;
    h11 += tells * score * score;
  }
  const det = h00 * h11 - h01 * h01;
  if (!isSloped || !(det > LEAST)) return { b: near(b + g0 / h00, b), a };
  return { b: near(b + (h11 * g0 - h01 * g1) / det, b), a: near(a + (h00 * g1 - h01 * g0) / det, a) };
}

const LEAST = 1e-12;

/** A full step may overshoot where the curve is flat. */
function near(next: number, from: number): number {
  return Number.isFinite(next) ? Math.min(from + 2, Math.max(from - 2, next)) : from;
}

function isUsable({ score, bad, shown }: Lesson): boolean {
  return Number.isFinite(score) && bad >= 0 && bad <= 1 && shown >= 0 && shown <= 1;
}

/** A record may raise the risk more than it may lower it. */
const RECORD = { least: -1, most: 2 } as const;

/** What is decided by: the chance, moved by how much worse (or better) its author's record may be than what is usual here. */
export function withRecord(
  p: number,
  upper: number,
  baseline: number,
): { readonly upper: number; readonly moved: number } {
  const ratio = Math.log(upper / baseline);
  const moved = Number.isFinite(ratio) ? Math.min(RECORD.most, Math.max(RECORD.least, ratio)) : 0;
  return { upper: sigmoid(logit(p) + moved), moved };
}
