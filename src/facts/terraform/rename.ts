import { shapeOf } from './address.ts';
import { evaluateBody } from './body-of.ts';
import type { Group } from './expand.ts';
import type { Root } from './root.ts';
import { NO_BINDINGS } from './scope.ts';
import { render } from './value.ts';

/** Enough to say "this is it under a new name" of two bodies; a lone candidate of an empty body is taken too. */
const ALIKE = 0.6;
const CANDIDATES = 50;

/** The new resource that this one most likely became: same type, declared only now, and alike. */
export function successorOf(root: Root, group: Group): string | null {
  const candidates = newGroups(root)
    .filter(({ type }) => type === group.type)
    .slice(0, CANDIDATES);
  const mine = linesOf(group);
  let best: Group | null = null;
  let most = 0;
  for (const candidate of candidates) {
    const alike = likeness(mine, linesOf(candidate)) + (lastName(candidate) === lastName(group) ? 0.3 : 0);
    if (alike > most) [best, most] = [candidate, alike];
  }
  return best && most >= ALIKE ? best.address : null;
}

function newGroups(root: Root): readonly Group[] {
  const old = new Set([...root.before.groups.keys()].map(shapeOf));
  return [...root.after.groups.values()].filter(({ address }) => !old.has(shapeOf(address)));
}

function lastName({ address }: Group): string {
  return address.slice(address.lastIndexOf('.') + 1);
}

function linesOf({ declared, scope }: Group): ReadonlySet<string> {
  const body = evaluateBody(declared.block.body, scope, NO_BINDINGS);
  return new Set(Object.entries(body).map(([key, value]) => `${key}=${render(value)}`));
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const all = new Set([...a, ...b]).size;
  return all === 0 ? 1 : [...a].filter((line) => b.has(line)).length / all;
}
