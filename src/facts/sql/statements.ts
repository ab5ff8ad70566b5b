import type { Dialect } from './consequence.ts';
import type { Comment, Token, Tokens } from './scan.ts';

/** A routine is stored by its statement and not run; everything else is run. */
export type Statement = { readonly tokens: readonly Token[]; readonly routine: boolean; readonly closed: boolean };

/**
 * The statements of a text that run when it is applied. Bodies of routines stay whole; blocks (`BEGIN … END`, `IF … THEN`)
 * are taken apart, since what they hold is run.
 */
export function statementsOf({ tokens, comments }: Tokens, dialect: Dialect): readonly Statement[] {
  const runs = forwardOnly(comments);
  const batches = tokens.some(({ kind }) => kind === 'end');
  const statements: Statement[] = [];
  for (const raw of split(tokens, dialect, batches)) {
    const head = raw.tokens[0];
    if (!head || !runs(head.from)) continue;
    if (raw.routine) statements.push(raw);
    else for (const inner of atoms(raw.tokens)) statements.push({ tokens: inner, routine: false, closed: true });
  }
  return statements;
}

const ROUTINES: ReadonlySet<string> = new Set(['function', 'procedure', 'proc', 'trigger', 'event', 'package', 'rule']);
const BETWEEN: ReadonlySet<string> = new Set(
  'or replace alter constraint editionable noneditionable definer = @ aggregate temp temporary type if not exists'.split(
    ' ',
  ),
);

/** `CREATE OR REPLACE FUNCTION`, MySQL's ``CREATE DEFINER=`root`@`%` TRIGGER`` and T-SQL's `ALTER PROCEDURE` with a body. */
export function isRoutine(tokens: readonly Token[]): boolean {
  const verb = tokens[0]?.lower;
  if (verb !== 'create' && verb !== 'alter') return false;
  const object = tokens.slice(0, 13).findIndex((token, at) => at > 0 && !isBetween(token, tokens[at - 1]));
  const word = tokens[object]?.lower ?? '';
  if (word === 'body') return true;
  return ROUTINES.has(word) && (verb === 'create' || hasBody(tokens, object));
}

function isBetween({ kind, lower }: Token, before: Token | undefined): boolean {
  return BETWEEN.has(lower) || kind === 'quoted' || kind === 'string' || lower.startsWith('@') || before?.lower === '=';
}

function hasBody(tokens: readonly Token[], from: number): boolean {
  return tokens.slice(from, from + 200).some(({ lower }) => lower === 'as' || lower === 'begin');
}

function* split(tokens: readonly Token[], dialect: Dialect, batches: boolean): Generator<Statement> {
  let from = 0;
  while (from < tokens.length) {
    const routine = isRoutine(tokens.slice(from, from + 220));
    const { to, closed } = routine
      ? endOfRoutine(tokens, from, dialect, batches)
      : { to: endOf(tokens, from), closed: true };
    if (to > from) yield { tokens: tokens.slice(from, to), routine, closed };
    from = to + 1;
  }
}

function endOf(tokens: readonly Token[], from: number): number {
  let at = from;
  while (at < tokens.length && tokens[at]?.kind !== 'end' && tokens[at]?.lower !== ';') at++;
  return at;
}

/**
 * A body ends where its batch does, if the text has batches; else at the semicolon after its last END. INVARIANT: one that
 * never ends is said to be open, because whatever it swallowed was not looked at.
 */
function endOfRoutine(
  tokens: readonly Token[],
  from: number,
  dialect: Dialect,
  batches: boolean,
): { readonly to: number; readonly closed: boolean } {
  let depth = 0;
  let block = !wantsBlock(tokens, from, dialect);
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token || token.kind === 'end') return { to: at, closed: true };
    const opened = depth;
    depth += change(tokens, at);
    if (depth > opened && token.lower === 'begin') block = true;
    if (token.lower === ';' && depth <= 0 && block && !(batches && dialect !== 'postgresql'))
      return { to: at, closed: true };
  }
  return { to: tokens.length, closed: depth <= 0 };
}

/** Oracle declares between `IS` and `BEGIN`, with semicolons. */
function wantsBlock(tokens: readonly Token[], from: number, dialect: Dialect): boolean {
  for (let at = from; at < Math.min(tokens.length, from + 200); at++) {
    const { lower } = tokens[at] ?? {};
    if (lower === ';') return false;
    if (lower !== 'as' && lower !== 'is') continue;
    const next = tokens[at + 1];
    return next?.kind !== 'string' && (dialect === 'oracle' || next?.lower === 'declare' || next?.lower === 'begin');
  }
  return false;
}

function change(tokens: readonly Token[], at: number): number {
  const { lower } = tokens[at] ?? {};
  if (lower === 'begin') return 1;
  if (lower === 'case') return tokens[at - 1]?.lower === 'end' ? 0 : 1;
  if (lower !== 'end') return 0;
  return /^(?:if|loop|while|repeat|for)$/.test(tokens[at + 1]?.lower ?? '') ? 0 : -1;
}

const BLOCK_WORDS: ReadonlySet<string> = new Set(['then', 'else', 'loop', 'begin', 'try', 'exception', 'catch']);
const VERBS: ReadonlySet<string> = new Set(
  'drop truncate delete update alter create exec execute insert merge set print raiserror return select begin grant revoke throw declare rename disable'.split(
    ' ',
  ),
);

