import type { Edit } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import { environmentOfPath } from '../environment.ts';
import { folderOf } from '../path.ts';
import type { Weight } from '../resource.ts';
import type { Placed } from './differ.ts';

export type Finding = {
  readonly kind: 'infra.destroy' | 'infra.replace' | 'infra.unprotect' | 'infra.scale-zero';
  readonly of: Placed;
  readonly line: number | null;
  readonly certainty: 'certain' | 'likely' | 'possible';
  readonly because: string;
  readonly remedy: string;
  readonly protection?: 'deletion' | 'availability' | 'state' | 'encryption' | 'backup' | 'other';
};

export function subjectOf({ unit }: Placed): string {
  return `${folderOf(unit.path) || '.'}:${unit.type}.${unit.name}`;
}

export function stated(one: Finding, weight: Weight, edit: Edit = one.of.edit): Observation {
  const { unit } = one.of;
  const line = one.line ?? unit.from;
  return {
    kind: one.kind,
    subject: subjectOf(one.of),
    edit,
    range: { from: line, to: line },
    attributes: {
      technology: 'pulumi',
      type: unit.type,
      name: unit.name,
      ...weight,
      ...(one.kind === 'infra.unprotect' ? { reversible: true } : {}),
      environment: environmentOfPath(unit.path),
      dependents: 'unknown',
      certainty: one.certainty,
      because: one.because,
      remedy: one.remedy,
      ...(one.protection === undefined ? {} : { protection: one.protection }),
    },
  };
}
