import type { Entry, MapNode, Node } from '../model/document.ts';
import { didYouMean } from './nearest.ts';

/**
 * Reads nodes and collects what is wrong with them. After a complaint a reader returns something harmless, which nobody
 * will use: rules with one problem are never compiled.
 */
export type Reader = { readonly file: string; readonly report: (line: number, message: string) => void };

export type Fields = ReadonlyMap<string, Entry>;

/** The entries of a map that may only hold `known` keys. */
export function readFields(reader: Reader, node: Node, what: string, known: readonly string[]): Fields {
  const map = readMap(reader, node, what);
  for (const entry of map.entries) {
    if (known.includes(entry.key)) continue;
    reader.report(entry.line, `unknown key "${entry.key}" in ${what}${didYouMean(entry.key, known)}`);
  }
  return new Map(map.entries.map((entry) => [entry.key, entry]));
}

export function readMap(reader: Reader, node: Node, what: string): MapNode {
  if (node.kind === 'map') return node;
  if (node.kind !== 'value' || node.value !== null) reader.report(node.line, `${what} must be a map of keys to values`);
  return { kind: 'map', line: node.line, entries: [] };
}

/** A list; a single item may stand for a list of one. */
export function readItems(node: Node): readonly Node[] {
  if (node.kind === 'list') return node.items;
  return node.kind === 'value' && node.value === null ? [] : [node];
}

export function readText(reader: Reader, node: Node, what: string): string {
  if (node.kind === 'value' && typeof node.value === 'string') return node.value;
  // a version or a commit id made only of digits is a number to YAML and a word to everybody else
  if (node.kind === 'value' && typeof node.value === 'number') return String(node.value);
  reader.report(node.line, `${what} must be a text`);
  return '';
}

export function readTexts(reader: Reader, node: Node, what: string): readonly string[] {
  return readItems(node).map((item) => readText(reader, item, what));
}

export function readNumber(reader: Reader, node: Node, what: string): number {
  if (node.kind === 'value' && typeof node.value === 'number') return node.value;
  reader.report(node.line, `${what} must be a number`);
  return 0;
}

export function readFlag(reader: Reader, node: Node, what: string): boolean {
  if (node.kind === 'value' && typeof node.value === 'boolean') return node.value;
  reader.report(node.line, `${what} must be true or false`);
  return false;
}

/** One of a few words, the nearest suggested when it is none of them. */
export function readWord<T extends string>(reader: Reader, node: Node, what: string, words: readonly T[]): T | null {
  const text = node.kind === 'value' ? String(node.value) : '';
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  reader.report(node.line, `${what} must be one of ${words.join(', ')}, not "${text}"${didYouMean(text, words)}`);
  return null;
}

/** A key that must be there. */
export function readRequired(reader: Reader, fields: Fields, key: string, what: string, line: number): Node | null {
  const entry = fields.get(key);
  if (entry === undefined) reader.report(line, `${what} needs "${key}"`);
  return entry?.value ?? null;
}
