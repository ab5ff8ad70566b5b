import type { YamlEntry, YamlNode } from '../../model/syntax.ts';

const DEEPEST = 100;
const TOKEN = /[{}[\],:]|"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null/y;

/**
 * JSON with the lines of its values, a hundred times as fast as the YAML parser: a stack that a CDK program wrote is half a
 * megabyte. Null where it is no JSON, down to the last letter: then the YAML parser says what is wrong with it.
 */
export function readJson(text: string): YamlNode | null {
  const tokens = tokensOf(text.replace(/^\uFEFF/, ''));
  const root = valueOf(tokens, 0);
  return root !== null && tokens.next() === null && tokens.isAtEnd() ? root : null;
}

function valueOf(tokens: Tokens, depth: number): YamlNode | null {
  const token = tokens.next();
  if (token === null || depth > DEEPEST) return null;
  const from = tokens.line();
  if (token === '{') return mapOf(tokens, from, depth);
  if (token === '[') return listOf(tokens, from, depth);
  const value = scalarOf(token);
  return value === undefined ? null : { kind: 'value', value, from, to: from, tag: null };
}

function mapOf(tokens: Tokens, from: number, depth: number): YamlNode | null {
  const entries = new Map<string, YamlEntry>();
  const done = (): YamlNode => ({ kind: 'map', entries: [...entries.values()], from, to: tokens.line(), tag: null });
  for (let token = tokens.next(); ; token = tokens.next()) {
    if (token === '}' && entries.size === 0) return done();
    const key = token?.startsWith('"') === true ? scalarOf(token) : undefined;
    const line = tokens.line();
    if (typeof key !== 'string' || tokens.next() !== ':') return null;
    const value = valueOf(tokens, depth + 1);
    if (value === null) return null;
    entries.delete(key); // of a key said twice the last one counts
    entries.set(key, { key, line, value });
    const end = tokens.next();
    if (end === '}') return done();
    if (end !== ',') return null;
  }
}

function listOf(tokens: Tokens, from: number, depth: number): YamlNode | null {
  const items: YamlNode[] = [];
  const done = (): YamlNode => ({ kind: 'list', items, from, to: tokens.line(), tag: null });
  if (tokens.isNext(']')) return done();
  for (;;) {
    const item = valueOf(tokens, depth + 1);
    if (item === null) return null;
    items.push(item);
    const end = tokens.next();
    if (end === ']') return done();
    if (end !== ',') return null;
  }
}

function scalarOf(token: string): string | number | boolean | null | undefined {
  try {
    const value: unknown = JSON.parse(token);
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    return value === null ? null : undefined;
  } catch {
    return undefined;
  }
}

/** Where in the text we are; every function here moves it on. */
type Tokens = {
  readonly next: () => string | null;
  readonly isNext: (token: string) => boolean;
  readonly line: () => number;
  readonly isAtEnd: () => boolean;
};

function tokensOf(text: string): Tokens {
  let index = 0;
  let line = 1;
  const skipSpace = (): void => {
    for (; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code === 10) line++;
      else if (code !== 32 && code !== 9 && code !== 13) return;
    }
  };
  const next = (): string | null => {
    skipSpace();
    TOKEN.lastIndex = index;
    const found = TOKEN.exec(text);
    if (!found) return null;
    index = TOKEN.lastIndex;
    return found[0];
  };
  const isNext = (token: string): boolean => {
    skipSpace();
    if (!text.startsWith(token, index)) return false;
    index += token.length;
    return true;
  };
  return { next, isNext, line: () => line, isAtEnd: () => index >= text.length };
}
