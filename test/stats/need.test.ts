import { assert, constantFrom, double, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { AUDIT, type Blast, LOSS, type Need, NEEDS } from '../../src/model/risk.ts';
import { costsOf, isDrawn, needOf, weigh } from '../../src/stats/need.ts';
import { sha256 } from '../../src/system/files.ts';

test.each<[p: number, blast: Blast, need: Need]>([
  // 1 + .6 x 60p against 60p: even at p = 1/24
  [0.04, 'local', 'none'],
  [0.05, 'local', 'review'],
  [0.99, 'local', 'review'],
  [0.01, 'service', 'review'],
  [0.25, 'service', 'owner'],
  [0.3, 'service', 'senior'],
  [0.1, 'shared', 'senior'],
  [0.3, 'shared', 'two'],
  [0.004, 'irreversible', 'owner'],
  [0.02, 'irreversible', 'two'],
  [0, 'irreversible', 'none'],
])('a risk of %d that reaches %s needs %s', (p, blast, need) => {
  expect(needOf(p, LOSS[blast])).toBe(need);
});

test('more risk, and more to lose, never need less', () => {
  const share = double({ min: 0, max: 1, noNaN: true });
  const loss = double({ min: 0, max: 1e6, noNaN: true });
  const miss = double({ min: -0.5, max: 1.5, noNaN: true });
  assert(
    property(
      share,
      share,
      loss,
      loss,
      constantFrom<Need>('review', 'owner', 'senior', 'two'),
      miss,
      (p, q, l, m, at, is) => {
        const measured = { [at]: is };
        const rank = (risk: number, minutes: number): number => NEEDS.indexOf(needOf(risk, minutes, measured));
        return rank(Math.max(p, q), Math.max(l, m)) >= rank(Math.min(p, q), Math.min(l, m));
      },
    ),
    { numRuns: 1000 },
  );
});

test('what a review misses here is used where it was measured', () => {
  expect(costsOf(0.5, 100, { review: 0.3 }).review).toBe(16);
  expect(costsOf(0.5, 100, {}).review).toBe(31);
  // who has read it too misses no more than the review did
  expect(costsOf(0.5, 100, { review: 0.3 }).owner).toBe(25);
  expect(needOf(Number.NaN, 20_000)).toBe('two');
});

test('the lot falls for three in a hundred, and for the same always', () => {
  const hashes = Array.from({ length: 20_000 }, (_, i) => sha256(`change ${i}`));
  const drawn = hashes.filter((hash) => isDrawn(hash, AUDIT));
  expect(drawn.length).toBeGreaterThan(500);
  expect(drawn.length).toBeLessThan(700);
  expect(hashes.filter((hash) => isDrawn(hash, AUDIT))).toEqual(drawn);
  assert(property(integer(), (n) => !isDrawn(sha256(String(n)), 0) && isDrawn(sha256(String(n)), 1)));
  expect(isDrawn('', 1)).toBe(false);
});

test('how many clean commits until it needs less', () => {
  const weighed = weigh((more) => 0.5 / (1 + more / 10), LOSS);
  expect(weighed.service.need).toBe('senior');
  const { toNext } = weighed.service;
  expect(toNext).not.toBeNull();
  if (toNext === null) return;
  expect(needOf(0.5 / (1 + toNext / 10), LOSS.service)).not.toBe('senior');
  expect(needOf(0.5 / (1 + (toNext - 1) / 10), LOSS.service)).toBe('senior');
  expect(weigh(() => 0.5, LOSS).shared.toNext).toBeNull();
  expect(weigh(() => 0, LOSS).local).toEqual({
    need: 'none',
    line: 'of 60 to lose, spent and still lost: none 0 · review 1 · owner 10 · senior 30 · two 60 (shares missed: assumed)',
    toNext: null,
  });
});
