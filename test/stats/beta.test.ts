import { assert, double, integer, pre, property } from 'fast-check';
import { expect, test } from 'vitest';
import { betaCdf, betaQuantile } from '../../src/stats/beta.ts';
import { jeffreys } from '../../src/stats/jeffreys.ts';
import { rateOfCounts } from '../../src/stats/rate.ts';

// scipy.stats.beta 1.17.1: beta.ppf([.025, .975], k + .5, n - k + .5)
const GOLDEN: readonly (readonly [right: number, wrong: number, low: number, high: number])[] = [
  [3, 2, 0.20941666407600484, 0.905609672655656],
  [1, 9, 0.011011673763161133, 0.3813147710666164],
  [5, 5, 0.22352867025270517, 0.7764713297472947],
  [7, 3, 0.3941816818513287, 0.9073054060618468],
  [3, 17, 0.04413134197515587, 0.348577710858454],
  [30, 3, 0.7768593505023624, 0.9737245415458604],
  [45, 5, 0.7946451719769524, 0.960805635806216],
  [50, 50, 0.40317395089641805, 0.596826049103582],
  [73, 45, 0.5289970995689532, 0.7025504033750187],
  [17, 233, 0.04166423384289916, 0.10425220366578754],
  [1, 999, 0.00010791880468097968, 0.004664458808791372],
  [990, 10, 0.9823336026892822, 0.9948472992546785],
  [500_000, 500_000, 0.49902001919386424, 0.5009799808061357],
];

test.each(GOLDEN)('%d right, %d wrong: the interval SciPy gives', (right, wrong, low, high) => {
  const [ours, theirs] = jeffreys(right, wrong);
  expect(ours).toBeCloseTo(low, 9);
  expect(theirs).toBeCloseTo(high, 9);
});

test.each([
  [0, 5, 0, 0.37937714229903935],
  [5, 0, 0.6206228577009606, 1],
  [0, 10, 0, 0.21719626750921053],
  [10, 0, 0.7828037324907894, 1],
] as const)('%d right, %d wrong: the open end is closed', (right, wrong, low, high) => {
  const [from, to] = jeffreys(right, wrong);
  expect(from).toBeCloseTo(low, 9);
  expect(to).toBeCloseTo(high, 9);
});

// scipy.stats.beta 1.17.1: beta.cdf(x, a, b)
test.each([
  [0.5, 0.5, 0.5, 0.5],
  [0.5, 0.5, 0.01, 0.06376856085851985],
  [7.5, 3.5, 0.6, 0.26507452050651004],
  [0.5, 5.5, 0.3, 0.9473368552914762],
  [100.5, 50.5, 0.7, 0.8141689927785827],
  [2, 3, 0.4, 0.5248],
  [1e5, 1e5, 0.501, 0.8144532554424423],
  [0.5, 1000.5, 0.001, 0.842856476634481],
])('I(%d, %d) at %d', (a, b, x, expected) => {
  expect(betaCdf(x, a, b)).toBeCloseTo(expected, 9);
});

test('below five labels there is no share, only how many are missing', () => {
  expect(rateOfCounts(3, 1)).toMatchObject({ kind: 'too few', n: 4, needed: 1 });
  expect(rateOfCounts(0, 0)).toMatchObject({ kind: 'too few', n: 0, needed: 5 });
  expect(rateOfCounts(5, 0)).toMatchObject({ kind: 'known', share: 1, high: 1, n: 5 });
});

const shape = double({ min: 0.5, max: 2_000, noNaN: true });
const share = double({ min: 0.001, max: 0.999, noNaN: true });

test('the quantile undoes the distribution', () => {
  assert(property(share, shape, shape, (p, a, b) => Math.abs(betaCdf(betaQuantile(p, a, b), a, b) - p) < 1e-7));
});

test('the distribution grows', () => {
  assert(
    property(share, share, shape, shape, (x, y, a, b) => {
      const [low, high] = [Math.min(x, y), Math.max(x, y)];
      return betaCdf(low, a, b) <= betaCdf(high, a, b) + 1e-12;
    }),
  );
});

test('seen in the mirror: I_x(a, b) = 1 - I_(1-x)(b, a)', () => {
  assert(property(share, shape, shape, (x, a, b) => Math.abs(betaCdf(x, a, b) + betaCdf(1 - x, b, a) - 1) < 1e-9));
});

test('the interval holds the share, and more labels of one share make it narrower', () => {
  const counts = integer({ min: 0, max: 300 });
  assert(
    property(counts, counts, (right, wrong) => {
      pre(right + wrong >= 5);
      const [low, high] = jeffreys(right, wrong);
      const [closer, nearer] = jeffreys(right * 2, wrong * 2);
      const center = right / (right + wrong);
      return low <= center && center <= high && nearer - closer < high - low;
    }),
  );
});
