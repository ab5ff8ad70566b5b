import { allOf, below, named, type Node, textOf } from '../tree.ts';
import { argumentsOf, calleeOf, functionAround, type PythonFile } from './file.ts';

/** How a text is put together: `built` from values, `given` as a name, `fixed`. */
export type Made = 'fixed' | 'built' | 'given';

export function madeOf(file: PythonFile, node: Node | undefined): Made {
  const inner = node?.type === 'parenthesized_expression' ? named(node)[0] : node;
  return inner ? (WAYS.get(inner.type)?.(file, inner) ?? 'given') : 'fixed';
}

const WAYS: ReadonlyMap<string, (file: PythonFile, node: Node) => Made> = new Map([
  ['list', () => 'fixed'],
  ['tuple', () => 'fixed'],
  ['string', madeInside],
  ['concatenated_string', madeInside],
  [
    'binary_operator',
    (file, node) => (below(node, ['call']).every((one) => isFixedPart(file, one)) ? 'fixed' : 'built'),
  ],
  ['identifier', (file, node) => (isConstant(file, node) ? 'fixed' : 'given')],
  ['call', madeByCall],
]);

function madeInside(_file: PythonFile, node: Node): Made {
  return below(node).some(({ type }) => type === 'interpolation') ? 'built' : 'fixed';
}

/** `"a {}".format(b)` */
function madeByCall(file: PythonFile, call: Node): Made {
  if (!calleeOf(file, call).endsWith('.format')) return 'given';
  return argumentsOf(call).length === 0 ? 'fixed' : 'built';
}

function isConstant(file: PythonFile, node: Node): boolean {
  return /^[A-Z_0-9]+$/.test(textOf(file, node));
}

function isFixedPart(file: PythonFile, node: Node): boolean {
  if (node.type === 'identifier') return isConstant(file, node);
  return !/^(call|attribute|subscript|interpolation)$/.test(node.type);
}

/** A name is followed to the one place in its function that sets it. */
export function valueOf(file: PythonFile, node: Node | undefined): Node | undefined {
  const owner = node?.type === 'identifier' ? functionAround(node) : null;
  if (!node || !owner) return node;
  const name = textOf(file, node);
  const sets = (assignmentsOf(file).get(owner)?.get(name) ?? []).filter(({ start }) => start < node.start);
  return sets.length === 1 ? (sets[0]?.children.at(-1) ?? node) : node;
}

const assigned = new WeakMap<PythonFile, ReadonlyMap<Node, ReadonlyMap<string, readonly Node[]>>>();

function assignmentsOf(file: PythonFile): ReadonlyMap<Node, ReadonlyMap<string, readonly Node[]>> {
  const kept = assigned.get(file);
  if (kept) return kept;
  const all = new Map<Node, Map<string, Node[]>>();
  for (const one of allOf(file, 'assignment', 'augmented_assignment')) {
    const owner = functionAround(one);
    const [left] = one.children;
    if (!owner || left?.type !== 'identifier') continue;
    const names = all.get(owner) ?? new Map<string, Node[]>();
    const name = textOf(file, left);
    names.set(name, [...(names.get(name) ?? []).slice(-3), one]);
    all.set(owner, names);
  }
  assigned.set(file, all);
  return all;
}

export function holesOf(file: PythonFile, value: Node | undefined): readonly string[] {
  if (!value) return [];
  const inside = below(value)
    .filter(({ type }) => type === 'interpolation')
    .map((one) => textOf(file, named(one)[0], 200));
  if (inside.length > 0) return inside;
  if (value.type === 'call')
    return argumentsOf(value).map((one) =>
      textOf(file, one.type === 'keyword_argument' ? one.children.at(-1) : one, 200),
    );
  const right = value.type === 'binary_operator' ? value.children.at(-1) : undefined;
  const operator = value.children.find(({ isNamed }) => !isNamed);
  if (textOf(file, operator) === '%' && right)
    return (right.type === 'tuple' ? named(right) : [right]).map((one) => textOf(file, one, 200));
  return below(value)
    .filter(({ type }) => type === 'identifier' || type === 'attribute' || type === 'call')
    .map((one) => textOf(file, one, 200))
    .slice(0, 20);
}
