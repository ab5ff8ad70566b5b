import { type State, lineAt, match, push } from './scan.ts';

export function quoted(state: State): boolean {
  const { text, at } = state;
  const head = text[at] ?? '';
  if (head === "'") return stringFrom(state, at, at, state.escapes);
  if (head === '"') return closed(state, at, '"', 'quoted');
  if (head === '`') return closed(state, at, '`', 'quoted');
  if (head === '[') return bracketed(state);
  return head === '$' && dollarQuoted(state);
}

function stringFrom(state: State, from: number, open: number, escapes: boolean): boolean {
  const body = escapes ? /'(?:[^'\\]|''|\\[^])*'/y : /'(?:[^']|'')*'/y;
  const found = match(body, state.text, open);
  if (found === null) return unclosed(state, from, 'a string');
  push(state, 'string', found.slice(1, -1).replaceAll("''", "'"), open + found.length, from);
  return true;
}

function closed(state: State, at: number, quote: '"' | '`', kind: 'quoted'): boolean {
  // in MySQL it is a string, with escapes
  const double = state.escapes ? /"(?:[^"\\]|""|\\[^])*"/y : /"(?:[^"]|"")*"/y;
  const found = match(quote === '"' ? double : /`(?:[^`]|``)*`/y, state.text, at);
  if (found === null) return unclosed(state, at, 'a quoted name');
  push(state, kind, found.slice(1, -1), at + found.length);
  return true;
}

function unclosed(state: State, at: number, what: string): boolean {
  state.problems.push({ line: lineAt(state, at), why: `${what} is opened and never closed` });
  state.at = state.text.length;
  return true;
}

/** `[dbo].[Orders]`, not the subscript of an array. */
function bracketed(state: State): boolean {
  const { text, at, dialect } = state;
  if (dialect === 'postgresql' || dialect === 'mysql' || dialect === 'oracle') return false;
  if (/[\w\])]/.test(text[at - 1] ?? ' ')) return false;
  const found = match(/\[(?:[^\]\n]|\]\]){1,200}\]/y, text, at);
  if (found === null) return false;
  push(state, 'quoted', found.slice(1, -1), at + found.length);
  return true;
}

function dollarQuoted(state: State): boolean {
  const { text, at, dialect } = state;
  if (dialect === 'mysql' || dialect === 'mssql' || dialect === 'oracle') return false;
  const tag = match(/\$(?:[A-Za-z_]\w{0,62})?\$/y, text, at);
  if (tag === null) return false;
  const end = text.indexOf(tag, at + tag.length);
  if (end === -1) return unclosed(state, at, `a body in ${tag}`);
  push(state, 'string', text.slice(at + tag.length, end), end + tag.length);
  return true;
}

const WORD =
  /(?:[\p{L}_]|@@?(?=[\p{L}_])|##?(?=[\p{L}_])|:(?=[A-Za-z_])|\$\{[^}\n]{0,200}\}|\{\{[^}\n]{0,200}\}\}|<%=[^%\n]{0,200}%>|%\(\w{1,60}\)s)(?:[\p{L}\p{N}_@]|\$(?![{$])|#(?![>{-])|\$\{[^}\n]{0,200}\}|\{\{[^}\n]{0,200}\}\})*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:e[+-]?\d+)?/iy;

export function wordLike(state: State): boolean {
  const { text, at } = state;
  const number = match(NUMBER, text, at);
  if (number !== null) return push(state, 'number', number, at + number.length);
  if (text.startsWith('::', at)) return false;
  const word = match(WORD, text, at);
  if (word === null) return false;
  if (text[at + word.length] === "'" && prefixed(state, word)) return true;
  return push(state, 'word', word, at + word.length);
}

/** `N'…'`, `E'…'`, `q'[…]'`, `_utf8mb4'…'`. */
function prefixed(state: State, word: string): boolean {
  const { text, at } = state;
  if (/^n?q$/i.test(word) && state.dialect !== 'mysql') {
    const opener = text[at + word.length + 1] ?? '';
    const closer = { '[': ']', '{': '}', '(': ')', '<': '>' }[opener] ?? opener;
    const end = text.indexOf(`${closer}'`, at + word.length + 2);
    if (end !== -1) return push(state, 'string', text.slice(at + word.length + 2, end), end + 2);
  }
  if (!/^(?:[nexbr]|_\w+)$/i.test(word)) return false;
  return stringFrom(state, at, at + word.length, state.escapes || /^e$/i.test(word));
}

const SYMBOL = /::|:=|<=>|<=|>=|<>|!=|\|\||[^]/uy;

export function symbol(state: State): void {
  const found = match(SYMBOL, state.text, state.at) ?? state.text[state.at] ?? ' ';
  push(state, 'symbol', found, state.at + found.length);
}
