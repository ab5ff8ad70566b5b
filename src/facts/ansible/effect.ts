import type { Truth } from '../../model/change.ts';
import type { Value } from '../../model/fact.ts';
import type { Certainty } from '../pipelines/states.ts';

/** What a task does to what runs, before it is known whether that is new. */
export type Effect = {
  readonly kind:
    | 'data.drop'
    | 'data.truncate'
    | 'infra.destroy'
    | 'infra.scale-zero'
    | 'infra.unprotect'
    | 'access.widen'
    | 'network.expose';
  readonly type: string;
  readonly name: string;
  readonly certainty: Certainty;
  readonly because: string;
  readonly remedy: string;
  /** What only this kind has: `object`, `stateful`, `how`, `world`. */
  readonly more: Readonly<Record<string, Value>>;
};

type Plain = Pick<Effect, 'type' | 'name' | 'certainty' | 'because'> & { readonly remedy?: string };

export function destroys(said: Plain, stateful: Truth, critical: Truth = stateful, reversible = false): Effect {
  const remedy =
    said.remedy ?? 'Take a backup, run it by hand with --limit and --check first, and ask a person to approve it';
  return { kind: 'infra.destroy', ...said, remedy, more: { stateful, critical, reversible } };
}

export function stops(said: Plain, critical: Truth): Effect {
  const remedy = said.remedy ?? 'Keep it running; a person takes a service out of operation';
  return { kind: 'infra.scale-zero', ...said, remedy, more: { stateful: false, critical, reversible: true } };
}

export function unprotects(said: Plain, protection: string): Effect {
  const more = { stateful: false, critical: true, reversible: true, protection };
  return { kind: 'infra.unprotect', ...said, remedy: said.remedy ?? '', more };
}

export function drops(said: Plain, object: string): Effect {
  const remedy = said.remedy ?? 'Dump it first, and ask a person to approve that it is dropped';
  return { kind: 'data.drop', ...said, remedy, more: { object, reversible: false } };
}

export function widens(said: Plain, how: string): Effect {
  return { kind: 'access.widen', ...said, remedy: said.remedy ?? '', more: { how } };
}

export function exposes(said: Plain, ports: string, world: Truth, sensitive: Truth): Effect {
  return { kind: 'network.expose', ...said, remedy: said.remedy ?? '', more: { ports, world, sensitive } };
}
