import type { Dialect } from './consequence.ts';
import type { Token } from './scan.ts';

export type Name = {
  /** As a person writes it, without quotes. */
  readonly shown: string;
  /** What it is found again by: `public.orders`, `"orders"` and `Orders` are one. */
  readonly key: string;
  readonly next: number;
};

export function wordAt(tokens: readonly Token[], at: number): string {
  return tokens[at]?.lower ?? '';
}

export function hasWords(tokens: readonly Token[], at: number, ...words: readonly string[]): boolean {
  return words.every((word, index) => wordAt(tokens, at + index) === word);
}

/** Past `IF EXISTS`, `IF NOT EXISTS`, `ONLY`, `CONCURRENTLY` and whatever else may stand before a name. */
export function skipWords(tokens: readonly Token[], from: number, words: ReadonlySet<string>): number {
  let at = from;
  while (words.has(wordAt(tokens, at))) at++;
  return at;
}

export const BEFORE_NAME: ReadonlySet<string> = new Set(['if', 'exists', 'not', 'only', 'concurrently', 'ignore']);

/** `a`, `a.b`, `"a"."b"`, `[a].[b]`, `db..t`, with templates for any part. */
export function nameAt(tokens: readonly Token[], from: number, dialect: Dialect): Name | null {
  const parts: string[] = [];
  let at = from;
  for (let next = tokens[at]; next && isName(next); next = tokens[at]) {
    parts.push(fold(next, dialect));
    at++;
    while (wordAt(tokens, at) === '.' && tokens[at + 1]?.lower === '.') at++;
    if (wordAt(tokens, at) !== '.') break;
    at++;
  }
  if (parts.length === 0) return null;
  const shown = parts.join('.');
  return { shown, key: keyOf(shown), next: at };
}

export function keyOf(name: string): string {
  return name.toLowerCase().replace(/^(?:public|dbo|main)\./, '');
}

function isName({ kind, text }: Token): boolean {
  return kind === 'word' || kind === 'quoted' || (kind === 'string' && text !== '' && /^[^\s']{1,128}$/.test(text));
}

function fold({ kind, text }: Token, dialect: Dialect): string {
  const folds = dialect === 'postgresql' || dialect === 'oracle' || dialect === 'unknown';
  return kind === 'word' && folds ? text.toLowerCase() : text;
}

/** Names with commas between; each may be followed by `*` or words of its own, which are skipped up to the comma. */
export function namesAt(tokens: readonly Token[], from: number, dialect: Dialect): readonly Name[] {
  const names: Name[] = [];
  let at = from;
  for (;;) {
    const name = nameAt(tokens, skipWords(tokens, at, BEFORE_NAME), dialect);
    if (!name) return names;
    names.push(name);
    at = indexAtTop(tokens, name.next, (token) => token.lower === ',' || STOPS.has(token.lower));
    if (wordAt(tokens, at) !== ',') return names;
    at++;
  }
}

const STOPS: ReadonlySet<string> = new Set(['on', 'cascade', 'restrict', 'with', 'from', 'set']);

/** The first that fits outside parentheses, else the end. */
export function indexAtTop(tokens: readonly Token[], from: number, fits: (token: Token) => boolean): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token || (depth === 0 && fits(token))) return at;
    if (token.lower === '(') depth++;
    else if (token.lower === ')') depth--;
    if (depth < 0) return at;
  }
  return tokens.length;
}

/** What stands between commas, outside parentheses. */
export function listAt(tokens: readonly Token[], from: number): readonly (readonly Token[])[] {
  const items: (readonly Token[])[] = [];
  let at = from;
  while (at < tokens.length) {
    const end = indexAtTop(tokens, at, (token) => token.lower === ',');
    items.push(tokens.slice(at, end));
    if (wordAt(tokens, end) !== ',') break;
    at = end + 1;
  }
  return items.filter((item) => item.length > 0);
}

/** The tokens inside the parentheses that open at `open`. */
export function insideParens(tokens: readonly Token[], open: number): readonly Token[] {
  return tokens.slice(
    open + 1,
    indexAtTop(tokens, open + 1, (token) => token.lower === ')'),
  );
}

export function plain(tokens: readonly Token[]): string {
  return tokens.map(({ kind, text }) => (kind === 'string' ? `'${text}'` : text)).join(' ');
}
