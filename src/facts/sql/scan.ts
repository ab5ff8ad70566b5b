import type { Dialect } from './consequence.ts';

/**
 * `word` also holds parameters and templates (`:id`, `@name`, `${schema}`), which may stand where a name does; `end` closes
 * a batch whatever is open: `GO`, a lone `/`, a delimiter somebody declared.
 */
export type Token = {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol' | 'end';
  /** Without its quotes. */
  readonly text: string;
  /** What a keyword is compared with: empty for strings and quoted names, which are never keywords. */
  readonly lower: string;
  readonly line: number;
  readonly from: number;
  readonly to: number;
  /** Nothing but space before it on its line: T-SQL needs no semicolon between statements. */
  readonly first: boolean;
};
export type Comment = { readonly text: string; readonly line: number; readonly from: number };
export type Tokens = {
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
  /** Opened and never closed: whatever came after it was not read. */
  readonly problems: readonly { readonly line: number; readonly why: string }[];
};

/** How far a text has been taken apart. */
export type State = {
  readonly text: string;
  readonly dialect: Dialect;
  readonly escapes: boolean;
  readonly tokens: Token[];
  readonly comments: Comment[];
  readonly problems: { line: number; why: string }[];
  at: number;
  line: number;
  newline: number;
  fresh: boolean;
  delimiter: string | null;
  statement: number;
};

export function push(state: State, kind: Token['kind'], text: string, to: number, from: number = state.at): boolean {
  const lower = kind === 'word' || kind === 'symbol' ? text.toLowerCase() : '';
  state.tokens.push({ kind, text, lower, line: lineAt(state, from), from, to, first: state.fresh });
  state.at = to;
  return true;
}

export function lineAt(state: State, index: number): number {
  while (state.newline < index) {
    state.line++;
    state.newline = newlineFrom(state.text, state.newline + 1);
  }
  return state.line;
}

export function newlineFrom(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  return found === -1 ? Infinity : found;
}

export function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
