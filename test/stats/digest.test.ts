import { describe, expect, test } from 'vitest';
import type { Label } from '../../src/model/label.ts';
import type { Statement } from '../../src/model/statement.ts';
import { mondayOf, dayName } from '../../src/stats/calendar.ts';
import { chanceOfMore, digestOf, digestSince } from '../../src/stats/digest.ts';
import { digestLines } from '../../src/stats/digest-text.ts';

const DAY = 86_400_000;
/** A Thursday. */
const NOW = Date.UTC(2026, 0, 15, 12);

function said(of: string, says: Label, ts: number): Statement {
  return {
    id: 'r-1',
    kind: 'ruling',
    of,
    by: { kind: 'rule' },
    repo: 'shop',
    branch: 'main',
    first: ts,
    last: ts,
    subject: 'a',
    path: 'a',
    line: null,
    refuses: true,
    confidence: null,
    criterion: null,
    spec: null,
    became: 'open',
    loop: '',
    label: { says, ts, because: '', strategy: 'drawn', drawn: 1 },
  };
}
const times = (n: number, one: Statement): readonly Statement[] => Array.from({ length: n }, () => one);
const digest = (statements: readonly Statement[]): ReturnType<typeof digestOf> =>
  digestOf({ now: NOW, repo: null, statements, tuned: [], outcomes: [] }, { days: [] });

test('a week begins on its Monday, also before 1970', () => {
  expect(dayName(mondayOf(Math.floor(NOW / DAY)))).toBe('2026-01-12');
  expect(dayName(mondayOf(Math.floor(Date.UTC(2026, 0, 12) / DAY)))).toBe('2026-01-12');
  expect(dayName(mondayOf(-1))).toBe('1969-12-29');
  expect(dayName(Math.floor(digestSince(NOW) / DAY))).toBe('2025-12-15');
});

/** Integrated by SciPy (quad over beta.pdf and beta.cdf). */
test.each([
  [5, 10, 5, 10, 0.5],
  [8, 10, 2, 10, 0.9964],
  [1, 4, 20, 40, 0.137],
  [0, 3, 10, 20, 0.0331],
  [12, 15, 30, 60, 0.9776],
])('%d of %d is a larger share than %d of %d with certainty %d', (k, n, l, m, sure) => {
  expect(chanceOfMore([k, n], [l, m])).toBeCloseTo(sure, 2);
});

describe('a contract', () => {
  test('of which doubtful things were drawn this week is not said to have become noisy by that', () => {
    const drawn = (says: Label, ts: number, chance: number): Statement => {
      const one = said('a.rule', says, ts);
      return one.label === null ? one : { ...one, label: { ...one.label, drawn: chance } };
    };
    const was = [
      ...times(15, said('a.rule', 'right', NOW - 20 * DAY)),
      ...times(5, said('a.rule', 'wrong', NOW - 20 * DAY)),
    ];
    // twelve that were sure to be asked about are wrong; each of the others stands for ten
    const now = [...times(12, drawn('wrong', NOW - DAY, 1)), ...times(8, drawn('right', NOW - DAY, 0.1))];
    const [shift] = digest([...was, ...now]).contracts;
    expect(shift).toMatchObject({ now: { wrong: 12, right: 8 }, noise: { n: 20, method: 'hajek+jeffreys' } });
    expect(shift?.noise.kind === 'known' && shift.noise.share).toBeCloseTo(12 / 92);
    expect(shift?.noisier).toBeLessThan(0.5);
  });

  test('that became noisy this week is said to be, with both rates', () => {
    const was = times(20, said('a.rule', 'right', NOW - 20 * DAY));
    const text = digestLines(digest([...was, ...times(9, said('a.rule', 'wrong', NOW - DAY))])).join('\n');
    expect(text).toMatch(/a\.rule is noisier \(0\.99 sure\)|a\.rule is noisier \(1\.00 sure\)/);
    expect(text).toContain('now 1.00 [');
    expect(text).toContain('of 9 labels');
  });

  test('on which two of two agree with before has not moved', () => {
    const was = times(4, said('a.rule', 'right', NOW - 20 * DAY));
    const text = digestLines(digest([...was, ...times(2, said('a.rule', 'right', NOW - DAY))])).join('\n');
    expect(text).toContain('Nothing has moved for sure');
  });

  test('of which nothing was said before is counted and not compared', () => {
    const { contracts } = digest(times(3, said('a.rule', 'gap', NOW - DAY)));
    expect(contracts).toMatchObject([
      { id: 'a.rule', now: { gap: 3 }, before: { gap: 0 }, noisier: null, vaguer: null },
    ]);
  });
});

test('a week in which nobody said anything says so', () => {
  expect(digestLines(digest([])).join('\n')).toContain('guardrail ask');
});
