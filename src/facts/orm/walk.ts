import type { Call, Expression, Fn, Program } from './program.ts';
import { type Scope, scopeOf } from './scope.ts';

/** True: the call is understood, and what stands in its arguments and blocks is none of the walker's business. */
export type Visit = (call: Call, at: Place) => boolean;

/** Where a call stands: what its names mean there, and a way to look into its block with other eyes. */
export type Place = {
  readonly scope: Scope;
  readonly inside: (body: Fn, visit: Visit) => void;
};

/** More than any migration does; loops in loops of a hostile file end here, as `unreadable`. */
const STEPS = 200_000;
const DEPTH = 6;
const LISTED = 200;

type Walk = { readonly place: Place; readonly scope: Scope; readonly spent: { steps: number; depth: number } };

/** Each call that runs, in its order: what it is called on first, functions of the file when they are called. */
export function walk(program: Program, start: readonly Expression[], visit: Visit): void {
  const scope = scopeOf(program);
  const place: Place = { scope, inside: (fn, take) => enter(on, fn, [], take) };
  const on: Walk = { place, scope, spent: { steps: 0, depth: 0 } };
  each(on, start, visit);
}

function each(on: Walk, body: readonly Expression[], take: Visit): void {
  for (const one of body) step(on, one, take);
}

function step(on: Walk, one: Expression, take: Visit): void {
  if (++on.spent.steps > STEPS) throw new Error(`more than ${STEPS} steps run in this migration`);
  switch (one.kind) {
    case 'call':
      return called(on, one, take);
    case 'assign':
      step(on, one.value, take);
      return on.scope.set(one.to, one.value);
    case 'loop':
      step(on, one.over, take);
      return repeat(on, one.item, one.over, one.body, take);
    case 'name':
      return follow(on, one.name, [], take);
    case 'class':
    case 'dict':
    case 'fn':
    case 'group':
    case 'list':
    case 'member':
    case 'text':
    case 'value':
      return each(on, partsOf(one), take);
  }
}

function partsOf(one: Expression): readonly Expression[] {
  if (one.kind === 'list') return one.items;
  if (one.kind === 'group') return one.parts;
  if (one.kind === 'member') return [one.on];
  if (one.kind === 'text') return one.parts.filter((part) => typeof part !== 'string');
  // a function of an object runs when it is called: the walk comes to it by its name
  return one.kind === 'dict' ? one.entries.map(({ value }) => value).filter(({ kind }) => kind !== 'fn') : [];
}

function called(on: Walk, call: Call, take: Visit): void {
  if (call.on) step(on, call.on, take);
  const args = [...call.args, ...call.named.map(({ value }) => value)];
  if (take(call, on.place)) return;
  each(
    on,
    args.filter(({ kind }) => kind !== 'fn' && kind !== 'name'),
    take,
  );
  const given = args.flatMap((arg) => (arg.kind === 'fn' ? [arg] : []));
  for (const fn of call.block ? [...given, call.block] : given) {
    if (call.on && EACH.test(call.name)) repeat(on, fn.params[0] ?? '', call.on, fn.body, take);
    else enter(on, fn, [], take);
  }
  if (isOwn(call.on)) follow(on, call.name, call.args, take);
}

function follow(on: Walk, name: string, given: readonly Expression[], take: Visit): void {
  const fn = on.scope.functionOf(name);
  if (!fn || on.spent.depth >= DEPTH) return;
  on.spent.depth++;
  const values = given.map((one) => on.scope.resolve(one));
  enter(on, fn, values, take);
  on.spent.depth--;
}

function enter(on: Walk, fn: Fn, given: readonly Expression[], take: Visit): void {
  const names = fn.params.map((name, index) => [name, given[index] ?? null] as const);
  on.scope.within(names, () => each(on, fn.body, take));
}

function repeat(on: Walk, item: string, over: Expression, body: readonly Expression[], take: Visit): void {
  const items = on.scope.itemsOf(over);
  if (items === null) return on.scope.within([[item, null]], () => each(on, body, take));
  for (const one of items.slice(0, LISTED)) {
    const isPair = one.kind === 'list' && item.includes(',');
    const names = isPair ? item.replaceAll(/[()[\]]/g, '').split(',') : [item];
    const values = isPair ? one.items : [one];
    const bound = names.map((name, index) => [name.trim(), values[index] ?? null] as const);
    on.scope.within(bound, () => each(on, body, take));
  }
}

const EACH = /^(each|each_with_index|map|forEach)$/;

function isOwn(on: Expression | null): boolean {
  return on === null || (on.kind === 'name' && /^(self|this|cls)$/.test(on.name));
}
