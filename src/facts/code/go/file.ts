import type { Path } from '../../../model/change.ts';
import type { Sighting } from '../sighting.ts';
import {
  allOf,
  around,
  childOf,
  MOST_LEVELS,
  type Node,
  named,
  type Reading,
  type Saying,
  sight,
  textOf,
} from '../tree.ts';
import type { Place } from '../where.ts';

/** One side of a Go file, and what it is for. */
export type GoFile = Reading & { readonly path: Path; readonly place: Place; readonly isProgram: boolean };

export function goFile(reading: Reading, path: Path, place: Place): GoFile {
  const isProgram =
    place === 'script' || /^package main\b/m.test(reading.text) || /(^|\/)(cmd|examples?|magefiles)\//.test(path);
  return { ...reading, path, place, isProgram };
}

/** `Cart.Total`: the function around it, a method with its receiver's type. */
export function symbolOf(file: Reading, node: Node): string {
  let up: Node | null = node;
  for (let level = 0; up && level < MOST_LEVELS; level++, up = up.parent)
    if (up.type === 'function_declaration' || up.type === 'method_declaration') return nameOf(file, up);
  return '';
}

export function nameOf(file: Reading, declaration: Node | null): string {
  if (!declaration) return '';
  const own = textOf(file, childOf(declaration, 'identifier', 'field_identifier'), 100);
  if (declaration.type !== 'method_declaration') return own;
  const receiver = /(\w+)(?:\[[^\]]*\])?\s*\)$/.exec(textOf(file, childOf(declaration, 'parameter_list'), 200))?.[1];
  return receiver === undefined ? own : `${receiver}.${own}`;
}

export function see(file: Reading, node: Node, saying: Saying): Sighting {
  return sight(file, node, symbolOf(file, node), saying);
}

export function functions(file: Reading): readonly Node[] {
  return allOf(file, 'function_declaration', 'method_declaration');
}

export function functionAround(node: Node): Node | null {
  return around(node, 'function_declaration', 'method_declaration');
}

/** `exec.Command`, `s.db.Query`; empty where the function is worked out. */
export function calleeOf(file: Reading, call: Node): string {
  const made = call.children[0];
  const text = textOf(file, made, 200).replaceAll(/\s+/g, '');
  if (/^[\w.]+$/.test(text)) return text;
  return /\.\w+$/.exec(text)?.[0] ?? '';
}

export function argumentsOf(call: Node): readonly Node[] {
  return named(childOf(call, 'argument_list'));
}

/** By the version of the grammar, the statements of a block stand in a list of their own. */
export function statementsOf(block: Node | undefined): readonly Node[] {
  const [first] = named(block);
  return first?.type === 'statement_list' ? named(first) : named(block);
}

export function commentsIn(file: Reading, node: Node): readonly string[] {
  return [...textOf(file, node, 4000).matchAll(/\/\/[ \t]*([^\n]*)/g)].map(([, said = '']) => said);
}

export function isExplained(file: Reading, node: Node): boolean {
  const behind = /^[^\n]*/.exec(file.text.slice(node.end, node.end + 300))?.[0] ?? '';
  const above =
    file.text
      .slice(Math.max(0, node.start - 300), node.start)
      .split('\n')
      .slice(-2, -1)[0]
      ?.trim() ?? '';
  const comments = [
    ...commentsIn(file, node),
    /\/\/\s*(.*)/.exec(behind)?.[1] ?? '',
    above.startsWith('//') ? above.slice(2) : '',
  ];
  return comments.some(
    (one) => !/^\s*(nolint|nosec|TODO|FIXME|#nosec|lint:)/i.test(one) && one.trim().split(/\s+/).length >= 3,
  );
}
