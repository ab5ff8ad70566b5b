import { array, assert, boolean, constantFrom, double, integer, property, record } from 'fast-check';
import { test } from 'vitest';
import { betaCdf } from '../../src/stats/beta.ts';
import { brierOf } from '../../src/stats/brier.ts';
import { certify } from '../../src/stats/certify.ts';
import { clopperPearsonLower, clopperPearsonUpper } from '../../src/stats/clopper-pearson.ts';
import { equalMass } from '../../src/stats/equal-mass.ts';
import { fitOf } from '../../src/stats/fit.ts';
import { applyIsotonic, fitIsotonic } from '../bench/stats/isotonic.ts';
import { lagCurve, maturedRate } from '../../src/stats/maturity.ts';
import { mcnemar } from '../../src/stats/mcnemar.ts';
import { missedBy } from '../../src/stats/missed.ts';
import { applyPlatt, fitPlatt, inherited } from '../../src/stats/platt.ts';
import { seeded } from '../../src/stats/random.ts';
import { rateOf } from '../../src/stats/rate.ts';
import { probabilityAbove } from '../../src/stats/share-law.ts';
import { shrinkRates } from '../../src/stats/shrink.ts';

const share = double({ min: 0, max: 1, noNaN: true });
const stated = constantFrom(0, 0.3, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 0.99, 1);
const chance = constantFrom(null, 1, 0.5, 0.2, 0.05, 0.01);
const points = array(record({ stated, right: boolean(), chance }), { maxLength: 160 });
const count = integer({ min: 0, max: 60 });
const RUNS = { numRuns: 60 };

test('a seed gives the same numbers, all of them in [0, 1)', () => {
  assert(
    property(integer(), (seed) => {
      const [one, other] = [seeded(seed), seeded(seed)];
      return Array.from({ length: 50 }, one).every((x) => x === other() && x >= 0 && x < 1);
    }),
  );
});

test('a generator is even: a tenth of its numbers in each tenth', () => {
  const random = seeded(7);
  const tenths = Array.from({ length: 10 }, () => 0);
  for (let i = 0; i < 100_000; i += 1) {
    const tenth = Math.floor(random() * 10);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  // chi-square with 9 degrees: 27.9 is one in a thousand
  const off = tenths.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0);
  if (off > 27.9) throw new Error(`chi-square ${off}`);
});

test('a rate lies in its interval, and its interval in [0, 1], whatever the order', () => {
  assert(
    property(points, (some) => {
      const [rate, again] = [rateOf(some), rateOf(some.toReversed())];
      if (rate.kind !== 'known' || again.kind !== 'known') return rate.kind === again.kind && some.length < 5;
      const inside = 0 <= rate.low && rate.low <= rate.share && rate.share <= rate.high && rate.high <= 1;
      return inside && near(rate.low, again.low) && near(rate.high, again.high) && rate.nEff <= rate.n + 1e-9;
    }),
    RUNS,
  );
});

test('more right ones raise a rate and both its ends', () => {
  assert(
    property(count, count, (right, wrong) => {
      const of = (k: number, n: number) =>
        rateOf(Array.from({ length: n }, (_, i) => ({ right: i < k, chance: null })));
      const [less, more] = [of(right, right + wrong + 5), of(right + 1, right + wrong + 5)];
      return less.kind !== 'known' || more.kind !== 'known' || (less.low < more.low && less.high <= more.high);
    }),
    RUNS,
  );
});

test('Clopper-Pearson undoes the binomial: k or fewer at the upper end is delta', () => {
  assert(
    property(count, count, double({ min: 0.01, max: 0.3, noNaN: true }), (k, more, delta) => {
      const n = k + more + 1;
      const upper = clopperPearsonUpper(k, n, delta);
      return (
        near(betaCdf(1 - upper, n - k, k + 1), delta) && clopperPearsonLower(k, n, delta) <= k / n && k / n <= upper
      );
    }),
    RUNS,
  );
});

