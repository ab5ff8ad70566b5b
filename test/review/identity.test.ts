import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { essenceOf, findingId, withIds } from '../../src/review/identity.ts';
import { findingOf } from './findings.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const idOf = (quote: string, symbol = 'save', path = 'src/a.ts', model = 'errors.swallowed'): string =>
  findingId(model, path, symbol, quote, hash);

describe('the id of a finding', () => {
  const same: readonly (readonly [name: string, a: string, b: string])[] = [
    ['indentation', 'catch {}', '\t\t  catch {}'],
    ['line breaks', 'call(a, b)', 'call(\n  a,\n  b,\n)'],
    ['the sort of quotes', "throw new Error('x')", 'throw new Error("x")'],
    ['a semicolon at the end', 'return null', 'return null;'],
  ];
  test.each(same)('survives %s', (_, a, b) => expect(idOf(a)).toBe(idOf(b)));

  test('is another one for another failure model, path, symbol or quote, and one people can type', () => {
    const ids = [
      idOf('a(1)'),
      idOf('a(2)'),
      idOf('a(1)', 'load'),
      idOf('a(1)', 'save', 'src/b.ts'),
      idOf('a(1)', 'save', 'src/a.ts', 'other'),
    ];
    expect(new Set(ids).size).toBe(5);
    for (const id of ids) expect(id).toMatch(/^f-[0-9a-hjkmnp-tv-z]{7}$/);
  });

  test('is not muddled where one part ends and the next begins', () => {
    expect(idOf('c', 'ab')).not.toBe(idOf('bc', 'a'));
  });

  test('tells equal ones of one symbol apart by where they stand, in whatever order they were said', () => {
    const [first, second, third] = [9, 30, 12].map((line) => findingOf({ line, quote: 'return null;' }));
    if (first === undefined || second === undefined || third === undefined) throw new Error('three findings');
    const named = withIds([second, first, third], hash);
    const again = withIds([third, second, first], hash);
    expect(new Set(named.map(({ id }) => id)).size).toBe(3);
    const byLine = (all: typeof named): unknown => all.map(({ id, line }) => `${line} ${id}`).sort();
    expect(byLine(named)).toEqual(byLine(again));
    expect(named.map(({ line }) => line)).toEqual([30, 9, 12]);
    const taken = withIds([first], hash, new Set([named[1]?.id ?? '']));
    expect(taken[0]?.id).not.toBe(named[1]?.id);
  });

  test('keeps apart what differs in more than spelling', () => {
    expect(essenceOf('a(b, c)')).not.toBe(essenceOf('a(b), c'));
  });
});
