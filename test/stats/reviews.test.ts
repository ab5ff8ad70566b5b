import { expect, test } from 'vitest';
import type { CallRow, FindingRow } from '../../src/model/review-report.ts';
import { NO_REVIEWS, reviewReportOf } from '../../src/stats/reviews.ts';
import { reviewLines } from '../../src/stats/review-text.ts';

const call = (over: Partial<CallRow>): CallRow => ({
  vendor: 'openai',
  model: 'gpt-6-sol',
  cause: '',
  n: 1,
  input: 0,
  cached: 0,
  output: 0,
  money: 0,
  ...over,
});
const found = (over: Partial<FindingRow>): FindingRow => ({
  failureModel: 'errors.swallowed',
  vendor: 'openai',
  model: 'gpt-6-sol',
  state: 'new',
  blocking: true,
  n: 1,
  ...over,
});

test('calls that came to nothing are counted by their cause beside those that did not, with what both cost', () => {
  const { reviewers } = reviewReportOf({
    ...NO_REVIEWS,
    rounds: 3,
    calls: [
      call({ n: 8, input: 800, output: 80, money: 0.5 }),
      call({ cause: 'timeout', n: 2, input: 100, money: 0.25 }),
      call({ cause: 'refusal' }),
      call({ vendor: 'google', model: 'g' }),
    ],
    latency: Array.from({ length: 20 }, (_, index) => ({
      vendor: 'openai',
      model: 'gpt-6-sol',
      ms: (20 - index) * 100,
    })),
  });
  expect(reviewers).toEqual([
    {
      vendor: 'openai',
      model: 'gpt-6-sol',
      calls: 11,
      complete: 8,
      inconclusive: { timeout: 2, refusal: 1 },
      tokens: { input: 900, cached: 0, output: 80 },
      money: 0.75,
      latency: { n: 20, p50: 1000, p95: 1900 },
    },
    expect.objectContaining({ vendor: 'google', calls: 1, latency: null }),
  ]);
});

test('a finding counts once, as its loop left it, for its finder and for its failure model', () => {
  const report = reviewReportOf({
    ...NO_REVIEWS,
    rounds: 1,
    findings: [
      found({ state: 'fixed', n: 3 }),
      found({ state: 'disputed', blocking: false }),
      found({ state: 'waived', vendor: '', model: '', n: 2 }),
      found({ state: 'something newer', failureModel: 'tests.deleted' }),
    ],
    labels: [
      { failureModel: 'errors.swallowed', says: 'right', n: 2 },
      { failureModel: 'errors.swallowed', says: 'wrong', n: 1 },
    ],
  });
  expect(report.finders).toEqual([
    { name: 'openai gpt-6-sol', found: 5, refusing: 4, states: { fixed: 3, disputed: 1 } },
    { name: 'detectors', found: 2, refusing: 2, states: { waived: 2 } },
  ]);
  expect(report.failureModels).toEqual([
    {
      id: 'errors.swallowed',
      found: 6,
      refusing: 5,
      states: { fixed: 3, disputed: 1, waived: 2 },
      labels: { right: 2, wrong: 1, gap: 0, unclear: 0 },
    },
    expect.objectContaining({ id: 'tests.deleted', found: 1, states: {} }),
  ]);
});

test('loops that a person had to decide are told with what stopped them; without reviews nothing is said', () => {
  const loops = [
    { outcome: 'clean', stop: 'clean', n: 4 },
    { outcome: 'escalated', stop: 'rounds', n: 2 },
    { outcome: 'escalated', stop: 'rising', n: 1 },
    { outcome: 'of a newer guardrail', stop: '', n: 1 },
  ];
  const report = reviewReportOf({ ...NO_REVIEWS, rounds: 20, loops });
  expect(report).toMatchObject({ loops: 8, outcomes: { clean: 4, escalated: 3, unknown: 1 } });
  expect(reviewLines(report, 8)).toContain('left to a person: 3 (rounds 2 · rising 1)');
  expect(reviewLines(reviewReportOf(NO_REVIEWS), 8)).toEqual([]);
});

test('no line is wider than a terminal', () => {
  const lines = reviewLines(
    reviewReportOf({
      ...NO_REVIEWS,
      rounds: 1,
      calls: [call({ model: 'x'.repeat(120), n: 100_000, input: 1e9, money: 12_345.6 })],
      findings: [found({ failureModel: `a.${'y'.repeat(120)}`, n: 100_000 })],
    }),
    8,
  );
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});
