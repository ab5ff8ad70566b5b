import type { Edit, Truth } from '../../model/change.ts';
import type { LineRange, Value } from '../../model/fact.ts';
import type { Observation } from '../analyzer.ts';
import type { Environment } from '../environment.ts';
import type { Weight } from '../resource.ts';

/** What every fact about a resource says. */
export type Finding = {
  readonly kind: 'infra.destroy' | 'infra.replace' | 'infra.unprotect' | 'infra.scale-zero';
  readonly subject: string;
  readonly type: string;
  readonly name: string;
  readonly edit: Edit;
  readonly range: LineRange | null;
  readonly weight: Weight;
  readonly environment: Environment;
  readonly landed: Truth;
  readonly dependents: number | 'unknown';
  /** Of the resource; not stated, but it tells what else the finding may be about. */
  readonly property?: string;
  readonly because: string;
  readonly remedy: string;
  readonly certainty: 'certain' | 'likely' | 'possible';
  readonly extra?: Readonly<Record<string, Value>>;
};

export function stated(one: Finding): Observation {
  const { stateful, critical, reversible } = one.weight;
  return {
    kind: one.kind,
    subject: one.subject,
    edit: one.edit,
    range: one.range,
    attributes: {
      technology: 'terraform',
      type: one.type,
      name: one.name,
      stateful,
      critical,
      reversible,
      environment: one.environment,
      dependents: one.dependents,
      landed: one.landed,
      certainty: one.certainty,
      because: one.because,
      remedy: one.remedy,
      ...one.extra,
    },
  };
}
