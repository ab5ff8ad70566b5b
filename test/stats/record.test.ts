import { array, assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import type { PastCommit } from '../../src/model/outcome.ts';
import { baselineOf, fewestUntil, recordsOf, shownBy, trackRecord } from '../../src/stats/record.ts';

const DAY = 24 * 60 * 60 * 1000;
const NOW = 2_000 * DAY;
const CELL = { agent: 'claude-code', model: 'sonnet-z', area: 'billing' };
const around = { at: NOW, shown: () => 1 };

type Some = { readonly n: number; readonly daysAgo?: number; readonly bad?: number; readonly came?: number } & Partial<
  typeof CELL
>;

function past({ n, daysAgo = 10, bad = 0, came, ...cell }: Some): readonly PastCommit[] {
  return Array.from({ length: n }, (_, i) => ({
    oid: `${daysAgo}-${bad}-${i}`,
    ts: NOW - daysAgo * DAY,
    ...CELL,
    ...cell,
    weight: bad,
    came: bad > 0 ? NOW - (came ?? daysAgo) * DAY : null,
  }));
}

function recordOf(commits: readonly PastCommit[], cell = CELL): ReturnType<typeof trackRecord>['record'] {
  return trackRecord(commits, cell, around).record;
}

test('of a repository of which nothing is known, every agent is what is usual elsewhere', () => {
  const { record } = trackRecord([], CELL, around);
  expect(record).toMatchObject({ commits: 0, matured: 0, bad: 0, baseline: 0.2, share: 0.2 });
  expect(record.upper).toBeCloseTo(0.3185908840528097, 9); // scipy.stats.beta.ppf(.9, 4, 16)
});

test('trust falls at once', () => {
  const clean = past({ n: 60, daysAgo: 30 });
  const before = recordOf(clean);
  const after = recordOf([...clean, ...past({ n: 1, daysAgo: 30, bad: 1, came: 0 })]);
  expect(after.upper).toBeGreaterThan(before.upper);
  expect(after.bad).toBe(1);
});

test('and rises slowly: ten clean matured commits and seven days', () => {
  const bad = past({ n: 6, daysAgo: 400, bad: 1, came: 20 });
  const rise = (n: number, daysAgo: number): string => recordOf([...bad, ...past({ n, daysAgo })]).held;
  expect(rise(9, 15)).toContain('1 more clean matured commits');
  expect(rise(10, 15)).toBe('');
  const fresh = past({ n: 6, daysAgo: 400, bad: 1, came: 3 });
  expect(recordOf([...fresh, ...past({ n: 40, daysAgo: 2 })]).held).toContain('4 more days');
  const held = recordOf([...fresh, ...past({ n: 40, daysAgo: 2 })]);
  const free = recordOf([...bad, ...past({ n: 40, daysAgo: 15 })]);
  expect(held.upper).toBeGreaterThan(free.upper * 1.5);
});

test('one that just began is not trusted more than others, however clean its first nine are', () => {
  const others = past({ n: 300, agent: '', daysAgo: 50 });
  const first = recordOf([...others, ...past({ n: 9 })]);
  expect(first.upper).toBeCloseTo(0.0226873983949, 9); // as one of which nothing is known: scipy.stats.beta.ppf(.9, 20 b, 20 (1 - b))
  expect(recordOf([...others, ...past({ n: 10 })]).upper).toBeLessThan(first.upper);
  expect(first.toNext).toBeGreaterThan(0);
});

test('a clean commit that is too young says nothing', () => {
  const young = trackRecord(past({ n: 500 }), CELL, { at: NOW, shown: () => 0 }).record;
  expect(young).toMatchObject({ commits: 500, matured: 0, share: 0.2 });
});

test('what another model of the same agent did is worth twenty commits at most', () => {
  const kin = past({ n: 400, model: 'sonnet-y', bad: 1, daysAgo: 0 });
  const others = past({ n: 4000, agent: '', daysAgo: 0 });
  const { upper, baseline, share } = recordOf([...kin, ...others]);
  expect(share).toBeCloseTo((20 * baseline + 20) / 40, 9);
  expect(upper).toBeLessThan(0.7);
  // and of its own it has none
  expect(recordOf([...kin, ...others])).toMatchObject({ commits: 0, bad: 0 });
});

test('an agent without a model is weighed as that, and another area is another record', () => {
  const commits = [...past({ n: 5, model: '' }), ...past({ n: 7, area: 'docs', bad: 1 })];
  expect(recordOf(commits, { ...CELL, model: '' })).toMatchObject({ commits: 5, bad: 0 });
  expect(recordOf(commits)).toMatchObject({ commits: 0, bad: 0 });
});

test.each([
  ['from tomorrow', past({ n: 20, daysAgo: -3 })],
  ['with a bug that came before it was made', past({ n: 20, daysAgo: 5, bad: 1, came: 50 })],
  ['with a weight that is none', past({ n: 20 }).map((one) => ({ ...one, weight: Number.NaN, came: NOW }))],
  ['with more weight than there is', past({ n: 20, bad: 9 })],
])('commits %s break nothing', (_, commits) => {
  const record = recordOf(commits);
  for (const value of [record.share, record.low, record.high, record.upper, record.baseline]) {
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1);
  }
  expect(record.bad).toBeLessThanOrEqual(20);
});

