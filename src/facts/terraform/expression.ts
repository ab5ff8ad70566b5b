import { type Cursor, accept, acceptWord, cursorOn, expect, fail, inside, lineAt, sees, skip } from './cursor.ts';
import type { Expression, ObjectEntry, Step } from './syntax.ts';
import { readHeredoc, readQuoted } from './template.ts';

/** The text of one expression; null where it is none. */
export function parseExpression(text: string, firstLine = 1): Expression | null {
  const cursor = cursorOn(text, firstLine);
  cursor.wrap = true;
  try {
    const expression = readExpression(cursor);
    skip(cursor);
    return cursor.at === text.length ? expression : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#expressions */
export function readExpression(cursor: Cursor): Expression {
  return inside(cursor, cursor.wrap, () => {
    const test = readBinary(cursor, 0);
    skip(cursor);
    if (!accept(cursor, '?')) return test;
    const yes = readExpression(cursor);
    expect(cursor, ':');
    return { kind: 'condition', test, yes, no: readExpression(cursor) };
  });
}

/** The higher the tighter. */
const TIGHTNESS: ReadonlyMap<string, number> = new Map([
  ['||', 1],
  ['&&', 2],
  ['==', 3],
  ['!=', 3],
  ['<=', 4],
  ['>=', 4],
  ['<', 4],
  ['>', 4],
  ['+', 5],
  ['-', 5],
  ['*', 6],
  ['/', 6],
  ['%', 6],
]);
const OPERATOR = /\|\||&&|[=!<>]=|[<>+\-*/]|%(?!\{)/y;

function readBinary(cursor: Cursor, least: number): Expression {
  let left = readUnary(cursor);
  for (;;) {
    skip(cursor);
    OPERATOR.lastIndex = cursor.at;
    const operator = OPERATOR.exec(cursor.text)?.[0];
    const tightness = operator === undefined ? 0 : (TIGHTNESS.get(operator) ?? 0);
    if (operator === undefined || tightness <= least) return left;
    cursor.at += operator.length;
    left = { kind: 'binary', operator, left, right: readBinary(cursor, tightness) };
  }
}

function readUnary(cursor: Cursor): Expression {
  skip(cursor);
  const operator = accept(cursor, '!') ? '!' : accept(cursor, '-') ? '-' : null;
  if (operator === null) return readSteps(cursor, readTerm(cursor));
  return inside(cursor, cursor.wrap, () => ({ kind: 'unary', operator, of: readUnary(cursor) }));
}

function readSteps(cursor: Cursor, term: Expression): Expression {
  let of = term;
  for (;;) {
    const before = cursor.at;
    skip(cursor);
    if (accept(cursor, '.*')) of = { kind: 'splat', of, steps: readNames(cursor) };
    else if (sees(cursor, '.') && !sees(cursor, '...')) {
      cursor.at++;
      of = { kind: 'step', of, step: readName(cursor) };
    } else if (accept(cursor, '[')) of = readIndex(cursor, of);
    else {
      cursor.at = before;
      return of;
    }
  }
}

function readName(cursor: Cursor): Step {
  skip(cursor);
  const digits = /[0-9]+/y;
  digits.lastIndex = cursor.at;
  const index = digits.exec(cursor.text)?.[0];
  if (index !== undefined) {
    cursor.at += index.length;
    return { key: { kind: 'value', value: Number(index) } };
  }
  const name = acceptWord(cursor);
  return name === null ? fail(cursor, 'a name is missing behind "."') : { name };
}

/** Behind `.*` only names belong to the splat; behind `[*]` indexes do too. */
function readNames(cursor: Cursor): readonly Step[] {
  const steps: Step[] = [];
  while (sees(cursor, '.') && !sees(cursor, '...')) {
    cursor.at++;
    steps.push(readName(cursor));
  }
  return steps;
}

function readIndex(cursor: Cursor, of: Expression): Expression {
  if (accept(cursor, '*]')) {
    const steps: Step[] = [];
    for (;;) {
      if (sees(cursor, '.') && !sees(cursor, '...')) steps.push(...readNames(cursor));
      else if (sees(cursor, '[') && accept(cursor, '[')) steps.push({ key: readKey(cursor) });
      else return { kind: 'splat', of, steps };
    }
  }
  return { kind: 'step', of, step: { key: readKey(cursor) } };
}

function readKey(cursor: Cursor): Expression {
  return inside(cursor, true, () => {
    const key = readExpression(cursor);
    expect(cursor, ']');
    return key;
  });
}

const NUMBER = /[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

function readTerm(cursor: Cursor): Expression {
  if (accept(cursor, '"')) return readQuoted(cursor, readExpression);
  if (accept(cursor, '<<')) return readHeredoc(cursor, readExpression);
  if (accept(cursor, '(')) {
    return inside(cursor, true, () => {
      const inner = readExpression(cursor);
      expect(cursor, ')');
      return inner;
    });
  }
  if (accept(cursor, '[')) return inside(cursor, true, () => readList(cursor));
  if (accept(cursor, '{')) return inside(cursor, true, () => readObject(cursor));
  NUMBER.lastIndex = cursor.at;
  const number = NUMBER.exec(cursor.text)?.[0];
  if (number !== undefined) {
    cursor.at += number.length;
    return { kind: 'value', value: Number(number) };
  }
  return readWord(cursor);
}

const CONSTANTS: Readonly<Record<string, null | boolean>> = { true: true, false: false, null: null };

function readWord(cursor: Cursor): Expression {
  let word = acceptWord(cursor) ?? fail(cursor, 'a value is missing');
  while (accept(cursor, '::')) word += `::${acceptWord(cursor) ?? ''}`; // provider::aws::arn_parse
  if (accept(cursor, '(')) return inside(cursor, true, () => readCall(cursor, word));
  const constant = CONSTANTS[word];
  return constant === undefined ? { kind: 'name', name: word } : { kind: 'value', value: constant };
}

function readCall(cursor: Cursor, name: string): Expression {
  const args: Expression[] = [];
  let spread = false;
  for (;;) {
    skip(cursor);
    if (accept(cursor, ')')) return { kind: 'call', name, args, spread };
    args.push(readExpression(cursor));
    skip(cursor);
    spread = accept(cursor, '...');
    skip(cursor);
    if (!accept(cursor, ',') && !sees(cursor, ')')) fail(cursor, `"," or ")" is missing in ${name}()`);
  }
}

function readList(cursor: Cursor): Expression {
  skip(cursor);
  if (seesFor(cursor)) return readFor(cursor, ']');
  const items: Expression[] = [];
  for (;;) {
    skip(cursor);
    if (accept(cursor, ']')) return { kind: 'list', items };
    items.push(readExpression(cursor));
    skip(cursor);
    if (!accept(cursor, ',') && !sees(cursor, ']')) fail(cursor, '"," or "]" is missing');
  }
}

function readObject(cursor: Cursor): Expression {
  skip(cursor);
  if (seesFor(cursor)) return readFor(cursor, '}');
  const entries: ObjectEntry[] = [];
  for (;;) {
    skip(cursor, true);
    if (accept(cursor, '}')) return { kind: 'object', entries };
    const line = lineAt(cursor, cursor.at);
    const key = readUnary(cursor);
    expectEither(cursor);
    const value = inside(cursor, false, () => {
      skip(cursor, true);
      return readExpression(cursor);
    });
    entries.push({ key: key.kind === 'name' ? { kind: 'value', value: key.name } : key, value, line });
    skip(cursor, false);
    if (!accept(cursor, ',') && !sees(cursor, '\n') && !sees(cursor, '}')) fail(cursor, '"," or "}" is missing');
  }
}

function expectEither(cursor: Cursor): void {
  skip(cursor);
  if (!accept(cursor, '=') && !accept(cursor, ':')) fail(cursor, '"=" is missing');
}

function seesFor(cursor: Cursor): boolean {
  return (
    sees(cursor, 'for') &&
    /[\s/#]/.test(cursor.text[cursor.at + 3] ?? '') &&
    !/\s*[=:]/y.test(cursor.text.slice(cursor.at + 3, cursor.at + 40))
  );
}

function readFor(cursor: Cursor, end: string): Expression {
  cursor.at += 'for'.length;
  const first = readNameOfFor(cursor);
  const second = accept(cursor, ',') ? readNameOfFor(cursor) : null;
  if (acceptWord(cursor) !== 'in') fail(cursor, '"in" is missing');
  const over = readExpression(cursor);
  expect(cursor, ':');
  const one = readExpression(cursor);
  skip(cursor);
  const other = end === '}' && accept(cursor, '=>') ? readExpression(cursor) : null;
  skip(cursor);
  const grouped = accept(cursor, '...');
  skip(cursor);
  const test = acceptWord(cursor) === 'if' ? readExpression(cursor) : null;
  expect(cursor, end);
  return {
    kind: 'for',
    keyName: second === null ? null : first,
    valueName: second ?? first,
    over,
    key: end === '}' ? one : null,
    value: other ?? one,
    test,
    grouped,
  };
}

function readNameOfFor(cursor: Cursor): string {
  skip(cursor);
  const name = acceptWord(cursor) ?? fail(cursor, 'a for that names nothing');
  skip(cursor);
  return name;
}
