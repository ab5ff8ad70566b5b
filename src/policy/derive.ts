import type { Actor } from '../model/actor.ts';
import type { Change, Part } from '../model/change.ts';
import type { Fact, Value } from '../model/fact.ts';
import type { Rules } from './rules.ts';
import { type Size, measure } from './size.ts';

/** One fact per net part: how much it does. What speaks of a change as a whole is held against this. */
export function sizeFacts(change: Change, sizes: ReadonlyMap<string, Size>, facts: readonly Fact[]): readonly Fact[] {
  return change.parts
    .filter((part) => part.scope !== 'history' && part.edits.length > 0)
    .map((part) => {
      const own = facts.filter((fact) => fact.part === part.id);
      return sizeFact(part, sizes.get(part.id) ?? measure(part), change.operator, radiusOf(own));
    });
}

/** What depends on anything that this part takes away, each counted once where its name is known. */
function radiusOf(facts: readonly Fact[]): number {
  const names = new Set<string>();
  let nameless = 0;
  for (const { radius, attributes } of facts) {
    for (const { name } of radius ?? []) names.add(name);
    const { dependents } = attributes;
    if (radius === undefined && typeof dependents === 'number') nameless = Math.max(nameless, dependents);
  }
  return Math.max(names.size, nameless);
}

function sizeFact(part: Part, size: Size, operator: Actor, dependents: number): Fact {
  const { files, deleted, lines, unmeasured } = size;
  const attributes = { files, deleted, dependents, lines: unmeasured > 0 ? ('unknown' as const) : lines };
  return { kind: 'change.size', attributes, ...wholeOf(part, operator) };
}

/** What a fact about all of a part has in common with every other. */
export function wholeOf(part: Part, operator: Actor): Omit<Fact, 'kind' | 'attributes'> {
  const authors = [...new Set(part.edits.flatMap((edit) => edit.authors))];
  return {
    subject: part.branch ?? part.title,
    where: { path: '', range: null },
    from: null,
    part: part.id,
    scope: part.scope,
    branch: part.branch,
    evidence: { before: null, after: null },
    commits: [...new Set(part.edits.flatMap((edit) => edit.commits))],
    authors: authors.length > 0 ? authors : [operator],
  };
}

/** What people know fills in what the analyzers could not tell: the environment of a path, the rows of a database. */
export function enrich(fact: Fact, rules: Rules): Fact {
  const known = rules.inventory(fact.subject);
  if (known === null && fact.attributes['environment'] !== 'unknown') return fact;
  const more: Record<string, Value> = {};
  for (const [name, value] of Object.entries(known ?? {})) {
    const seen = fact.attributes[name];
    if (seen === undefined || seen === 'unknown') more[name] = value;
  }
  if (fact.attributes['environment'] === 'unknown' && more['environment'] === undefined) {
    const placed = rules.environmentOf(fact.where.path);
    if (placed !== null) more['environment'] = placed;
  }
  return Object.keys(more).length === 0 ? fact : { ...fact, attributes: { ...fact.attributes, ...more } };
}