test('a bad commit more never makes it better, whatever came before', () => {
  assert(
    property(array(integer({ min: 0, max: 700 }), { maxLength: 30 }), integer({ min: 0, max: 700 }), (days, worse) => {
      const commits = days.flatMap((daysAgo, i) => past({ n: 1, daysAgo, bad: i % 4 === 0 ? 1 : 0 }));
      const usual = { at: NOW, shown: shownBy([], NOW) };
      const others = past({ n: 200, agent: '', daysAgo: 100 });
      const ratio = (some: readonly PastCommit[]): number => {
        const all = [...others, ...some];
        return trackRecord(all, CELL, usual).record.upper / baselineOf(others, usual);
      };
      const bad = past({ n: 1, daysAgo: worse, bad: 1, came: 0 });
      return ratio([...commits, ...bad]) >= ratio(commits) - 1e-9;
    }),
    { numRuns: 60 },
  );
});

test('what is told of a bad agent is what its own commits say, and it is not taken for better', () => {
  const [low, high] = [past({ n: 20, daysAgo: 500 }), past({ n: 40, daysAgo: 500, bad: 1, came: 450 })];
  const others = past({ n: 2000, agent: '', daysAgo: 500 });
  const record = recordOf([...others, ...low, ...high]);
  expect(record).toMatchObject({ commits: 60, matured: 60, bad: 40 });
  expect(record.share).toBeCloseTo(2 / 3, 9);
  expect(record.low).toBeGreaterThan(0.5);
  // shrunk to a clean repository and faded it would be a third of that
  expect(record.upper).toBeGreaterThanOrEqual(record.share);
  // fewer than five say nothing of themselves
  expect(recordOf([...others, ...past({ n: 4, daysAgo: 500, bad: 1, came: 450 })]).share).toBeLessThan(0.1);
});

test('how many are missing is the fewest that do', () => {
  expect(fewestUntil((more) => more >= 33)).toBe(33);
  expect(fewestUntil((more) => more >= 1)).toBe(1);
  expect(fewestUntil(() => true)).toBeNull();
  expect(fewestUntil(() => false)).toBeNull();
  const clean = trackRecord(past({ n: 12, daysAgo: 30, bad: 0 }), CELL, around);
  const { toNext, baseline } = clean.record;
  expect(toNext).not.toBeNull();
  expect(clean.upperWith(toNext ?? 0)).toBeLessThanOrEqual(baseline);
  expect(clean.upperWith((toNext ?? 0) - 1)).toBeGreaterThan(baseline);
});

test('people are not graded, agents are, the busiest first', () => {
  const commits = [...past({ n: 50, agent: '' }), ...past({ n: 2, area: 'docs' }), ...past({ n: 9 })];
  const records = recordsOf({ commits, now: NOW });
  expect(records.map(({ agent, area, commits: n }) => [agent, area, n])).toEqual([
    ['claude-code', 'billing', 9],
    ['claude-code', 'docs', 2],
  ]);
  expect(recordsOf({ commits: [], now: NOW })).toEqual([]);
});
