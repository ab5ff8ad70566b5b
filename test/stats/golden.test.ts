import { expect, test } from 'vitest';
import { betaCdf, betaQuantile } from '../../src/stats/beta.ts';
import { brierOf } from '../../src/stats/brier.ts';
import { clopperPearsonLower, clopperPearsonUpper } from '../../src/stats/clopper-pearson.ts';
import { applyIsotonic, fitIsotonic } from '../bench/stats/isotonic.ts';
import { kaplanMeier } from '../../src/stats/maturity.ts';
import { mcnemar } from '../../src/stats/mcnemar.ts';
import { fitPlatt } from '../../src/stats/platt.ts';
import { rateOf } from '../../src/stats/rate.ts';
import { probabilityAbove } from '../../src/stats/share-law.ts';
import { shrinkRates } from '../../src/stats/shrink.ts';
import { wilson } from '../bench/stats/naive.ts';
import golden from './golden/golden.json' with { type: 'json' };

// golden/generate.py: SciPy and NumPy, none of our code

test.each(golden.beta.cdf)('beta: I($a, $b) at $x', ({ x, a, b, p }) => {
  expect(betaCdf(x, a, b)).toBeCloseTo(p, 11);
});

test.each(golden.beta.quantile)('beta: quantile $p of ($a, $b)', ({ x, a, b, p }) => {
  expect(betaQuantile(p, a, b)).toBeCloseTo(x, 10);
});

test.each(golden.intervals)('$k of $n: Clopper-Pearson and Wilson', ({ k, n, exact, wilson: score, upper90 }) => {
  expect(clopperPearsonLower(k, n, 0.025)).toBeCloseTo(at(exact, 0), 10);
  expect(clopperPearsonUpper(k, n, 0.025)).toBeCloseTo(at(exact, 1), 10);
  expect(clopperPearsonUpper(k, n, 0.1)).toBeCloseTo(upper90, 10);
  const [low, high] = wilson(k, n);
  expect(low).toBeCloseTo(at(score, 0), 10);
  expect(high).toBeCloseTo(at(score, 1), 10);
});

test.each(golden.mcnemar)('McNemar: $one against $other', ({ one, other, p }) => {
  const compared = mcnemar(one, other);
  expect(compared).toMatchObject({ kind: 'known', n: one + other });
  expect(compared.kind === 'known' && compared.p).toBeCloseTo(p, 10);
});

test.each(golden.shareLaw)('more than $above of all, after $k of $n', ({ k, n, above, p }) => {
  expect(probabilityAbove(k, n, above)).toBeCloseTo(p, 10);
});

test.each(golden.platt)('Platt with a prior: a = $a, b = $b', ({ stated, right, mean, firm, a, b, firmAfter }) => {
  const points = stated.map((c, i) => ({ stated: c, right: right[i] === true, chance: null }));
  const prior = { a: at(mean, 0), b: at(mean, 1), firm: { aa: at(firm, 0), ab: at(firm, 1), bb: at(firm, 2) } };
  const fit = fitPlatt(points, prior);
  expect(fit.a).toBeCloseTo(a, 6);
  expect(fit.b).toBeCloseTo(b, 6);
  const { aa, ab, bb } = fit.firm;
  for (const [i, ours] of [aa, ab, bb].entries()) expect(ours).toBeCloseTo(at(firmAfter, i), 4);
});

test.each(golden.kaplanMeier)('Kaplan-Meier, $days.length commits', ({ days, came, steps }) => {
  const ours = kaplanMeier(days.map((day, i) => ({ days: day, came: came[i] === true })));
  expect(ours.map((step) => step.days)).toEqual(steps.map((step) => at(step, 0)));
  for (const [i, { share }] of ours.entries()) expect(share).toBeCloseTo(at(steps[i] ?? [], 1), 10);
});

test.each(golden.pava)('isotonic, $stated.length labels', ({ stated, right, fit }) => {
  const ours = fitIsotonic(
    stated.map((c, i) => ({ stated: c, right: right[i] === true, chance: null })),
    1,
  );
  const stairs = ours.kind === 'known' ? ours.stairs : [];
  for (const [i, c] of stated.entries()) expect(applyIsotonic(c, stairs)).toBeCloseTo(at(fit, i), 10);
});

test.each(golden.hierarchy)('shrunk rates of $counts.length rules', ({ counts, grid, fine }) => {
  const ours = shrinkRates(counts.map((pair) => ({ right: at(pair, 0), wrong: at(pair, 1) })));
  for (const [i, shrunk] of ours.entries()) {
    const [same, near] = [grid[i], fine[i]];
    for (const key of ['share', 'low', 'high', 'loser'] as const) {
      expect(shrunk[key], `${i} ${key}`).toBeCloseTo(same?.[key] ?? Number.NaN, 5);
      // the coarse grid is nearly the integral (24,000 points), but where all rules are alike at an end that it does not reach
      expect(Math.abs(shrunk[key] - (near?.[key] ?? Number.NaN)), `${i} ${key}`).toBeLessThan(0.07);
    }
  }
});

test.each(golden.hajek)('selection-weighted, $right.length labels', ({ right, chance, share, nEff, low, high }) => {
  const rate = rateOf(right.map((is, i) => ({ right: is, chance: chance[i] ?? null })));
  expect(rate).toMatchObject({ kind: 'known', n: right.length, method: 'hajek+jeffreys' });
  if (rate.kind !== 'known') return;
  expect(rate.share).toBeCloseTo(share, 10);
  expect(rate.nEff).toBeCloseTo(nEff, 8);
  expect(rate.low).toBeCloseTo(low, 9);
  expect(rate.high).toBeCloseTo(high, 9);
});

test.each(golden.brier)('Brier, $stated.length labels', ({ stated, right, ...expected }) => {
  const ours = brierOf(stated.map((c, i) => ({ stated: c, y: right[i] === true ? 1 : 0, weight: 1 })));
  for (const key of ['brier', 'reliability', 'resolution', 'uncertainty'] as const) {
    expect(ours?.[key], key).toBeCloseTo(expected[key], 12);
  }
});

function at(values: readonly number[], i: number): number {
  return values[i] ?? Number.NaN;
}