test('shrunk rates: between 0 and 1, in order of the counts, blind to the order of the rules', () => {
  assert(
    property(array(record({ right: count, wrong: count }), { minLength: 5, maxLength: 12 }), (counts) => {
      const [shrunk, turned] = [shrinkRates(counts), shrinkRates(counts.toReversed()).toReversed()];
      return shrunk.every((one, i) => {
        const other = turned[i];
        const inside = 0 <= one.low && one.low <= one.share && one.share <= one.high && one.high <= 1;
        return inside && other !== undefined && near(one.share, other.share) && near(one.loser, other.loser);
      });
    }),
    RUNS,
  );
});

test('of two rules with as many labels, the one with more right ones is shrunk to the larger share', () => {
  assert(
    property(
      array(record({ right: count, wrong: count }), { minLength: 3, maxLength: 8 }),
      count,
      count,
      (others, k, m) => {
        const [more, less] = shrinkRates([{ right: k + 1, wrong: m }, { right: k, wrong: m + 1 }, ...others]);
        return (
          more !== undefined && less !== undefined && more.share > less.share - 1e-9 && more.loser <= less.loser + 1e-9
        );
      },
    ),
    RUNS,
  );
});

test('a fit: the curve grows where b does, stays in (0, 1), and the order of labels changes nothing', () => {
  assert(
    property(points, share, share, (some, c, d) => {
      const [fit, again] = [fitPlatt(some), fitPlatt(some.toReversed())];
      const curve = { a: fit.a, b: fit.b };
      const [low, high] = [applyPlatt(Math.min(c, d), curve), applyPlatt(Math.max(c, d), curve)];
      const grows = fit.b >= 0 ? low <= high + 1e-12 : low >= high - 1e-12;
      const careful = Math.abs(applyPlatt(c, fit) - 0.5) <= Math.abs(applyPlatt(c, curve) - 0.5);
      return grows && careful && low > 0 && high < 1 && near(fit.a, again.a) && near(fit.b, again.b);
    }),
    RUNS,
  );
});

test('what is inherited is never firmer than 20 labels of the old fit, nor looser than nothing', () => {
  assert(
    property(points, (some) => {
      const fit = fitPlatt(some);
      const { firm, a, b } = inherited(fit);
      const inside = firm.aa >= 1 - 1e-9 && firm.bb >= 4 - 1e-9 && firm.aa <= fit.firm.aa + 1e-9;
      return inside && a === fit.a && b === fit.b && firm.aa - 1 <= 20 / 4 + 1e-9;
    }),
    RUNS,
  );
});

test('stairs never fall, and their mean is the mean of the labels', () => {
  assert(
    property(points, (some) => {
      const fit = fitIsotonic(
        some.map((point) => ({ ...point, chance: null })),
        1,
      );
      if (fit.kind !== 'known') return some.length === 0;
      const mean = some.reduce((sum, { stated: c }) => sum + applyIsotonic(c, fit.stairs), 0) / some.length;
      const grows = fit.stairs.every(({ right }, i) => i === 0 || right > (fit.stairs[i - 1]?.right ?? 1));
      return grows && near(mean, some.filter(({ right }) => right).length / some.length);
    }),
    RUNS,
  );
});

test('parts of equal mass lose nobody, keep alike together and are in order', () => {
  assert(
    property(points, integer({ min: 1, max: 12 }), (some, bins) => {
      const parts = equalMass(some, bins);
      const last = parts.map((part) => Math.max(...part.map(({ stated: c }) => c)));
      const inOrder = parts.every((part, i) => i === 0 || part.every(({ stated: c }) => c > (last[i - 1] ?? 1)));
      return parts.flat().length === some.length && parts.length <= bins && inOrder;
    }),
  );
});

test('a whole fit is the same in any order, and its bins hold all labels', () => {
  assert(
    property(points, (some) => {
      const [fit, again] = [fitOf(some, seeded(3)), fitOf(some.toReversed(), seeded(3))];
      if (fit.kind !== 'known' || again.kind !== 'known') return some.length < 10 && fit.kind === again.kind;
      const same = near(fit.brier, again.brier) && near(fit.a, again.a) && near(fit.excess ?? 0, again.excess ?? 0);
      return same && fit.bins.reduce((sum, { n }) => sum + n, 0) === some.length && fit.chance === again.chance;
    }),
    RUNS,
  );
});

