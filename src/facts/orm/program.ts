import type { SyntaxNode } from '../../model/syntax.ts';

/**
 * A migration as its ORM reads it: calls in their order, with arguments as data. The same for Ruby, Python, TypeScript and PHP, so
 * that "which calls destroy what" is a table for each ORM and not a second parser.
 */
export type Expression =
  | Text
  | Name
  | Call
  | List
  | Dict
  | Fn
  | Class
  | { readonly kind: 'value'; readonly value: number | boolean | null; readonly line: number }
  | { readonly kind: 'member'; readonly on: Expression; readonly name: string; readonly line: number }
  | { readonly kind: 'assign'; readonly to: string; readonly value: Expression; readonly line: number }
  | {
      readonly kind: 'loop';
      readonly item: string;
      readonly over: Expression;
      readonly body: readonly Expression[];
      readonly line: number;
    }
  | { readonly kind: 'group'; readonly parts: readonly Expression[]; readonly line: number };

/** A string or a symbol; what is spliced into it stands between its pieces. `line` is that of its first character. */
export type Text = {
  readonly kind: 'text';
  readonly parts: readonly (string | Expression)[];
  readonly line: number;
};
export type Name = { readonly kind: 'name'; readonly name: string; readonly line: number };
export type Call = {
  readonly kind: 'call';
  readonly on: Expression | null;
  readonly name: string;
  readonly args: readonly Expression[];
  readonly named: readonly Entry[];
  /** `do |t| … end`, `with … as t:`; a function given as an argument stands in `args`. */
  readonly block: Fn | null;
  readonly line: number;
};
export type Entry = { readonly key: string; readonly value: Expression };
export type List = { readonly kind: 'list'; readonly items: readonly Expression[]; readonly line: number };
export type Dict = { readonly kind: 'dict'; readonly entries: readonly Entry[]; readonly line: number };
export type Fn = {
  readonly kind: 'fn';
  readonly name: string | null;
  readonly params: readonly string[];
  readonly body: readonly Expression[];
  readonly line: number;
};
export type Class = {
  readonly kind: 'class';
  readonly name: string;
  /** As written: `ActiveRecord::Migration[7.1]`, `implements MigrationInterface`. */
  readonly bases: string;
  readonly body: readonly Expression[];
  readonly line: number;
};

export type Program = {
  readonly body: readonly Expression[];
  /** The first line that does not fit the grammar. */
  readonly broken: number | null;
};

export function lineOf(node: SyntaxNode): number {
  return node.startPosition.row + 1;
}

export function textAt(line: number, ...parts: readonly (string | Expression)[]): Text {
  return { kind: 'text', parts, line };
}

export function groupAt(line: number, parts: readonly Expression[]): Expression {
  const [only] = parts;
  return only && parts.length === 1 ? only : { kind: 'group', parts, line };
}

/** Where the tree says it does not fit: the first such node, not all of them. */
export function brokenLine(root: SyntaxNode): number | null {
  if (!root.hasError) return null;
  let node = root;
  for (;;) {
    if (node.isError || node.isMissing) return lineOf(node);
    const inner = node.children.find((child) => child.hasError || child.isMissing || child.isError);
    if (!inner) return lineOf(node);
    node = inner;
  }
}

/** Every function of that name, in classes and objects too: `def up`, `exports.up = …`, `{ up() {} }`. */
export function functionsNamed(body: readonly Expression[], names: RegExp): readonly Fn[] {
  return body.flatMap((one): readonly Fn[] => {
    if (one.kind === 'fn') return one.name !== null && names.test(one.name) ? [one] : [];
    if (one.kind === 'class') return functionsNamed(one.body, names);
    if (one.kind === 'group') return functionsNamed(one.parts, names);
    if (one.kind === 'call') return functionsNamed(one.args, names);
    if (one.kind === 'assign') return functionUnder(one.to, one.value, names);
    return one.kind === 'dict' ? one.entries.flatMap(({ key, value }) => functionUnder(key, value, names)) : [];
  });
}

function functionUnder(name: string, value: Expression, names: RegExp): readonly Fn[] {
  if (value.kind !== 'fn') return functionsNamed([value], names);
  return names.test(name) ? [{ ...value, name }] : [];
}

export function classesOf(body: readonly Expression[]): readonly Class[] {
  return body.flatMap((one): readonly Class[] => {
    if (one.kind === 'class') return [one, ...classesOf(one.body)];
    return one.kind === 'group' ? classesOf(one.parts) : [];
  });
}

/** A row of a table by a name a stranger wrote: `constructor` is in every object. */
export function rowOf<T>(table: Readonly<Record<string, T>>, name: string): T | null {
  return Object.hasOwn(table, name) ? (table[name] ?? null) : null;
}
