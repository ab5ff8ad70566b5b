import type { Actor } from '../model/actor.ts';
import type { Change } from '../model/change.ts';
import type { Fact } from '../model/fact.ts';
import { type Role, rolesOf } from './role.ts';

/** One of those who may have written it, with the roles it has in this reading. */
export type Suspect = { readonly who: Actor; readonly roles: readonly Role[]; readonly names: readonly string[] };

/**
 * The authors of a fact, and the operator as one more: an agent that pushes a person's commits may have changed them. A rule
 * speaks to each and the strictest counts, so evidence of one more suspect can only raise a level.
 */
export function suspectTable(change: Change, roles: readonly Role[]): (fact: Fact) => readonly Suspect[] {
  const keys = new Map<Actor, number>();
  const numbers = new Map<string, number>();
  const known = new Map<string, readonly Suspect[]>();
  const keyOf = (who: Actor): number => {
    const given = keys.get(who);
    if (given !== undefined) return given;
    const said = JSON.stringify([who.kind, who.agent, who.email, who.name, who.env]);
    const key = numbers.get(said) ?? numbers.size;
    numbers.set(said, key);
    keys.set(who, key);
    return key;
  };
  return ({ authors, branch }) => {
    const suspects = [...authors, change.operator];
    const key = `${branch ?? ''}\n${suspects.map(keyOf).join('\n')}`; // thousands of facts share a few actors
    const found = known.get(key);
    if (found !== undefined) return found;
    const weighed = weigh(new Map(suspects.map((who) => [keyOf(who), who])), branch ?? change.branch, roles);
    known.set(key, weighed);
    return weighed;
  };
}

function weigh(
  suspects: ReadonlyMap<number, Actor>,
  branch: string | null,
  roles: readonly Role[],
): readonly Suspect[] {
  return [...suspects.values()].map((who) => {
    const own = rolesOf(roles, who, branch);
    return { who, roles: own, names: own.map(({ name }) => name) };
  });
}
