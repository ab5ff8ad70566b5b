import type { LineRange, Value } from '../../model/fact.ts';
import type { Observation } from '../analyzer.ts';
import type { ResourceChange } from '../resource.ts';

export type Certainty = 'certain' | 'likely' | 'possible';
export type How =
  | 'action'
  | 'resource'
  | 'principal'
  | 'public'
  | 'admin'
  | 'trust'
  | 'deny'
  | 'boundary'
  | 'privilege';

/** What is said about a consequence, whatever it is. */
export type Reason = { readonly certainty: Certainty; readonly because: string; readonly remedy: string };
/** Where a property is written, as `lineOf` of a resource takes it. */
export type At = readonly string[];

export function widen(change: ResourceChange, at: At, how: How, reason: Reason): Observation {
  return stated(change, 'access.widen', at, { ...common(change, reason), how });
}

export type Reach = { readonly world: Value; readonly ports: string; readonly sensitive: Value };

export function expose(change: ResourceChange, at: At, reach: Reach, reason: Reason): Observation {
  return stated(change, 'network.expose', at, { ...common(change, reason), ...reach });
}

export type Protection = 'encryption' | 'audit' | 'isolation';

export function unprotect(change: ResourceChange, at: At, protection: Protection, reason: Reason): Observation {
  const weight = { stateful: 'unknown', critical: 'unknown', reversible: true, dependents: change.dependents };
  return stated(change, 'infra.unprotect', at, { ...common(change, reason), ...weight, protection });
}

function common(change: ResourceChange, reason: Reason): Readonly<Record<string, Value>> {
  const { technology, type, name, environment, landed } = change;
  const { certainty, because, remedy } = reason;
  return { landed, technology, type, name, environment, certainty, because, remedy };
}

function stated(
  change: ResourceChange,
  kind: string,
  at: At,
  attributes: Readonly<Record<string, Value>>,
): Observation {
  return { kind, subject: change.subject, edit: change.edit, range: rangeOf(change, at), attributes };
}

/** The property where it is written; what holds it where the property is gone or not told; else the whole resource. */
function rangeOf({ before, after }: ResourceChange, at: At): LineRange | null {
  const state = after ?? before;
  if (state === null) return null;
  for (let length = at.length; length > 0; length--) {
    const line = state.lineOf(at.slice(0, length));
    if (line !== null) return { from: line, to: line };
  }
  return state.range;
}
