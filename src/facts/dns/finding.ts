import type { Certainty } from '../pipelines/states.ts';

/** What a change of one set of records does, before it is known in which edit. */
export type DnsFinding = {
  readonly kind: 'infra.destroy' | 'infra.replace' | 'infra.unprotect';
  readonly name: string;
  readonly type: string;
  readonly critical: boolean;
  readonly certainty: Certainty;
  readonly because: string;
  readonly remedy: string;
  readonly line: number;
  readonly dependents: number;
};

/** What goes stops answering everywhere within one TTL, and what was lost meanwhile is not brought back by a revert. */
export function destroyed(
  some: Pick<DnsFinding, 'name' | 'type' | 'because' | 'line'> & Partial<DnsFinding>,
): DnsFinding {
  return { kind: 'infra.destroy', critical: true, certainty: 'certain', remedy: '', dependents: 0, ...some };
}

export function replaced(
  some: Pick<DnsFinding, 'name' | 'type' | 'because' | 'line'> & Partial<DnsFinding>,
): DnsFinding {
  return { kind: 'infra.replace', critical: true, certainty: 'certain', remedy: '', dependents: 0, ...some };
}

export function unprotected(
  some: Pick<DnsFinding, 'name' | 'type' | 'because' | 'line'> & Partial<DnsFinding>,
): DnsFinding {
  return { kind: 'infra.unprotect', critical: true, certainty: 'certain', remedy: '', dependents: 0, ...some };
}
