import { type Document, LineCounter, isAlias, isMap, isNode, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { YamlEntry, YamlFile, YamlNode } from '../model/syntax.ts';
import { isNestedTooDeep } from './yaml.ts';

/** A chart's CRDs hold a few ten thousand values; an alias bomb runs into this long before memory ends. */
const MOST_NODES = 200_000;
const MOST_DEPTH = 100;
/** Beyond this the parser takes seconds; JSON of that size is read without the lines of its values. */
const SLOW = 400_000;

/**
 * Other people's YAML and JSON: several documents, tags of their own, anchors, merge keys, mistakes. What is wrong with it is
 * told beside what could be read, since half a file may still show what it destroys.
 */
export function parseYamlFile(text: string): YamlFile {
  if (isNestedTooDeep(text)) return { documents: [], problems: [{ line: 1, message: 'nested too deep to be read' }] };
  if (text.length > SLOW) return parseLarge(text);
  const lines = new LineCounter();
  try {
    const parsed = parseAllDocuments(text, {
      lineCounter: lines,
      uniqueKeys: false,
      prettyErrors: false,
      strict: false,
    });
    const documents = Array.isArray(parsed) ? parsed : [];
    const read = documents.map((document) => convert(document, lines));
    return {
      documents: read.flatMap(({ root }) => (root === null ? [] : [root])),
      problems: read.flatMap(({ problems }) => problems),
    };
  } catch (error) {
    if (error instanceof RangeError)
      return { documents: [], problems: [{ line: 1, message: 'nested too deep to be read' }] };
    throw error;
  }
}

function parseLarge(text: string): YamlFile {
  if (!/^\s*[[{]/.test(text)) {
    const message = `${text.length} letters of YAML are more than are read (${SLOW})`;
    return { documents: [], problems: [{ line: 1, message }] };
  }
  try {
    const raw: unknown = JSON.parse(text);
    return { documents: [nodeOf(raw, 0)], problems: [] };
  } catch (error) {
    return { documents: [], problems: [{ line: 1, message: error instanceof Error ? error.message : String(error) }] };
  }
}

function nodeOf(raw: unknown, depth: number): YamlNode {
  const place = { from: 1, to: 1, tag: null };
  if (depth > MOST_DEPTH) throw new Error(`nested deeper than ${MOST_DEPTH} levels`);
  if (Array.isArray(raw)) return { ...place, kind: 'list', items: raw.map((item: unknown) => nodeOf(item, depth + 1)) };
  if (typeof raw !== 'object' || raw === null) return { ...place, kind: 'value', value: scalar(raw) };
  const entries = Object.entries(raw).map(([key, value]) => ({ key, line: 1, value: nodeOf(value, depth + 1) }));
  return { ...place, kind: 'map', entries };
}

type Problem = YamlFile['problems'][number];
type Converted = { readonly root: YamlNode | null; readonly problems: readonly Problem[] };

function convert(document: Document.Parsed, lines: LineCounter): Converted {
  const problems: Problem[] = document.errors.map((one) => ({
    line: lines.linePos(one.pos[0]).line,
    message: one.message.split('\n', 1)[0] ?? one.message,
  }));
  if (document.contents === null) return { root: null, problems };
  let left = MOST_NODES;
  const anchors = new Map<string, unknown>();
  const spanOf = (value: unknown, near: number): Pick<YamlNode, 'from' | 'to' | 'tag'> => {
    const range = isNode(value) ? value.range : null;
    if (!range) return { from: near, to: near, tag: null };
    const tag =
      isNode(value) && typeof value.tag === 'string' && !value.tag.startsWith('tag:yaml.org') ? value.tag : null;
    const from = lines.linePos(range[0]).line;
    return { from, to: Math.max(from, lines.linePos(Math.max(range[0], range[1] - 1)).line), tag };
  };
  const node = (value: unknown, depth: number, near: number): YamlNode => {
    left -= 1;
    if (left < 0 || depth > MOST_DEPTH) throw new Beyond(near);
    if (isAlias(value)) return node(anchors.get(value.source) ?? null, depth + 1, near);
    if (isNode(value) && 'anchor' in value && typeof value.anchor === 'string') anchors.set(value.anchor, value);
    const span = spanOf(value, near);
    if (isMap(value)) {
      const entries = value.items.map((pair): YamlEntry => {
        const line = spanOf(pair.key, span.from).from;
        const key = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
        return { key, line, value: node(pair.value, depth + 1, line) };
      });
      return { ...span, kind: 'map', entries: merged(entries) };
    }
    if (isSeq(value))
      return { ...span, kind: 'list', items: value.items.map((item) => node(item, depth + 1, span.from)) };
    return { ...span, kind: 'value', value: isScalar(value) ? scalar(value.value) : null };
  };
  try {
    return { root: node(document.contents, 0, 1), problems };
  } catch (error) {
    if (!(error instanceof Beyond)) throw error;
    const message = `more than ${MOST_NODES} values, or deeper than ${MOST_DEPTH} levels, once its aliases are followed`;
    return { root: null, problems: [...problems, { line: error.line, message }] };
  }
}

/** `<<: *base` gives what the map does not say itself; of a key said twice the last one counts. */
function merged(entries: readonly YamlEntry[]): readonly YamlEntry[] {
  const own = new Map<string, YamlEntry>();
  for (const entry of entries) if (entry.key !== '<<') own.set(entry.key, entry);
  for (const { key, value } of entries) {
    if (key !== '<<') continue;
    for (const base of value.kind === 'list' ? value.items : [value]) {
      for (const entry of base.kind === 'map' ? base.entries : []) if (!own.has(entry.key)) own.set(entry.key, entry);
    }
  }
  return [...own.values()];
}

class Beyond extends Error {
  readonly line: number;
  constructor(line: number) {
    super('beyond what is read');
    this.name = 'Beyond';
    this.line = line;
  }
}

function scalar(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return String(value);
  return value instanceof Date ? value.toISOString() : null;
}
