import type { ReadSpec } from '../../review/spec.ts';
import { escapeText, showPath } from '../../speak/escape.ts';
import type { SpecsHere, Uncommitted } from './here.ts';
import type { Version } from './versions.ts';

/** A spec as `guardrail spec list` shows it. */
export type SpecRow = {
  readonly name: string;
  readonly path: string;
  readonly state: 'landed' | 'written' | 'approved' | 'refused' | 'uncommitted';
  readonly counts: boolean;
  /** This branch is held against it. */
  readonly here: boolean;
  readonly title: string | null;
  readonly criteria: number | null;
  readonly says: string;
};

const STATES: Readonly<Record<SpecRow['state'], string>> = {
  landed: 'has landed',
  written: 'counts: people wrote it on this branch',
  approved: 'counts: a person approved this text',
  refused: 'counts for nothing yet',
  uncommitted: 'counts for nothing yet: it is not committed',
};

export function rowOf({ standing }: SpecsHere, file: Version | Uncommitted, read: ReadSpec | string): SpecRow {
  const state = file.because;
  const isRead = typeof read !== 'string';
  return {
    name: file.name,
    path: file.path,
    state,
    counts: state !== 'refused' && state !== 'uncommitted',
    here: standing.kind === 'counts' && standing.spec.path === file.path,
    title: isRead ? read.title : null,
    criteria: isRead ? read.criteria.length : null,
    says: file.because !== 'uncommitted' && file.says !== '' ? file.says : isRead ? '' : read,
  };
}

export function sayRow({ name, path, state, here, criteria, says }: SpecRow): string {
  const size = criteria === null ? '' : `, ${criteria} ${criteria === 1 ? 'criterion' : 'criteria'}`;
  return [
    `${showPath(name)}${here ? '  (this branch)' : ''}`,
    `  ${showPath(path)}${size}; ${STATES[state]}`,
    ...(says === '' ? [] : [`  ${says}`]),
    '',
  ].join('\n');
}

export function tellSpec({ title, criteria, paths, notes }: ReadSpec): string {
  return [
    escapeText(title),
    '',
    ...criteria.map(({ id, text }) => `  ${escapeText(id)}  ${escapeText(text)}`),
    ...(criteria.length === 0 ? ['  no acceptance criteria by id'] : []),
    ...(paths.length === 0 ? [] : [`  covers ${paths.map(showPath).join(', ')}`]),
    ...notes.map((note) => `  ${note}`),
    '',
    '',
  ].join('\n');
}
