import { type Cursor, accept, acceptWord, cursorOn, expect, fail, inside, lineAt, sees, skip } from './cursor.ts';
import type { Expression } from './syntax.ts';

type Read = (cursor: Cursor) => Expression;

/** `"a-${var.b}"`: the cursor stands behind the first quote, and ends behind the last. */
export function readQuoted(cursor: Cursor, read: Read): Expression {
  const from = cursor.at;
  return inside(cursor, true, () => readParts(cursor, read, from, true));
}

/** `<<-EOT` up to a line with nothing but `EOT`; the cursor stands behind `<<` and ends at that line's end. */
export function readHeredoc(cursor: Cursor, read: Read): Expression {
  const isIndented = accept(cursor, '-');
  const word = acceptWord(cursor);
  if (word === null) fail(cursor, 'a heredoc without a name');
  const start = cursor.text.indexOf('\n', cursor.at) + 1;
  if (start === 0) fail(cursor, `the heredoc ${word} does not end`);
  const firstLine = lineAt(cursor, start);
  const lines: string[] = [];
  for (let at = start; ;) {
    const next = cursor.text.indexOf('\n', at);
    const end = next === -1 ? cursor.text.length : next;
    const line = cursor.text.slice(at, end);
    if (line.trim() === word) {
      cursor.at = line.endsWith('\r') ? end - 1 : end;
      break;
    }
    if (next === -1) fail(cursor, `the heredoc ${word} does not end`);
    lines.push(line.replace(/\r$/, ''));
    at = next + 1;
  }
  const text = (isIndented ? dedent(lines) : lines).map((line) => `${line}\n`).join('');
  const inner = cursorOn(text, firstLine);
  inner.depth = cursor.depth;
  return inside(inner, true, () => readParts(inner, read, 0, false));
}

function dedent(lines: readonly string[]): readonly string[] {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const least = indents.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  return lines.map((line) => line.slice(Math.min(least, line.length)));
}

function readParts(cursor: Cursor, read: Read, from: number, isQuoted: boolean): Expression {
  const parts: Expression[] = [];
  let isOpaque = false;
  let literal = '';
  const flush = (): void => {
    if (literal !== '') parts.push({ kind: 'value', value: literal });
    literal = '';
  };
  while (cursor.at < cursor.text.length) {
    if (isQuoted && accept(cursor, '"')) {
      flush();
      return joined(parts, isOpaque ? cursor.text.slice(from, cursor.at - 1) : null);
    }
    if (sees(cursor, '$${') || sees(cursor, '%%{')) {
      literal += cursor.text.slice(cursor.at + 1, cursor.at + 3);
      cursor.at += 3;
    } else if (accept(cursor, '${')) {
      flush();
      parts.push(readInterpolation(cursor, read));
    } else if (accept(cursor, '%{')) {
      isOpaque = true;
      parts.push(...readDirective(cursor, read));
    } else literal += isQuoted ? readCharacter(cursor) : readRun(cursor);
  }
  if (isQuoted) fail(cursor, 'a text that does not end');
  flush();
  return joined(parts, isOpaque ? cursor.text : null);
}

function joined(parts: readonly Expression[], opaque: string | null): Expression {
  const [only] = parts;
  if (opaque !== null) return { kind: 'opaque', text: opaque, parts: parts.filter(({ kind }) => kind !== 'value') };
  if (!only) return { kind: 'value', value: '' };
  // "${a}" alone is a itself, of whatever type
  return parts.length === 1 ? only : { kind: 'template', parts };
}

function readInterpolation(cursor: Cursor, read: Read): Expression {
  accept(cursor, '~');
  const inner = read(cursor);
  skip(cursor);
  accept(cursor, '~');
  expect(cursor, '}');
  return inner;
}

function readDirective(cursor: Cursor, read: Read): readonly Expression[] {
  accept(cursor, '~');
  skip(cursor);
  const word = acceptWord(cursor);
  const found: Expression[] = [];
  skip(cursor);
  if (word === 'for') while (!sees(cursor, '}') && acceptWord(cursor) !== 'in') separators(cursor);
  skip(cursor);
  if (word === 'if' || word === 'for') found.push(read(cursor));
  skip(cursor);
  accept(cursor, '~');
  expect(cursor, '}');
  return found;
}

function separators(cursor: Cursor): void {
  const from = cursor.at;
  skip(cursor);
  accept(cursor, ',');
  skip(cursor);
  if (cursor.at === from) fail(cursor, 'a for that names nothing');
}

const RUN = /[^$%]+|[$%]/y;
const QUOTED_RUN = /[^$%"\\\n]+|[$%]/y;

function readRun(cursor: Cursor): string {
  return runOf(cursor, RUN);
}

function runOf(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at;
  const run = pattern.exec(cursor.text)?.[0] ?? '';
  cursor.at += run.length;
  return run;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '/': '/' };

function readCharacter(cursor: Cursor): string {
  if (!accept(cursor, '\\')) {
    const run = runOf(cursor, QUOTED_RUN);
    return run === '' ? fail(cursor, 'a text that goes on in the next line') : run;
  }
  const character = cursor.text[cursor.at++] ?? '';
  if (character !== 'u' && character !== 'U') return ESCAPES[character] ?? character;
  const length = character === 'u' ? 4 : 8;
  const code = Number.parseInt(cursor.text.slice(cursor.at, cursor.at + length), 16);
  cursor.at += length;
  return Number.isNaN(code) || code > 0x10ffff
    ? fail(cursor, 'an escape that is no character')
    : String.fromCodePoint(code);
}
