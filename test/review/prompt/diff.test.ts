import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editScript, type Group } from '../../../src/review/prompt/diff/edit-script.ts';
import { evenOut } from '../../../src/review/prompt/diff/even-out.ts';
import { splitLines } from '../../../src/review/prompt/diff/text-lines.ts';

const texts = fc
  .array(fc.constantFrom('a', 'b', 'c', '}', '', '  x', '  y'), { maxLength: 24 })
  .chain((lines) => fc.constantFrom(lines.join('\n'), `${lines.join('\n')}\n`));

/** What the groups say after is made of: kept lines from before, the rest from after. */
function applied(before: string, after: string, groups: readonly Group[]): readonly string[] {
  const [a, b] = [splitLines(before).lines, splitLines(after).lines];
  const made: string[] = [];
  let at = 0;
  for (const { a0, a1, b0, b1 } of groups) {
    made.push(...a.slice(at, a0), ...b.slice(b0, b1));
    at = a1;
  }
  return [...made, ...a.slice(at)];
}

function sizeOf(groups: readonly Group[]): number {
  return groups.reduce((sum, { a0, a1, b0, b1 }) => sum + a1 - a0 + b1 - b0, 0);
}

/** By the table that is in every textbook. */
function fewest(before: string, after: string): number {
  const [a, b] = [before, after].map((text) => {
    const { lines, open } = splitLines(text);
    return lines.map((line, at) => (open && at === lines.length - 1 ? `${line}\n` : line));
  });
  if (a === undefined || b === undefined) return -1;
  let row = Array.from({ length: b.length + 1 }, () => 0);
  for (const line of a) {
    const next = [0];
    for (const [at, other] of b.entries())
      next.push(line === other ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    row = next;
  }
  return a.length + b.length - 2 * (row.at(-1) ?? 0);
}

describe('an edit script', () => {
  test('makes one text the other, with as few lines as can be', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const groups = editScript(splitLines(before), splitLines(after));
        expect(applied(before, after, groups)).toEqual(splitLines(after).lines);
        expect(sizeOf(groups)).toBe(fewest(before, after));
      }),
      { numRuns: 3_000 },
    );
  });

  test('is right, if longer, when no step may be spent on it', () => {
    fc.assert(
      fc.property(texts, texts, fc.integer({ min: 0, max: 40 }), (before, after, steps) => {
        const groups = editScript(splitLines(before), splitLines(after), steps);
        expect(applied(before, after, groups)).toEqual(splitLines(after).lines);
      }),
      { numRuns: 2_000 },
    );
  });

  test('leaves one line that is the same between two groups', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const groups = editScript(splitLines(before), splitLines(after));
        for (const [index, { a0, b0 }] of groups.entries()) {
          const last = groups[index - 1];
          if (last) expect(a0 - last.a1).toBeGreaterThan(0);
          if (last) expect(b0 - last.b1).toBe(a0 - last.a1);
        }
      }),
    );
  });

  test('comes to an end on texts made to be dear', () => {
    const lines = (count: number, of: (index: number) => string): string =>
      Array.from({ length: count }, (_, index) => `${of(index)}\n`).join('');
    const dear = [
      [lines(40_000, (i) => String(i % 2)), lines(40_000, (i) => String(i % 3))],
      [lines(30_000, (i) => String((i * 7919) % 30_011)), lines(30_000, (i) => String((i * 104_729) % 30_011))],
      [lines(50_000, String), lines(50_000, (i) => String(49_999 - i))],
    ];
    for (const [before = '', after = ''] of dear) {
      const groups = editScript(splitLines(before), splitLines(after));
      expect(applied(before, after, groups)).toEqual(splitLines(after).lines);
    }
  });

  test('shows a new function from its head to its end', () => {
    const before = 'function a() {\n  one();\n}\n\nfunction c() {\n  three();\n}\n';
    const after = before.replace('function c', 'function b() {\n  two();\n}\n\nfunction c');
    expect(editScript(splitLines(before), splitLines(after))).toEqual([{ a0: 4, a1: 4, b0: 4, b1: 8 }]);
  });

  test('tells so many more lines as changed as git counts, and stays right', () => {
    fc.assert(
      fc.property(texts, texts, fc.nat({ max: 5 }), (before, after, more) => {
        const groups = editScript(splitLines(before), splitLines(after));
        const [a, b] = [splitLines(before).lines.length, splitLines(after).lines.length];
        const kept = a - groups.reduce((sum, { a0, a1 }) => sum + a1 - a0, 0);
        const evened = evenOut(groups, { before: a, after: b }, more, () => false);
        expect(applied(before, after, evened)).toEqual(splitLines(after).lines);
        expect(sizeOf(evened)).toBe(sizeOf(groups) + 2 * Math.min(more, kept));
      }),
    );
  });
});