test('Brier is reliability less resolution and uncertainty, whatever the weights', () => {
  assert(
    property(
      array(record({ stated: share, y: constantFrom(0, 1), weight: integer({ min: 1, max: 20 }) }), { minLength: 1 }),
      (rows) => {
        const score = brierOf(rows);
        return score !== null && near(score.brier, score.reliability - score.resolution + score.uncertainty);
      },
    ),
  );
});

test('a threshold keeps to its promise on the labels it was made of, in any order', () => {
  assert(
    property(points, (some) => {
      const promise = { alpha: 0.3, delta: 0.1, least: 20 };
      const [found, again] = [certify(some, promise), certify(some.toReversed(), promise)];
      if (found.kind !== 'certified') return again.kind === 'none';
      const equal = some.every((point) => point.chance === null);
      const above = some.filter(({ stated: c }) => c >= found.at);
      const wrong = above.filter(({ right }) => !right).length / above.length;
      return (
        again.kind === 'certified' && again.at === found.at && (!equal || wrong <= promise.alpha) && above.length >= 20
      );
    }),
    RUNS,
  );
});

test('missed issues: bound and interval in order, and the same from either side', () => {
  assert(
    property(integer({ min: 7, max: 80 }), count, count, (both, onlyOne, onlyOther) => {
      const [one, other] = [
        missedBy({ both, onlyOne, onlyOther }),
        missedBy({ both, onlyOne: onlyOther, onlyOther: onlyOne }),
      ];
      if (one.kind !== 'known' || other.kind !== 'known') return false;
      return (
        one.low < one.median && one.median < one.high && one.atLeast <= one.median && near(one.median, other.median)
      );
    }),
  );
});

test('McNemar knows no sides, and is surer the more uneven it is', () => {
  assert(
    property(integer({ min: 5, max: 90 }), integer({ min: 5, max: 90 }), (one, other) => {
      const [here, there] = [mcnemar(one, other), mcnemar(other, one)];
      const further = mcnemar(Math.min(one, other) - 1, Math.max(one, other) + 1);
      if (here.kind !== 'known' || there.kind !== 'known' || further.kind !== 'known') return false;
      return near(here.p, there.p) && further.p <= here.p + 1e-12 && here.p <= 1;
    }),
  );
});

test('a curve of maturity grows from 0 to 1 over its horizon', () => {
  const lags = array(record({ days: double({ min: 0, max: 2000, noNaN: true }), came: boolean() }), { maxLength: 120 });
  const days = double({ min: -10, max: 3000, noNaN: true });
  assert(
    property(lags, days, days, (seen, one, other) => {
      const curve = lagCurve(seen, 730);
      const [low, high] = [curve(Math.min(one, other)), curve(Math.max(one, other))];
      return 0 <= low && low <= high + 1e-12 && high <= 1 + 1e-12 && near(curve(730), 1);
    }),
  );
});

test('maturity only raises a rate: who is young has not had the time', () => {
  const commits = array(
    record({ days: double({ min: 0, max: 900, noNaN: true }), bad: constantFrom(0, 0, 0.3, 0.5, 1) }),
    {
      minLength: 1,
      maxLength: 80,
    },
  );
  const curve = lagCurve([], 730);
  assert(
    property(commits, (some) => {
      const { share: rate, low, high, matured, bad } = maturedRate(some, curve);
      const naive = bad / some.length;
      const inside = 0 <= low && low <= high && high <= 1 && low <= rate && rate <= high;
      return inside && matured <= some.length + 1e-9 && rate >= naive - 1e-9;
    }),
  );
});

test('the law is surer the more were seen, and less sure the more is asked', () => {
  assert(
    property(count, count, share, (k, more, above) => {
      const n = k + more;
      const sure = probabilityAbove(k, n, above);
      return (
        sure <= probabilityAbove(k + 1, n + 1, above) + 1e-9 &&
        sure >= probabilityAbove(k, n, Math.min(1, above + 0.1)) - 1e-9
      );
    }),
  );
});

function near(one: number, other: number): boolean {
  return Math.abs(one - other) < 1e-6;
}
