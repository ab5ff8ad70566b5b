import { type Document, LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
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
  try {
    return parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  } catch (error) {
    if (error instanceof RangeError) return null; // the parser recurses: a megabyte of `[` ends the stack first
    throw error;
  }
}

function convert(document: Document.Parsed, lines: LineCounter): Parsed {
  let nodes = 0;
  const node = (value: unknown, depth: number, near: number): Node => {
    nodes += 1;
    if (nodes > MOST_NODES) throw new TooMuch(near, `more than ${MOST_NODES} values once its aliases are followed`);
    if (depth > MOST_DEPTH) throw new TooMuch(near, `nested deeper than ${MOST_DEPTH} levels`);
    if (isAlias(value)) return node(value.resolve(document), depth + 1, near);
    if (isMap(value)) {
      const line = lineOf(value.range, lines, near);
      const entries = value.items.map((pair): Entry => {
        const at = isScalar(pair.key) ? lineOf(pair.key.range, lines, line) : line;
        if (!isScalar(pair.key)) throw new TooMuch(at, 'a key must be one word');
        return { key: String(pair.key.value), line: at, value: node(pair.value, depth + 1, at) };
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
    if (error instanceof TooMuch) return broken(error.line, error.message);
    throw error;
  }
}

class TooMuch extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.name = 'TooMuch';
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
