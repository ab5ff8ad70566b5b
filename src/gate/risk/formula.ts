import type { Features, Pushed, TrackRecord } from '../../model/risk.ts';
import { ENOUGH, type Local, PRIOR_INTERCEPT, termsOf } from '../../stats/risk.ts';

export type Worked = {
  readonly features: Features;
  readonly union: { readonly pushes: number; readonly commits: number; readonly hours: number };
  readonly own: Pushed;
  readonly prior: number;
  readonly local: Local;
  readonly p: number;
  readonly record: TrackRecord | null;
  readonly moved: number;
  readonly upper: number;
  /** What is known of the past, in words. */
  readonly history: string;
  readonly norecord: string;
};

/** The sum as a person can follow it, with every number that went into it. */
export function formulaOf(worked: Worked): readonly string[] {
  const { features, union, prior, local, p } = worked;
  const terms = termsOf(features).map(({ name, value, adds }) => `${signed(adds)} ${name} ${round(value)}`);
  const together =
    union.pushes === 0
      ? ''
      : ` with ${union.pushes} other push(es) of the same author in ${union.hours} hours, not signed off`;
  return [
    `changed${together}: +${features.linesAdded} −${features.linesDeleted} in ${features.files} files, ${union.commits} commits`,
    `history: ${worked.history}`,
    `prior: ${two(PRIOR_INTERCEPT)} ${terms.join(' ')} → p ${two(prior)}`,
    localLine(local, p),
    recordLine(worked),
  ];
}

function localLine({ intercept, slope, matured }: Local, p: number): string {
  if (matured === 0) return `here: nothing is known of how commits turned out, so the prior stands → p ${two(p)}`;
  const few = matured < ENOUGH.intercept ? `, leaning on the prior until ${ENOUGH.intercept}` : '';
  const turned = slope === 1 ? '' : `, slope ${two(slope)}`;
  return `here: ${Math.round(matured)} matured commits say ${signed(intercept)}${turned}${few} → p ${two(p)}`;
}

function recordLine({ record, moved, upper, norecord }: Worked): string {
  if (record === null) return `record: ${norecord} → p ${two(upper)}`;
  const { agent, model, area, bad, commits, matured, share, low, high } = record;
  const who = [agent, ...(model === '' ? [] : [model])].join('/');
  const held = record.held === '' ? '' : ` (${record.held})`;
  return (
    `record: ${who} in ${area}, ${round(bad)} bad of ${commits} commits, ${round(matured)} matured, ` +
    `${two(share)} [${two(low)}–${two(high)}], at most ${two(record.upper)} against ${two(record.baseline)} here${held}, ` +
    `${signed(moved)} → p ${two(upper)}`
  );
}

function two(value: number): string {
  return value.toFixed(2).replace('-', '−');
}

function signed(value: number): string {
  return value < -0.005 ? two(value) : `+${two(Math.abs(value))}`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
