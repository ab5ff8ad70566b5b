import { array, assert, double, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { bucketMiddle, bucketOf } from '../../src/model/histogram.ts';
import type { Tally } from '../../src/model/tally.ts';
import { histogramQuantile, median } from '../../src/stats/quantile.ts';
import { dayName } from '../../src/stats/calendar.ts';
import { reportOf } from '../../src/stats/report.ts';
import { sparkline } from '../../src/stats/sparkline.ts';

const empty: Tally = {
  from: 20_000,
  to: 20_002,
  repo: null,
  days: [],
  groups: [],
  rules: [],
  counts: [],
  latency: [],
  refusals: [],
  waits: [],
  labels: [],
};

test('of nothing, nothing is claimed', () => {
  const report = reportOf(empty);
  expect(report.totals.verdicts).toBe(0);
  expect(report.cost).toMatchObject({ retriesPerRefusal: null, approvals: { n: 0, medianMinutes: null } });
});

test('quiet days are days too', () => {
  const days = [
    { day: 20_000, level: 'allow', raised: 'allow', n: 3 },
    { day: 20_002, level: 'deny', raised: 'deny', n: 1 },
  ] as const;
  expect(reportOf({ ...empty, days }).days).toEqual([
    { day: '2024-10-04', verdicts: 3, refused: 0 },
    { day: '2024-10-05', verdicts: 0, refused: 0 },
    { day: '2024-10-06', verdicts: 1, refused: 1 },
  ]);
});

test('per rule: how often it refused, what became of that, and how often it was right', () => {
  const report = reportOf({
    ...empty,
    rules: [
      { rule: 'a', level: 'deny', raised: 'deny', n: 4, rulings: 9 },
      { rule: 'a', level: 'allow', raised: 'ask', n: 2, rulings: 2 },
    ],
    refusals: [
      { rule: 'a', outcome: 'approved', n: 2, tries: 5, minutes: 1 },
      { rule: 'a', outcome: 'redone', n: 1, tries: 1, minutes: 2 },
    ],
    labels: [
      { rule: 'a', says: 'right', n: 7 },
      { rule: 'a', says: 'wrong', n: 3 },
      { rule: 'b', says: 'gap', n: 1 },
    ],
  });
  expect(report.rules).toMatchObject([
    {
      rule: 'a',
      spoke: 6,
      refused: 4,
      became: { approved: 2, redone: 1, givenUp: 0, open: 0 },
      retries: 3,
    },
    { rule: 'b', spoke: 0, labels: { gap: 1 } },
  ]);
  expect(report.cost).toMatchObject({ refusals: 3, retriesPerRefusal: 1, redoMinutes: 3 });
});

test('the sparkline sums what does not fit, and shows a single refusal', () => {
  expect(sparkline([0, 1, 5, 10], 30)).toBe('·▁▃▇');
  expect(sparkline([0, 1, 5, 10], 2)).toBe('▁▇');
  expect(sparkline([], 30)).toBe('');
});

test('a quantile read from buckets is within five per cent of the true one', () => {
  const durations = array(double({ min: 1, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 200 });
  assert(
    property(durations, (values) => {
      const exact = values.toSorted((a, b) => a - b)[Math.ceil(0.95 * values.length) - 1] ?? 0;
      const read = histogramQuantile(
        values.map((ms) => ({ bucket: bucketOf(ms), n: 1 })),
        0.95,
      );
      return read !== null && Math.abs(read - exact) <= exact * 0.055 + 0.5;
    }),
  );
});

test('a longer time never falls into an earlier bucket', () => {
  const time = double({ min: 0, max: 1e7, noNaN: true });
  assert(property(time, time, (a, b) => (a <= b ? bucketOf(a) <= bucketOf(b) : bucketOf(a) >= bucketOf(b))));
  expect(bucketMiddle(bucketOf(0.2))).toBe(0.5);
});

test('the median of nothing is nothing', () => {
  expect([median([]), median([3]), median([4, 1]), median([9, 1, 5])]).toEqual([null, 3, 2.5, 5]);
});

test('a day has the name the calendar gives it', () => {
  assert(
    property(
      integer({ min: 0, max: 100_000 }),
      (day) => dayName(day) === new Date(day * 86_400_000).toISOString().slice(0, 10),
    ),
  );
  expect(dayName(19_782)).toBe('2024-02-29');
});
