import type { Call, Entry, Expression, Fn, Program, Text } from './program.ts';

/** What the names of a migration mean where a call stands: constants, variables, parameters, functions of its own. */
export type Scope = {
  readonly set: (name: string, value: Expression) => void;
  /** Null: a parameter whose value is not known; it hides what is known under that name outside. */
  readonly within: (names: readonly (readonly [string, Expression | null])[], run: () => void) => void;
  readonly functionOf: (name: string) => Fn | null;
  readonly resolve: (one: Expression) => Expression;
  readonly itemsOf: (one: Expression) => readonly Expression[] | null;
  /** The text of a string, symbol or constant; what is not known in it stands as `_name_`. Null: it is no text. */
  readonly textOf: (one: Expression | undefined) => string | null;
};

const DEPTH = 8;
/** Pieces of one text: `a = b + b` and so on for 40 lines is a bomb, not a migration. */
const PIECES = 2000;

export function scopeOf(program: Program): Scope {
  const values = new Map<string, Expression>();
  const functions = new Map<string, Fn>();
  collect(program.body, values, functions);

  function resolve(one: Expression, depth = 0): Expression {
    const name = nameIn(one);
    const value = name === null ? undefined : values.get(name);
    if (value !== undefined && value !== one && depth < DEPTH) return resolve(value, depth + 1);
    const inner = one.kind === 'call' ? unwrapped(one) : null;
    const returned = functions.get(calledName(one) ?? '')?.body.at(-1);
    if (returned && depth < DEPTH) return resolve(returned, depth + 1);
    return inner && depth < DEPTH ? resolve(inner, depth + 1) : one;
  }

  function textOf(one: Expression | undefined): string | null {
    if (one === undefined) return null;
    const found = resolve(one);
    const budget = { pieces: PIECES };
    return found.kind === 'text' ? joined(found, 0, budget) : null;
  }

  function joined(text: Text, depth: number, budget: { pieces: number }): string {
    return text.parts.map((part) => (typeof part === 'string' ? part : piece(part, depth, budget))).join('');
  }

  function piece(part: Expression, depth: number, budget: { pieces: number }): string {
    const found = resolve(part);
    if (--budget.pieces < 0 || depth >= DEPTH) return '_';
    if (found.kind === 'text') return joined(found, depth + 1, budget);
    if (found.kind === 'value') return String(found.value ?? 'NULL');
    return `_${labelOf(found).replaceAll(/\W+/g, '_')}_`;
  }

  return {
    set: (name, value) => void values.set(name, value),
    within: (names, run) => {
      const kept = names.map(([name]) => [name, values.get(name)] as const);
      for (const [name, value] of names) put(values, name, value);
      run();
      for (const [name, value] of kept) put(values, name, value ?? null);
    },
    functionOf: (name) => functions.get(name) ?? null,
    resolve: (one) => resolve(one),
    itemsOf: (one) => {
      const found = resolve(one);
      return found.kind === 'list' ? found.items : null;
    },
    textOf,
  };
}

function put(values: Map<string, Expression>, name: string, value: Expression | null): void {
  if (value === null) values.delete(name);
  else values.set(name, value);
}

function collect(body: readonly Expression[], values: Map<string, Expression>, functions: Map<string, Fn>): void {
  for (const one of body) {
    if (one.kind === 'fn' && one.name !== null) functions.set(one.name, one);
    else if (one.kind === 'assign' && one.value.kind === 'fn') functions.set(one.to, one.value);
    else if (one.kind === 'assign') values.set(one.to, one.value);
    else if (one.kind === 'class') collect(one.body, values, functions);
    else if (one.kind === 'group') collect(one.parts, values, functions);
  }
}

function nameIn(one: Expression): string | null {
  if (one.kind === 'name') return one.name.replace(/^self\.|^this\./, '');
  if (one.kind === 'member' && one.on.kind === 'name' && /^(self|this|cls|[A-Z]\w*)$/.test(one.on.name))
    return one.name;
  return null;
}

/** `execute drop_notes`, with `def drop_notes` giving its text. */
function calledName(one: Expression): string | null {
  if (one.kind === 'name') return one.name;
  return one.kind === 'call' && (one.on === null || /^(self|this)$/.test(labelOf(one.on))) ? one.name : null;
}

/** `<<~SQL.squish`, `sa.text("…")`, `op.f("ix")`, `"…".freeze` are the text they hold. */
function unwrapped(call: Call): Expression | null {
  if (call.on && OF_TEXT.test(call.name)) return call.on;
  const [first] = call.args;
  return first && AROUND_TEXT.test(call.name) ? first : null;
}

const OF_TEXT =
  /^(freeze|squish|squish!|strip_heredoc|strip|chomp|dedent|to_s|to_sym|format|replace|trim|trimEnd|trimStart|toString|gsub|rstrip|lstrip|join)$/;
const AROUND_TEXT = /^(text|f|raw|dedent|sql|Sql|SQL|literal|Identifier|cleandoc|expression|raw_sql|unprepared)$/;

/** What to call something whose value is not known: its own words. */
export function labelOf(one: Expression): string {
  if (one.kind === 'name') return one.name;
  if (one.kind === 'member') return `${labelOf(one.on)}.${one.name}`;
  if (one.kind === 'call') return one.on ? `${labelOf(one.on)}.${one.name}` : one.name;
  if (one.kind === 'text') return one.parts.map((part) => (typeof part === 'string' ? part : labelOf(part))).join('');
  return one.kind === 'value' ? String(one.value) : 'something';
}

/** A keyword argument, or an entry of the last object that was handed over: `add_index(…, algorithm: :concurrently)`. */
export function option(call: Call, name: string): Expression | undefined {
  return optionsOf(call).findLast(({ key }) => key === name)?.value;
}

export function optionsOf(call: Call): readonly Entry[] {
  return [...call.args.flatMap((arg) => (arg.kind === 'dict' ? arg.entries : [])), ...call.named];
}

export function isValue(one: Expression | undefined, value: boolean | null): boolean {
  return one?.kind === 'value' && one.value === value;
}

/** `db.table("orders").where(…).delete()` from its root on. */
export function chainOf(call: Call): readonly Call[] {
  const links: Call[] = [];
  let at: Expression | null = call;
  while (at !== null) {
    if (at.kind === 'call') links.unshift(at);
    at = at.kind === 'call' || at.kind === 'member' ? at.on : null;
  }
  return links;
}

export function rootOf(call: Call): Expression {
  let at: Expression = call;
  while ((at.kind === 'call' || at.kind === 'member') && at.on) at = at.on;
  return at;
}
