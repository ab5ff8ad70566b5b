import { describe, expect, test } from 'vitest';
import type { Statement } from '../../src/model/statement.ts';
import { drawQuestions, weighQuestions } from '../../src/stats/ask.ts';
import type { Known } from '../../src/stats/ask-worth.ts';
import { everAsked } from '../../src/stats/ever-asked.ts';
import { seeded } from '../../src/stats/random.ts';
import { rateOf } from '../../src/stats/rate.ts';

const DAY = 86_400_000;
const DAYS = 60;

function statement(of: string, n: number, first: number): Statement {
  return {
    id: `r-${of}-${n}`,
    kind: 'ruling',
    of,
    by: { kind: 'rule' },
    repo: 'shop',
    branch: 'main',
    first,
    last: first,
    subject: 'a',
    path: 'a',
    line: null,
    refuses: true,
    confidence: null,
    criterion: null,
    spec: null,
    became: 'open',
    loop: '',
    label: null,
  };
}

function answered(one: Statement, says: 'right' | 'wrong', drawn: number | null, ts: number): Statement {
  return {
    ...one,
    label: { says, ts, because: '', strategy: drawn === null ? 'volunteered' : 'drawn', drawn },
  };
}

type Rule = { readonly id: string; readonly aDay: number; readonly right: number };

/** Two months in which a person answers the first `most` of five questions a day about two rules of which one is mostly right. */
function twoMonths(
  seed: number,
  rules: readonly Rule[],
  most: number,
): { readonly all: number; readonly labelled: readonly Statement[] } {
  const random = seeded(seed);
  const known = new Map<string, Known>();
  const rights = new Map<string, boolean>();
  let open: readonly Statement[] = [];
  const labelled: Statement[] = [];
  for (let day = 0; day < DAYS; day += 1) {
    open = open.filter(({ first }) => day * DAY - first <= 30 * DAY);
    const candidates = open.map(({ id, of }) => ({ id, cluster: id, cell: of, stake: 1 }));
    const drawn = drawQuestions(weighQuestions(candidates, new Map(known), 5), random).slice(0, most);
    for (const { id, chance } of drawn) {
      const one = open.find((other) => other.id === id);
      if (one === undefined) continue;
      const says = rights.get(id) === true ? 'right' : 'wrong';
      labelled.push(answered(one, says, chance, day * DAY));
      const { right, wrong, gap } = known.get(one.of) ?? { right: 0, wrong: 0, gap: 0 };
      known.set(one.of, { right: right + (says === 'right' ? 1 : 0), wrong: wrong + (says === 'wrong' ? 1 : 0), gap });
    }
    const ids = new Set(drawn.map(({ id }) => id));
    const fresh = rules.flatMap(({ id, aDay, right }) =>
      Array.from({ length: aDay }, (_, i) => {
        const one = statement(id, day * 100 + i, day * DAY);
        rights.set(one.id, random() < right);
        return one;
      }),
    );
    open = [...open.filter(({ id }) => !ids.has(id)), ...fresh];
  }
  return { all: [...rights.values()].filter(Boolean).length / rights.size, labelled };
}

function shareOf(statements: readonly Statement[]): number {
  const rate = rateOf(
    statements.flatMap(({ label }) => (label === null ? [] : [{ right: label.says === 'right', chance: label.drawn }])),
  );
  return rate.kind === 'known' ? rate.share : Number.NaN;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('what answers of many days stand for', () => {
  test.each([
    { name: 'all five', aDay: [2, 4], right: [0.5, 0.95], most: 5, off: 0.06 },
    { name: 'all five of many', aDay: [5, 10], right: [0.5, 0.95], most: 5, off: 0.05 },
    { name: 'the first two', aDay: [5, 10], right: [0.5, 0.95], most: 2, off: 0.1 },
  ])('is all that was said, where a person answers $name', ({ aDay, right, most, off }) => {
    const rules = ['a', 'b'].map((id, i) => ({ id, aDay: aDay[i] ?? 0, right: right[i] ?? 0 }));
    const runs = Array.from({ length: 20 }, (_, seed) => twoMonths(seed + 1, rules, most));
    const truth = mean(runs.map(({ all }) => all));
    const byDay = mean(runs.map(({ labelled }) => shareOf(labelled)));
    const ever = mean(runs.map(({ labelled }) => shareOf(everAsked(labelled, DAYS * DAY))));
    console.info(
      `truth ${truth.toFixed(3)}, by the chance of a day ${byDay.toFixed(3)}, of all days ${ever.toFixed(3)}`,
    );
    expect(Math.abs(byDay - truth)).toBeGreaterThan(off);
    expect(Math.abs(ever - truth)).toBeLessThan(0.05);
  });

  test('rests on the days on which somebody was asked in that repository while it was there', () => {
    const said = (n: number, first: number, at: number, drawn: number | null): Statement =>
      answered(statement('a', n, first * DAY), 'right', drawn, at * DAY);
    const drawnOf = (statements: readonly Statement[]): readonly (number | null | undefined)[] =>
      everAsked(statements, 40 * DAY).map(({ label }) => label?.drawn);
    // asked on days 3, 5 and 39; the one of day 39 was said on day 38, that of day 1 was there for 30 days
    expect(drawnOf([said(1, 1, 3, 0.5), said(2, 4, 5, 0.5), said(3, 38, 39, 0.5)])).toEqual([0.75, 0.5, 0.5]);
    expect(drawnOf([said(1, 1, 3, 1), said(2, 2, 2, 0.25)])).toEqual([1, 0.25]);
    expect(drawnOf([said(1, 1, 3, null), said(2, 1, 5, 0.5)])).toEqual([null, 0.5]);
    const elsewhere = { ...said(2, 1, 5, 0.5), repo: 'other' };
    expect(drawnOf([said(1, 1, 3, 0.5), elsewhere])).toEqual([0.5, 0.5]);
    // turned back clocks: said after it was answered
    expect(drawnOf([said(1, 90, 3, 0.5)])).toEqual([0.5]);
  });
});