/** What a block holds, one statement each: `IF x THEN DELETE FROM t` is `IF x` and `DELETE FROM t`. */
function* atoms(tokens: readonly Token[]): Generator<readonly Token[]> {
  const merges = tokens[0]?.lower === 'merge' || tokens[0]?.lower === 'with';
  let from = 0;
  for (const at of wordsAtTop(tokens)) {
    if (at > from && startsHere(tokens, from, at)) {
      yield tokens.slice(from, at);
      from = at;
    } else if (!merges && BLOCK_WORDS.has(tokens[at]?.lower ?? '') && !isTransaction(tokens, at)) {
      if (at > from) yield tokens.slice(from, at);
      from = at + 1;
    }
  }
  if (from < tokens.length) yield tokens.slice(from);
}

/** Outside parentheses and outside `CASE … END`. */
function* wordsAtTop(tokens: readonly Token[]): Generator<number> {
  let parens = 0;
  let cases = 0;
  for (const [at, { lower, kind }] of tokens.entries()) {
    if (lower === '(') parens++;
    else if (lower === ')') parens = Math.max(0, parens - 1);
    if (kind !== 'word' || parens > 0) continue;
    if (lower === 'case') cases++;
    else if (lower === 'end' && cases > 0) cases--;
    else if (cases === 0) yield at;
  }
}

/** `BEGIN` alone, `BEGIN TRANSACTION`, `BEGIN IMMEDIATE`: not a block. */
function isTransaction(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.lower !== 'begin') return false;
  const next = tokens[at + 1];
  return (
    !next || /^(?:transaction|tran|work|isolation|read|immediate|deferred|exclusive|concurrent|not)$/.test(next.lower)
  );
}

const OBJECTS =
  /^(?:table|database|schema|view|index|procedure|function|trigger|column|type|sequence|user|login|role)$/;
/** After these a verb is part of the statement: `ON DELETE CASCADE`, `FOR UPDATE`, `AFTER DELETE`, `GRANT CREATE TABLE`. */
const CONTINUES =
  /^(?:,|on|for|then|after|before|or|of|do|key|grant|revoke|instead|and|as|explain|analyze|\(|\.|=|add|also|deny|to|all|any|audit)$/;

function startsHere(tokens: readonly Token[], from: number, at: number): boolean {
  const head = tokens[from]?.lower ?? '';
  const verb = tokens[at]?.lower ?? '';
  if (!VERBS.has(verb) || CONTINUES.test(tokens[at - 1]?.lower ?? '')) return false;
  if (head === 'if' || head === 'while') return true;
  return !WHOLE.test(head) && (STARTS[verb] ?? startsLine)(tokens, at, head);
}

/** In these a verb is never the next statement. */
const WHOLE = /^(?:grant|revoke|merge|explain)$/;

type Starts = (tokens: readonly Token[], at: number, head: string) => boolean;

const STARTS: Readonly<Record<string, Starts>> = {
  delete: (tokens, at) => tokens[at + 1]?.lower === 'from',
  update: (tokens, at, head) =>
    tokens[at]?.first === true && head !== 'insert' && tokens.slice(at, at + 6).some(({ lower }) => lower === 'set'),
  drop: startsObject,
  truncate: startsObject,
  create: startsObject,
  alter: startsObject,
};

function startsObject(tokens: readonly Token[], at: number, head: string): boolean {
  const object = tokens[at + 1]?.lower ?? '';
  return object === 'table' || (tokens[at]?.first === true && head !== 'alter' && OBJECTS.test(object));
}

function startsLine(tokens: readonly Token[], at: number, head: string): boolean {
  const { lower, first } = tokens[at] ?? { lower: '', first: false };
  return first && /^(?:exec|execute|merge|print|declare|grant)$/.test(lower) && !/^(?:create|alter|do)$/.test(head);
}

/** The way forward of a file with both ways in it: what stands below `-- +goose Down` does not run. */
function forwardOnly(comments: readonly Comment[]): (index: number) => boolean {
  const marks = comments.flatMap(({ text, from }) => {
    const tool = MARKS.find(([up, down]) => up.test(text) || down.test(text));
    return tool ? [{ from, up: tool[0].test(text), tool }] : [];
  });
  // a file that was never told where "up" is has no "down": the mark alone must not hide what it runs
  const known = marks.filter(({ up, tool }) => up || marks.some((other) => other.up && other.tool === tool));
  return (index) => known.findLast(({ from }) => from <= index)?.up ?? true;
}

const MARKS: readonly (readonly [up: RegExp, down: RegExp])[] = [
  [/^--\s*\+\s*goose\s+up\b/i, /^--\s*\+\s*goose\s+down\b/i],
  [/^--\s*\+\s*migrate\s+up\b/i, /^--\s*\+\s*migrate\s+down\b/i],
  [/^--\s*migrate:\s*up\b/i, /^--\s*migrate:\s*down\b/i],
  [/^(?:--|#)\s*(?:---\s*)?!ups\b/i, /^(?:--|#)\s*(?:---\s*)?!downs\b/i],
  [/^--\s*rambler\s+up\b/i, /^--\s*rambler\s+down\b/i],
  [/^--\s*up migration\b/i, /^--\s*down migration\b/i],
  [/^--\s*\/\/(?!\s*@undo)/i, /^--\s*\/\/\s*@undo\b/i],
];
