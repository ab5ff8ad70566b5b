import type { SyntaxNode } from '../../model/syntax.ts';
import type { Certainty } from '../secret-files.ts';
import type { Sighting } from './sighting.ts';

/** A node out of WebAssembly: its parent is known without a search, and looking at it costs nothing. */
export type Node = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
  readonly isNamed: boolean;
  readonly parent: Node | null;
  readonly children: readonly Node[];
};

/** One side of one file, read once for all rules. */
export type Reading = {
  readonly text: string;
  readonly root: Node;
  readonly byType: ReadonlyMap<string, readonly Node[]>;
};

/** A file that nobody wrote by hand may hold millions: it is told apart, not looked through. */
const MOST_NODES = 600_000;

/** INVARIANT: without recursion, because a text made for it nests a hundred thousand brackets. */
export function readTree(root: SyntaxNode, text: string): Reading {
  const byType = new Map<string, Node[]>();
  const top = keep(root, null, byType);
  const open: { readonly node: SyntaxNode; readonly kept: Growing }[] = [{ node: root, kept: top }];
  let count = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, kept } = next;
    for (const child of node.children) {
      if (++count > MOST_NODES) throw new Error(`read a tree: more than ${MOST_NODES} nodes`);
      const grown = keep(child, kept, byType);
      kept.children.push(grown);
      if (child.isNamed && !LEAVES.has(grown.type)) open.push({ node: child, kept: grown });
    }
  }
  for (const nodes of byType.values()) nodes.sort((a, b) => a.start - b.start);
  return { text, root: top, byType };
}

type Growing = Node & { readonly children: Node[] };

const LEAVES = new Set([
  'identifier',
  'comment',
  'integer',
  'true',
  'false',
  'none',
  'field_identifier',
  'int_literal',
]);

function keep(node: SyntaxNode, parent: Node | null, byType: Map<string, Node[]>): Growing {
  const { type, startIndex: start, endIndex: end } = node;
  const from = node.startPosition.row + 1;
  const to = node.endPosition.row + 1;
  const kept: Growing = { type, start, end, from, to, isNamed: node.isNamed, parent, children: [] };
  if (kept.isNamed) {
    const alike = byType.get(type);
    if (alike) alike.push(kept);
    else byType.set(type, [kept]);
  }
  return kept;
}

export function allOf({ byType }: Reading, ...types: readonly string[]): readonly Node[] {
  return types.flatMap((type) => byType.get(type) ?? []);
}

/** Never more than a screen of it: what is matched here is a head, a call or a line. */
export function textOf({ text }: Reading, node: Node | null | undefined, most = 2000): string {
  return node ? text.slice(node.start, Math.min(node.end, node.start + most)) : '';
}

export function named(node: Node | null | undefined): readonly Node[] {
  return node?.children.filter(({ isNamed, type }) => isNamed && type !== 'comment') ?? [];
}

export function childOf(node: Node | null | undefined, ...types: readonly string[]): Node | undefined {
  return node?.children.find(({ type }) => types.includes(type));
}

/** Nobody nests deeper by hand; a text made for it would be walked up from each of its nodes. */
export const MOST_LEVELS = 200;

/** The nearest around it of these types. */
export function around(node: Node, ...types: readonly string[]): Node | null {
  let up = node.parent;
  for (let level = 0; up && !types.includes(up.type); level++) up = level < MOST_LEVELS ? up.parent : null;
  return up;
}

/** As with levels: a function of more nodes than this is told by its beginning. */
const MOST_BELOW = 20_000;

/** Everything below it, in order; `until` names what is not entered. */
export function below(node: Node, until: readonly string[] = []): readonly Node[] {
  const found: Node[] = [];
  const open = [...node.children].reverse();
  for (let next = open.pop(); next && found.length < MOST_BELOW; next = open.pop()) {
    found.push(next);
    if (!until.includes(next.type)) for (const child of next.children.toReversed()) open.push(child);
  }
  return found;
}

export type Saying = {
  readonly kind: string;
  readonly how: string;
  readonly name?: string;
  readonly certainty: Certainty;
  readonly because: string;
};

/** The lines a person must look at, never a whole function; told from the other side by its text without blanks. */
export function sight(file: Reading, node: Node, symbol: string, saying: Saying): Sighting {
  const text = `${symbol}\n${textOf(file, node).replaceAll(/\s+/g, '')}`;
  return {
    ...saying,
    name: short(saying.name ?? ''),
    because: short(saying.because),
    range: { from: node.from, to: Math.min(node.to, node.from + 30) },
    symbol,
    text,
  };
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 157)}…` : line;
}
