import type { Edit } from '../../model/change.ts';
import type { Value } from '../../model/fact.ts';
import type { Observation } from '../analyzer.ts';
import { environmentOf, environmentOfPath } from '../environment.ts';
import { baseName, folderOf } from '../path.ts';
import type { Weight } from '../resource.ts';
import type { Seen, Template } from './declared.ts';
import { weightOfArm } from './weight.ts';

/** A change of one template under some values. */
export type Scene = {
  readonly edit: Edit;
  readonly before: Template | null;
  readonly after: Template | null;
  /** A deployment deletes what the template does not name. */
  readonly isComplete: boolean;
  /** The file of values, for the environment it speaks of. */
  readonly hint: string;
};

export type Finding = {
  readonly kind: 'infra.destroy' | 'infra.replace' | 'infra.unprotect' | 'infra.scale-zero';
  readonly seen: Seen;
  readonly line: number | null;
  readonly certainty: 'certain' | 'likely' | 'possible';
  readonly because: string;
  readonly remedy: string;
  readonly protection?: string;
};

export function worthOf({ declared }: Seen): Weight {
  if (!declared.isModule) return weightOfArm(declared.type);
  const stateful =
    /sql|postgres|mysql|cosmos|redis|storage|database|keyvault|key-vault|vault|datab|(^|\W)db(\W|$)|registry|acr|eventhub|servicebus|backup|disk/i.test(
      `${declared.type} ${declared.symbol}`,
    );
  return { stateful: stateful ? true : 'unknown', critical: true, reversible: stateful ? false : 'unknown' };
}

export function subjectOf({ declared }: Seen, path: string): string {
  return `${folderOf(path) || '.'}:${declared.type}/${declared.symbol}`;
}

export function stated(one: Finding, scene: Scene): Observation {
  const path = (scene.after ?? scene.before)?.path ?? scene.edit.path;
  const isHere = path === scene.edit.path || path === scene.edit.from;
  const line = isHere ? (one.line ?? one.seen.declared.from) : 1;
  const weight: Readonly<Record<string, Value>> = worthOf(one.seen);
  return {
    kind: one.kind,
    subject: subjectOf(one.seen, path),
    edit: scene.edit,
    range: { from: line, to: line },
    attributes: {
      technology: (scene.after ?? scene.before)?.technology ?? 'bicep',
      type: one.seen.declared.type,
      name: one.seen.declared.symbol,
      ...weight,
      ...(one.kind === 'infra.unprotect' ? { reversible: true } : {}),
      environment: environmentIn(scene, path),
      dependents: 'unknown',
      certainty: one.certainty,
      because: one.because,
      remedy: one.remedy,
      ...(one.protection === undefined ? {} : { protection: one.protection }),
    },
  };
}

export function environmentIn({ hint }: Pick<Scene, 'hint'>, path: string): Value {
  const told = hint === '' ? 'unknown' : environmentOf(baseName(hint));
  if (told !== 'unknown') return told;
  const byFolder = environmentOfPath(folderOf(path));
  return byFolder === 'unknown' ? environmentOf(baseName(path)) : byFolder;
}
