import { describe, expect, test } from 'vitest';
import type { Label } from '../../src/model/label.ts';
import { gapOf, newestRegime, noiseOf, recallOf, type Said, tallyOf, trustOf } from '../../src/stats/laws.ts';
import { seeded } from '../../src/stats/random.ts';

const said = (says: Label, n: number, chance: number | null = 1): readonly Said[] =>
  Array.from({ length: n }, () => ({ says, strategy: chance === null ? 'volunteered' : 'drawn', chance }));

test('a tally counts what is classified, each class as many as equal labels would be worth', () => {
  expect(tallyOf([])).toEqual({ right: 0, wrong: 0, gap: 0, n: 0, nEff: 0 });
  expect(tallyOf([...said('right', 3), ...said('unclear', 4)])).toMatchObject({ right: 3, n: 3, nEff: 3 });
  const mixed = tallyOf([...said('wrong', 10, 1), ...said('right', 10, 0.1)]);
  expect(mixed.n).toBe(20);
  expect(mixed.nEff).toBeCloseTo(110 ** 2 / (10 + 1000), 6);
  expect(mixed.wrong / mixed.nEff).toBeCloseTo(10 / 110, 6);
});

describe('the laws', () => {
  // the area of Beta(k + 1/2, n - k + 1) above the share, by Simpson's rule on 200,000 strips
  test.each([
    [4, 8, noiseOf, 'wrong' as const, 0.8603],
    [5, 8, noiseOf, 'wrong' as const, 0.9615],
    [4, 8, gapOf, 'gap' as const, 0.9247],
    [20, 20, trustOf, 'right' as const, 0.9897],
  ])('%i of %i', (k, n, sureOf, word, expected) => {
    const rest = word === 'right' ? 'wrong' : 'right';
    expect(sureOf(tallyOf([...said(word, k), ...said(rest, n - k)]))).toBeCloseTo(expected, 4);
  });

  test('few failures are no misses', () => {
    expect(recallOf(0, 0).reads).toBe('too few');
    expect(recallOf(5, 10).reads).toBe('too few');
    expect(recallOf(12, 10).reads).toBe('missed');
    expect(recallOf(22, 2).reads).toBe('quiet');
  });
});

describe('since it became otherwise', () => {
  test('the newest part, where two shares explain far more than one', () => {
    expect(newestRegime([...said('right', 30), ...said('wrong', 10)], 'wrong')).toHaveLength(10);
    expect(newestRegime([...said('wrong', 20), ...said('right', 12)], 'wrong')).toHaveLength(12);
    expect(newestRegime(said('right', 30), 'wrong')).toHaveLength(30);
    expect(newestRegime(said('wrong', 900), 'wrong')).toHaveLength(200);
    expect(newestRegime([], 'wrong')).toEqual([]);
  });

  test('by chance alone it is seldom split', () => {
    const random = seeded(7);
    const split = Array.from({ length: 400 }, () =>
      newestRegime(Array.from({ length: 40 }, () => said(random() < 0.3 ? 'wrong' : 'right', 1)).flat(), 'wrong'),
    ).filter(({ length }) => length < 40);
    expect(split.length / 400).toBeLessThan(0.05);
  });
});
