import type { Actor } from '../model/actor.ts';
import type { Agent } from './agent.ts';

export type Identity = { readonly name: string | null; readonly email: string | null };

const NOBODY = { agent: null, vendors: [], session: null, name: null, email: null, env: {}, evidence: [] } as const;

export function asHuman({ name, email }: Identity, evidence: readonly string[]): Actor {
  return { ...NOBODY, kind: 'human', name: name || null, email: email || null, evidence };
}

export function asAgent(agent: Agent, evidence: string, more: Partial<Actor> = {}): Actor {
  return { ...NOBODY, kind: agent.kind, agent: agent.id, vendors: agent.vendors, ...more, evidence: [evidence] };
}

/** Somebody whom the evidence does not name: then any vendor's model may have written it. */
export function asUnknown(evidence: readonly string[], more: Partial<Actor> = {}): Actor {
  return { ...NOBODY, kind: 'unknown', vendors: ['unknown'], ...more, evidence };
}

/** One actor for each distinct suspect. Vendors add up: a second hint never takes back the first. */
export function merge(suspects: readonly Actor[]): readonly Actor[] {
  const merged = new Map<string, Actor>();
  for (const suspect of suspects) {
    const key = keyOf(suspect);
    const known = merged.get(key);
    merged.set(key, known ? join(known, suspect) : suspect);
  }
  return [...merged.values()];
}

function keyOf({ kind, agent, name, email }: Actor): string {
  if (kind === 'human') return `human:${(email ?? name ?? '').toLowerCase()}`;
  return `${kind}:${agent ?? ''}`;
}

function join(a: Actor, b: Actor): Actor {
  return {
    ...a,
    vendors: [...new Set([...a.vendors, ...b.vendors])].sort(),
    session: a.session ?? b.session,
    name: a.name ?? b.name,
    email: a.email ?? b.email,
    evidence: [...new Set([...a.evidence, ...b.evidence])],
  };
}
