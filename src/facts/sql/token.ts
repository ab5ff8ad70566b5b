import type { Dialect } from './consequence.ts';
import { quoted, symbol, wordLike } from './scan-words.ts';
import { type State, type Tokens, lineAt, match, newlineFrom, push } from './scan.ts';

/** Linear in the text: each pattern is tried at one place only and none can run on without moving on. */
export function tokenize(text: string, dialect: Dialect): Tokens {
  const escapes = dialect === 'mysql';
  const read = run(text, dialect, escapes);
  if (dialect !== 'unknown' || read.problems.length === 0) return read;
  // `'it\'s'` of MySQL leaves a string open when it is read by the standard
  const again = run(text, dialect, true);
  return again.problems.length === 0 ? again : read;
}

function run(text: string, dialect: Dialect, escapes: boolean): Tokens {
  const state: State = {
    text,
    dialect,
    escapes,
    tokens: [],
    comments: [],
    problems: [],
    at: text.startsWith('\ufeff') ? 1 : 0,
    line: 1,
    newline: newlineFrom(text, 0),
    fresh: true,
    delimiter: null,
    statement: 0,
  };
  while (state.at < text.length) step(state);
  return { tokens: state.tokens, comments: state.comments, problems: state.problems };
}

function step(state: State): void {
  const { text, at } = state;
  const space = match(SPACE, text, at);
  if (space !== null) {
    if (space.includes('\n')) state.fresh = true;
    state.at += space.length;
    return;
  }
  if (skipComment(state) || (state.fresh && ownLine(state)) || endOfBatch(state)) return;
  const taken = quoted(state) || wordLike(state);
  if (!taken) symbol(state);
  state.fresh = false;
}

const SPACE = /\s+/y;

function skipComment(state: State): boolean {
  const { text, at, dialect } = state;
  const two = text.slice(at, at + 2);
  if (two === '--') return lineComment(state);
  if (text[at] === '#' && isHashComment(state)) return lineComment(state);
  if (two === '*/') {
    state.at += 2; // the end of a comment that MySQL executes
    return true;
  }
  if (text.startsWith('{%', at) || text.startsWith('{#', at))
    return template(state, text[at + 1] === '%' ? '%}' : '#}');
  if (two !== '/*') return false;
  const executed = dialect === 'mysql' || dialect === 'unknown' ? match(/\/\*M?!\d*/y, text, at) : null;
  if (executed === null) blockComment(state);
  else state.at += executed.length;
  return true;
}

/** In MySQL always; `#tmp` is a table of T-SQL and `#>` an operator of PostgreSQL. */
function isHashComment({ dialect, fresh, text, at }: State): boolean {
  return dialect === 'mysql' || (dialect === 'unknown' && fresh && /[\s#!-]/.test(text[at + 1] ?? ' '));
}

function lineComment(state: State): boolean {
  // PostgreSQL ends it at a lone carriage return as well, which an editor may not even show
  const text = match(/[^\r\n]*/y, state.text, state.at) ?? '';
  state.comments.push({ text, line: lineAt(state, state.at), from: state.at });
  state.at += text.length;
  return true;
}

function template(state: State, closer: string): boolean {
  const end = state.text.slice(state.at, state.at + 2000).indexOf(closer);
  if (end === -1) return false;
  state.at += end + closer.length;
  return true;
}

function blockComment(state: State): void {
  const { text, at, dialect } = state;
  const nests = dialect === 'postgresql' || dialect === 'mssql' || dialect === 'unknown';
  const plain = text.indexOf('*/', at + 2);
  // one that never closes when nested is read as the others read it, so that it cannot hide what follows
  const end = (nests ? nestedEnd(text, at) : null) ?? (plain === -1 ? null : plain + 2);
  if (end === null) state.problems.push({ line: lineAt(state, at), why: 'a comment is opened and never closed' });
  const to = end ?? text.length;
  state.comments.push({ text: text.slice(at, to), line: lineAt(state, at), from: at });
  state.at = to;
}

function nestedEnd(text: string, at: number): number | null {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = at;
  let depth = 0;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return null;
}

/** What takes a line of its own: commands of psql, `DELIMITER`, `GO`, the lone slash of SQL*Plus. */
function ownLine(state: State): boolean {
  const { text, at, dialect } = state;
  if (text[at] === '\\' || (dialect !== 'postgresql' && REMARK.test(lineFrom(text, at)))) {
    skipLine(state);
    return true;
  }
  const delimiter = dialect === 'postgresql' ? null : DELIMITER.exec(lineFrom(text, at));
  if (delimiter) {
    state.delimiter = delimiter[1] === ';' ? null : (delimiter[1] ?? null);
    skipLine(state);
    return true;
  }
  if (!ALONE.test(lineFrom(text, at))) return false;
  push(state, 'end', '', text.indexOf('\n', at) === -1 ? text.length : text.indexOf('\n', at));
  return true;
}

/** Free text of SQL*Plus, with apostrophes that open nothing. */
const REMARK = /^(?:prompt|rem|remark)(?:\s|$)/i;
const DELIMITER = /^delimiter\s+(\S+)\s*$/i;
const ALONE = /^(?:go(?:\s+\d+)?|\/)\s*;?\s*(?:--.*)?$/i;

/** Long lines are data: what stands alone on a line is short. */
function lineFrom(text: string, at: number): string {
  const end = text.slice(at, at + 200).search(/\r?\n/);
  return text.slice(at, at + (end === -1 ? 200 : end));
}

function skipLine(state: State): void {
  const end = state.text.indexOf('\n', state.at);
  state.at = end === -1 ? state.text.length : end;
}

function endOfBatch(state: State): boolean {
  const { text, at, delimiter } = state;
  if (delimiter !== null && text.startsWith(delimiter, at)) {
    push(state, 'end', '', at + delimiter.length);
    return true;
  }
  if (text[at] !== ';') return false;
  push(state, 'symbol', ';', at + 1);
  if (copiesFromHere(state)) skipCopiedRows(state);
  state.statement = state.tokens.length;
  return true;
}

/** `COPY t FROM stdin;` of a dump: the rows follow, up to a line with `\.`. */
function copiesFromHere({ tokens, statement }: State): boolean {
  if (tokens[statement]?.lower !== 'copy') return false;
  return tokens.slice(statement, statement + 400).some(({ lower }) => lower === 'stdin');
}

function skipCopiedRows(state: State): void {
  const end = state.text.indexOf('\n\\.', state.at);
  if (end === -1) return;
  state.at = end + 3;
}
