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

/** One side of a Python file, and what it is for. */
export type PythonFile = Reading & {
  readonly path: Path;
  readonly place: Place;
  /** It is started by hand: it prints, reads arguments and ends. */
  readonly isProgram: boolean;
};

export function pythonFile(reading: Reading, path: Path, place: Place): PythonFile {
  const { text } = reading;
  const isProgram =
    place === 'script' ||
    text.startsWith('#!') ||
    /^if __name__ == ['"]__main__['"]/m.test(text) ||
    /^\s*(import|from) (argparse|click|typer|fire|optparse|docopt|rich|cmd)\b/m.test(text) ||
    /(^|\/)(__main__|main|cli|console|shell|conf|setup|manage|conftest)\.py$|(^|\/)management\/|(^|\/)(commands?|cmd)\/|\.ipynb$|notebooks?\//.test(
      path,
    );
  return { ...reading, path, place, isProgram };
}

/** `Cart.total`: functions and classes around it, from the outside in. */
export function symbolOf(file: Reading, node: Node): string {
  const names: string[] = [];
  let up: Node | null = node;
  for (let level = 0; up && level < MOST_LEVELS; level++, up = up.parent)
    if (up.type === 'function_definition' || up.type === 'class_definition') names.unshift(nameOf(file, up));
  return names.slice(0, 6).join('.');
}

export function nameOf(file: Reading, definition: Node | null | undefined): string {
  return textOf(file, childOf(definition, 'identifier'));
}

export function see(file: Reading, node: Node, saying: Saying): Sighting {
  return sight(file, node, symbolOf(file, node), saying);
}

export function blockOf(node: Node | null | undefined): Node | undefined {
  return childOf(node, 'block');
}

/** Of a call, `a.b.c` as it is written; empty where it is something that is worked out. */
export function calleeOf(file: Reading, call: Node): string {
  const made = call.children[0];
  if (made?.type !== 'identifier' && made?.type !== 'attribute') return '';
  const text = textOf(file, made, 300).replaceAll(/\s+/g, '');
  return /^[\w.]+$/.test(text) ? text : (/\.\w+$/.exec(text)?.[0] ?? '');
}

export function argumentsOf(call: Node): readonly Node[] {
  return named(childOf(call, 'argument_list'));
}

export function keyword(file: Reading, call: Node, name: string): string | null {
  const found = argumentsOf(call).find(
    (one) => one.type === 'keyword_argument' && textOf(file, one.children[0]) === name,
  );
  return found ? textOf(file, found.children.at(-1)) : null;
}

export function hasUnpacking(call: Node): boolean {
  return argumentsOf(call).some(({ type }) => type === 'dictionary_splat');
}

export function calls(file: Reading): readonly Node[] {
  return allOf(file, 'call');
}

export function functions(file: Reading): readonly Node[] {
  return allOf(file, 'function_definition');
}

export function functionAround(node: Node): Node | null {
  return around(node, 'function_definition', 'lambda');
}

/** Of a method, its class; null for a function of the module and for one inside another. */
export function classOf(definition: Node): Node | null {
  const outer = around(definition, 'function_definition', 'class_definition');
  return outer?.type === 'class_definition' ? outer : null;
}

export function decoratorsOf(file: Reading, definition: Node): readonly string[] {
  const whole = definition.parent;
  if (whole?.type !== 'decorated_definition') return [];
  return whole.children
    .filter(({ type }) => type === 'decorator')
    .map((one) =>
      textOf(file, one)
        .replace(/^@\s*/, '')
        .replace(/\s*#.*$/, ''),
    );
}

export function basesOf(file: Reading, definition: Node): string {
  return textOf(file, childOf(definition, 'argument_list'));
}

/** Statements of a function or a clause without its docstring and comments. */
export function statementsOf(body: Node | undefined): readonly Node[] {
  return named(body).filter((one, index) => !(index === 0 && isDocstring(one)));
}

export function isDocstring(statement: Node): boolean {
  const inner = named(statement);
  return statement.type === 'expression_statement' && inner.length === 1 && inner[0]?.type === 'string';
}

/** Comments in it and at its end, without their sign. */
export function commentsIn(file: Reading, node: Node): readonly string[] {
  const after = /^[^\n]*/.exec(file.text.slice(node.end, node.end + 300))?.[0] ?? '';
  const own = [...textOf(file, node, 4000).matchAll(/(?:^|\s)#\s*([^\n]*)/g)].map(([, said = '']) => said);
  const behind = /^\s*#\s*(.*)/.exec(after)?.[1];
  return behind === undefined ? own : [...own, behind];
}

/** A person has said why: at least three words that are no order to a tool. */
export function isExplained(file: Reading, node: Node): boolean {
  return commentsIn(file, node).some(
    (one) => !/^(noqa|nosec|pragma|pylint|type:|TODO|FIXME|XXX)/i.test(one) && one.split(/\s+/).length >= 3,
  );
}
