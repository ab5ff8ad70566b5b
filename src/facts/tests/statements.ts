import type { Edit } from '../../model/change.ts';
import type { LineRange } from '../../model/fact.ts';
import type { Observation } from '../analyzer.ts';
import type { Certainty } from './case.ts';

export type Where = { readonly edit: Edit; readonly language: string };
export type Reason = {
  readonly name: string;
  readonly range: LineRange | null;
  readonly certainty: Certainty;
  readonly because: string;
};

export function skipped({ edit, language }: Where, { name, range, certainty, because }: Reason): Observation {
  return {
    kind: 'test.skip',
    subject: subjectOf(edit, name),
    edit,
    range,
    attributes: { language, name, certainty, because: short(because) },
  };
}

export function weakened(
  { edit, language }: Where,
  { name, range, certainty, because }: Reason,
  removed: number,
): Observation {
  return {
    kind: 'test.weaken',
    subject: subjectOf(edit, name),
    edit,
    range,
    attributes: { language, name, removed, certainty, because: short(because) },
  };
}

export function deleted(
  { edit, language }: Where,
  name: string,
  range: LineRange | null,
  removed: number,
): Observation {
  return { kind: 'test.delete', subject: subjectOf(edit, name), edit, range, attributes: { language, removed } };
}

function subjectOf(edit: Edit, name: string): string {
  const path = edit.from ?? edit.path;
  return name === path ? path : `${path}: ${name}`;
}

function short(because: string): string {
  const line = because.replaceAll(/\s+/g, ' ');
  return line.length > 200 ? `${line.slice(0, 197)}…` : line;
}

/** A piece of a test as a refusal may show it. */
export function shown(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 70 ? `${line.slice(0, 67)}…` : line;
}
