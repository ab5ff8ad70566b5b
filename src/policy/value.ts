import type { Path, Truth } from '../model/change.ts';
import type { Node } from '../model/document.ts';
import type { Value } from '../model/fact.ts';
import { didYouMean } from './nearest.ts';
import { compileGlob, isGlob } from './glob.ts';
import { folderOf } from './near.ts';
import { type Reader, readItems } from './read.ts';

/** The right side of a condition: a literal, a list, a glob or a comparison. */
export type Matcher = { readonly says: string; readonly matches: (value: Value) => Truth };

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
};

export function readMatcher(reader: Reader, node: Node, what: string): Matcher {
  if (node.kind === 'map') return readComparison(reader, node, what);
  const items = readItems(node).map((item) => readLiteral(reader, item, what));
  if (items.length === 0) reader.report(node.line, `${what} has no value`);
  return {
    says: items.length === 1 ? (items[0]?.says ?? '') : `[${items.map((item) => item.says).join(', ')}]`,
    matches: (value) => {
      if (items.some((item) => item.matches(value))) return true;
      return value === 'unknown' ? 'unknown' : false;
    },
  };
}

/** A list of globs, met when one of them matches; for paths and names, where nothing is unknown. */
export function readGlobs(reader: Reader, node: Node, what: string): (text: string) => boolean {
  const items = readItems(node).map((item) => readLiteral(reader, item, what));
  return (text) => items.some((item) => item.matches(text));
}

/** The folders that the matches of `readGlobs` lie in. What is refused, or no text, matches no path. */
export function readFolders(node: Node): readonly Path[] {
  return readItems(node).flatMap((item) => {
    const glob = item.kind === 'value' && typeof item.value === 'string' ? compileGlob(item.value) : null;
    return glob !== null && isGlob(glob) ? [folderOf(glob.start)] : [];
  });
}

type Literal = { readonly says: string; readonly matches: (value: Value) => boolean };

function readLiteral(reader: Reader, node: Node, what: string): Literal {
  if (node.kind !== 'value' || node.value === null) {
    reader.report(node.line, `${what} must be a word, a glob, true, false or a number, or a list of them`);
    return { says: '', matches: () => false };
  }
  const { value } = node;
  if (typeof value !== 'string') return { says: String(value), matches: (other) => other === value };
  const glob = compileGlob(value);
  if (isGlob(glob)) return { says: value, matches: (other) => typeof other === 'string' && glob.matches(other) };
  reader.report(node.line, `${what}: the glob "${shorten(value)}" is refused: ${glob.why}`);
  return { says: value, matches: () => false };
}

function readComparison(reader: Reader, node: Node & { kind: 'map' }, what: string): Matcher {
  const bounds = node.entries.map(({ key, line, value }) => {
    const compare = COMPARISONS[key];
    const bound = value.kind === 'value' && typeof value.value === 'number' ? value.value : null;
    if (compare === undefined) {
      reader.report(line, `${what}: unknown comparison "${key}"${didYouMean(key, Object.keys(COMPARISONS))}`);
    } else if (bound === null) reader.report(line, `${what}: "${key}" must be a number`);
    return { key, bound: bound ?? 0, compare: compare ?? (() => false) };
  });
  return {
    says: `{${bounds.map(({ key, bound }) => `${key}: ${bound}`).join(', ')}}`,
    matches: (value) => {
      if (value === 'unknown') return 'unknown';
      return typeof value === 'number' && bounds.every(({ compare, bound }) => compare(value, bound));
    },
  };
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
