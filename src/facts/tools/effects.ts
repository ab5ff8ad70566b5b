import type { Truth } from '../../model/change.ts';
import type { Value } from '../../model/fact.ts';
import type { Environment } from '../environment.ts';
import type { Effect } from './family.ts';

export type Certainty = 'certain' | 'likely' | 'possible';

/** What every consequence says: short, in the words a person would use, and the way forward that can be typed. */
export type Reason = {
  readonly technology: string;
  readonly subject: string;
  readonly because: string;
  readonly remedy?: string;
  readonly certainty?: Certainty;
};

function reason({ technology, because, remedy = '', certainty = 'certain' }: Reason): Readonly<Record<string, Value>> {
  return { technology, because, remedy, certainty };
}

export type Resource = Reason & {
  readonly type: string;
  readonly name?: string;
  /** It holds what cannot be made again. */
  readonly stateful?: Truth;
  /** Other things stand on it. */
  readonly critical?: Truth;
  readonly environment?: Environment;
  readonly reversible?: Truth;
};

export type ResourceKind = 'infra.destroy' | 'infra.replace' | 'infra.scale-zero' | 'infra.move';

export function ofResource(kind: ResourceKind, resource: Resource): Effect {
  return { kind, subject: resource.subject, attributes: resourceAttributes(resource) };
}

export function unprotects(protection: string, resource: Resource): Effect {
  const attributes = { ...resourceAttributes(resource), protection };
  return { kind: 'infra.unprotect', subject: resource.subject, attributes };
}

function resourceAttributes(resource: Resource): Readonly<Record<string, Value>> {
  const { type, name = resource.subject, stateful = 'unknown', critical = 'unknown', reversible = false } = resource;
  const { environment = 'unknown' } = resource;
  return { ...reason(resource), type, name, stateful, critical, environment, reversible, dependents: 'unknown' };
}

export type DataKind =
  | 'data.drop'
  | 'data.truncate'
  | 'data.delete-all'
  | 'data.rewrite'
  | 'data.rename'
  | 'data.lock'
  | 'data.unprotect'
  | 'data.migration-edit';

export type Data = Reason & {
  readonly object: string;
  readonly name?: string;
  readonly environment?: Environment;
  readonly reversible?: Truth;
  /** What the kind asks for besides: `lossy`, `how`. */
  readonly more?: Readonly<Record<string, Value>>;
};

export function ofData(kind: DataKind, data: Data): Effect {
  const { object, name = data.subject, environment = 'unknown', reversible = false, more = {} } = data;
  const attributes = { ...reason(data), object, name, environment, reversible, dependents: 'unknown', ...more };
  return { kind, subject: data.subject, attributes };
}

/** Any other kind: `more` holds what it asks for besides technology, certainty, because and remedy. */
export function effect(
  kind: string,
  why: Reason & { readonly path?: string },
  more: Readonly<Record<string, Value>>,
): Effect {
  const path = why.path === undefined ? {} : { path: why.path };
  return { kind, subject: why.subject, ...path, attributes: { ...reason(why), ...more } };
}
