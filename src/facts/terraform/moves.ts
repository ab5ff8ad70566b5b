import { type Address, type Named, addressOf, parseAddress, printAddress } from './address.ts';
import type { Expanded } from './expand.ts';
import type { Scope } from './scope.ts';
import type { Declared } from './module.ts';

type Move = { readonly from: Address; readonly to: Address; readonly declared: Declared };
export type Moves = {
  readonly statements: readonly Move[];
  /** Where what was at this address is looked for after the change. */
  readonly destination: (address: string) => string;
};

const CHAIN = 50;

/**
 * https://developer.hashicorp.com/terraform/language/moved. A `moved` belongs to its module and holds in every instance of it; they chain;
 * one whose target is already somebody's is ignored.
 */
export function movesOf(root: Scope | null, before: Expanded, after: Expanded): Moves {
  const statements = root ? [...movesIn(root, new Set())] : [];
  const byName = new Map<string, Move[]>();
  for (const move of statements) {
    const name = shapeText(move.from);
    byName.set(name, [...(byName.get(name) ?? []), move]);
  }
  const destination = (address: string): string => {
    const moved = byName.size === 0 ? address : follow(address, byName, before);
    return moved === address ? implied(address, before, after) : moved;
  };
  return { statements, destination };
}

/** Calls are followed by their text, once for each module: its instances share their statements. */
function* movesIn(scope: Scope, seen: Set<string>): Generator<Move> {
  const modules = parseAddress(scope.prefix.replace(/\.$/, '')).modules.map(({ name }): Named => ({ name, key: null }));
  for (const declared of scope.module.moved) {
    const from = addressOf(declared.block.body.attributes.get('from')?.expression);
    const to = addressOf(declared.block.body.attributes.get('to')?.expression);
    if (from && to) yield { from: within(modules, from), to: within(modules, to), declared };
  }
  for (const name of scope.module.calls.keys()) {
    const child = scope.child(name, null);
    const id = `${modules.map((one) => one.name).join('.')}.${name}`;
    if (!child || seen.has(id)) continue;
    seen.add(id);
    yield* movesIn(child, seen);
  }
}

function within(modules: readonly Named[], { modules: inner, resource }: Address): Address {
  return { modules: [...modules, ...inner], resource };
}

function shapeText({ modules, resource }: Address): string {
  return [...modules.map(({ name }) => `module.${name}`), ...(resource ? [resource.name] : [])].join('.');
}

function follow(start: string, byName: ReadonlyMap<string, readonly Move[]>, before: Expanded): string {
  let at = start;
  const seen = new Set([start]);
  for (let length = 0; length < CHAIN; length++) {
    const next = stepFrom(parseAddress(at), byName);
    if (next === null || seen.has(next)) return at;
    // somebody else's place: Terraform warns and leaves it where it is
    if (before.instances.has(next) && stepFrom(parseAddress(next), byName) === null) return at;
    seen.add(next);
    at = next;
  }
  return at;
}

function stepFrom(at: Address, byName: ReadonlyMap<string, readonly Move[]>): string | null {
  for (const name of prefixesOf(at)) {
    for (const move of byName.get(name) ?? []) {
      const to = applied(at, move);
      if (to !== null) return printAddress(to);
    }
  }
  return null;
}

function prefixesOf({ modules, resource }: Address): readonly string[] {
  const names = modules.map((_, at) =>
    modules
      .slice(0, at + 1)
      .map(({ name }) => `module.${name}`)
      .join('.'),
  );
  return resource ? [[...modules.map(({ name }) => `module.${name}`), resource.name].join('.'), ...names] : names;
}

/** `from` without a key means all instances, unless `to` has one: then it means the only one. */
function applied(at: Address, move: Move): Address | null {
  const { from, to } = move;
  const isWithin = from.modules.every(
    (one, index) => one.key === null || one.key === at.modules[index]?.key || isLast(from, index),
  );
  const key = isWithin ? newKey(at, move) : undefined;
  if (key === undefined) return null;
  // instances of the modules around the statement stay what they are
  const modules = to.modules.map((one, index): Named => ({
    name: one.name,
    key: one.key ?? keptKey(at, from, one, index),
  }));
  if (to.resource) return { modules, resource: { name: to.resource.name, key } };
  const last = modules.pop();
  const moved = last ? [...modules, { name: last.name, key }] : modules;
  return { modules: [...moved, ...at.modules.slice(from.modules.length)], resource: at.resource };
}

function keptKey(at: Address, from: Address, one: Named, index: number): string | null {
  return from.modules[index]?.name === one.name ? (at.modules[index]?.key ?? null) : null;
}

/** The key at the new place; undefined: this instance is not meant. */
function newKey(at: Address, { from, to }: Move): string | null | undefined {
  const atLast = from.resource ? at.resource : at.modules[from.modules.length - 1];
  const [fromLast, toLast] = [lastOf(from), lastOf(to)];
  if (!atLast || !fromLast || !toLast) return undefined;
  if (fromLast.key === null && toLast.key === null) return atLast.key;
  return fromLast.key === atLast.key ? toLast.key : undefined;
}

function lastOf({ modules, resource }: Address): Named | undefined {
  return resource ?? modules.at(-1);
}

function isLast(from: Address, index: number): boolean {
  return from.resource === null && index === from.modules.length - 1;
}

/**
 * A resource that gains or loses `count` keeps its one instance; never a module, and not what a `moved` took elsewhere (measured with
 * 1.11.4):
 * https://developer.hashicorp.com/terraform/language/modules/develop/refactoring#enabling-count-or-for_each-for-a-resource
 */
function implied(address: string, before: Expanded, after: Expanded): string {
  if (after.instances.has(address)) return address;
  const group = address.endsWith('[0]') ? address.slice(0, -3) : address;
  const kind = after.groups.get(group)?.expansion.kind;
  if (address === group && kind === 'count' && !before.instances.has(`${group}[0]`)) return `${group}[0]`;
  return address !== group && kind === 'single' && !before.instances.has(group) ? group : address;
}
