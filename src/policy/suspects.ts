import type { Actor } from '../model/actor.ts';
import type { Change } from '../model/change.ts';
import { type Role, rolesOf } from './role.ts';

/** One of those who may have written it, with the roles it has in this reading. */
export type Suspect = { readonly who: Actor; readonly roles: readonly Role[]; readonly names: readonly string[] };

/**
 * The authors of a fact, and the operator as one more: an agent that pushes a person's commits may have changed them. A rule
 * speaks to each and the strictest counts, so evidence of one more suspect can only raise a level.
 */
export function suspectsOf(
  authors: readonly Actor[],
  { operator, branch: at }: Change,
  branch: string | null,
  roles: readonly Role[],
): readonly Suspect[] {
  const seen = new Map<string, Suspect>();
  for (const who of [...authors, operator]) {
    const key = JSON.stringify([who.kind, who.agent, who.email, who.name, who.env]);
    if (seen.has(key)) continue;
    const own = rolesOf(roles, who, branch ?? at);
    seen.set(key, { who, roles: own, names: own.map(({ name }) => name) });
  }
  return [...seen.values()];
}
