import {
  type Document,
  LineCounter,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  stringify,
  type YAMLSeq,
} from 'yaml';
import type { Entry, Node, Parsed } from '../model/document.ts';

/** Enough for ten thousand rules, and what an alias bomb runs into long before memory does. */
const MOST_NODES = 100_000;
const MOST_DEPTH = 50;

/** The one place that knows the YAML package: importing it takes about 30 ms, so import this file only where text must be read. */
export function parseYaml(text: string): Parsed {
  const lines = new LineCounter();
  const document = parseBounded(text, lines);
  if (document === null) return broken(1, `nested deeper than ${MOST_DEPTH} levels`);
  const complaints = [...document.errors, ...document.warnings];
  if (complaints.length > 0) {
    const problems = complaints.map((one) => ({
      line: lines.linePos(one.pos[0]).line,
      message: firstLine(one.message),
    }));
    return { kind: 'broken', problems };
  }
  return convert(document, lines);
}

function parseBounded(text: string, lines: LineCounter): Document.Parsed | null {
  if (isNestedTooDeep(text)) return null;
  try {
    // its own check for doubled keys compares each with each: minutes for a megabyte; convert() does it with a set
    return parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
  } catch (error) {
    if (error instanceof RangeError) return null; // the parser recurses, and the stack ended
    throw error;
  }
}

/** Counts before the parser does, which takes seconds for a megabyte of `[` or `- `. Brackets in texts rarely stay open. */
export function isNestedTooDeep(text: string): boolean {
  if (/(?:[-?] ){100}/.test(text)) return true;
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth = Math.max(0, depth + (bracket === '[' || bracket === '{' ? 1 : -1));
    if (depth > 500) return true;
  }
  return false;
}

function convert(document: Document.Parsed, lines: LineCounter): Parsed {
  let nodes = 0;
  const anchors = new Map<string, unknown>(); // the package's own search walks the whole document for each alias
  const node = (value: unknown, depth: number, near: number): Node => {
    nodes += 1;
    if (nodes > MOST_NODES) throw new Refused(near, `more than ${MOST_NODES} values once its aliases are followed`);
    if (depth > MOST_DEPTH) throw new Refused(near, `nested deeper than ${MOST_DEPTH} levels`);
    if (isAlias(value)) return node(anchors.get(value.source), depth + 1, near);
    if (isNode(value) && 'anchor' in value && typeof value.anchor === 'string') anchors.set(value.anchor, value);
    if (isMap(value)) {
      const line = lineOf(value.range, lines, near);
      const keys = new Set<string>();
      const entries = value.items.map((pair): Entry => {
        const at = isScalar(pair.key) ? lineOf(pair.key.range, lines, line) : line;
        if (!isScalar(pair.key)) throw new Refused(at, 'a key must be one word');
        const key = String(pair.key.value);
        if (keys.has(key)) throw new Refused(at, `Map keys must be unique: "${key}" is there twice`);
        keys.add(key);
        return { key, line: at, value: node(pair.value, depth + 1, at) };
      });
      return { kind: 'map', line, entries };
    }
    if (isSeq(value)) {
      const line = lineOf(value.range, lines, near);
      return { kind: 'list', line, items: value.items.map((item) => node(item, depth + 1, line)) };
    }
    if (isScalar(value)) return { kind: 'value', line: lineOf(value.range, lines, near), value: scalar(value.value) };
    return { kind: 'value', line: near, value: null };
  };
  try {
    return { kind: 'read', root: node(document.contents, 0, 1) };
  } catch (error) {
    if (error instanceof Refused) return broken(error.line, error.message);
    throw error;
  }
}

class Refused extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.name = 'Refused';
    this.line = line;
  }
}

function broken(line: number, message: string): Parsed {
  return { kind: 'broken', problems: [{ line, message }] };
}

function lineOf(range: readonly number[] | null | undefined, lines: LineCounter, near: number): number {
  const start = range?.[0];
  return start === undefined ? near : lines.linePos(start).line;
}

function scalar(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

/** One item of a list under a top-level key: put in before `index`, or in place of what stands there. */
export type ListEdit = {
  readonly key: string;
  readonly item: unknown;
  readonly index: number;
  readonly how: 'insert' | 'replace';
};

/**
 * The text with that item, and every other byte as its author wrote it: comments, order, quotes. Where the list is written
 * in a way this cannot follow, the YAML package writes the document, which keeps comments and order but not each space.
 */
export function editList(text: string, edit: ListEdit): string {
  const document = parseDocument(text, { uniqueKeys: true, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) throw new Error(firstLine(error.message));
  const spliced = spliceList(text, document, edit);
  const list = document.get(edit.key);
  const node = document.createNode(edit.item, { flow: true });
  if (isSeq(list)) list.items.splice(edit.index, edit.how === 'replace' ? 1 : 0, node);
  else document.set(edit.key, document.createNode([edit.item]));
  return spliced !== null && isSame(spliced, document) ? spliced : document.toString({ lineWidth: 0 });
}

function isSame(text: string, wanted: Document.Parsed): boolean {
  const got = parseDocument(text, { uniqueKeys: true, prettyErrors: false });
  return got.errors.length === 0 && JSON.stringify(got.toJS()) === JSON.stringify(wanted.toJS());
}

function spliceList(text: string, document: Document.Parsed, edit: ListEdit): string | null {
  const { key, item } = edit;
  const written = stringify(item, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd();
  const list = document.get(key);
  if (isSeq(list)) return list.flow === true ? null : spliceBlock(text, list, edit, written);
  if (document.has(key)) return null;
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${key}:\n  - ${written}\n`;
}

function spliceBlock(text: string, list: YAMLSeq, { index, how }: ListEdit, written: string): string | null {
  const node = list.items[Math.min(index, list.items.length - 1)];
  const [start, end] = isNode(node) ? (node.range ?? []) : [];
  if (start === undefined || end === undefined) return null;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const dash = text.slice(lineStart, start);
  if (!/^ *- +$/.test(dash)) return null;
  const line = `${dash}${written}\n`;
  const endsLine = text[end - 1] === '\n';
  if (how === 'replace') return text.slice(0, start) + written + (endsLine ? '\n' : '') + text.slice(end);
  if (index >= list.items.length) {
    const after = endsLine ? end : text.indexOf('\n', end) + 1;
    return after === 0 ? `${text}\n${line}` : text.slice(0, after) + line + text.slice(after);
  }
  const above = aboveComments(text, lineStart);
  return text.slice(0, above) + line + text.slice(above);
}

/** The comment over an item is about that item, and stays with it. */
function aboveComments(text: string, lineStart: number): number {
  const before = text.lastIndexOf('\n', lineStart - 2) + 1;
  if (lineStart === 0 || !/^\s*#/.test(text.slice(before, lineStart))) return lineStart;
  return aboveComments(text, before);
}
