import { expect, test } from 'vitest';
import { certify } from '../../src/stats/certify.ts';
import { cusumOf, driftOf } from '../../src/stats/cusum.ts';
import { excessOf } from '../../src/stats/ece.ts';
import { fitOf } from '../../src/stats/fit.ts';
import { applyIsotonic, fitIsotonic } from '../bench/stats/isotonic.ts';
import { lagCurve, maturedRate } from '../../src/stats/maturity.ts';
import { mcnemar } from '../../src/stats/mcnemar.ts';
import { missedBy } from '../../src/stats/missed.ts';
import { applyPlatt, fitPlatt } from '../../src/stats/platt.ts';
import { seeded } from '../../src/stats/random.ts';
import { rateOf, rateOfCounts } from '../../src/stats/rate.ts';
import { probabilityAbove } from '../../src/stats/share-law.ts';
import { shrinkRates } from '../../src/stats/shrink.ts';

const PROMISE = { alpha: 0.2, delta: 0.1, least: 20 };
const random = (): (() => number) => seeded(1);

/** What people and machines hand over on their worst day. */
const HARD: Readonly<Record<string, readonly { stated: number; right: boolean; chance: number | null }[]>> = {
  nothing: [],
  'one label': points(1, 0.9, true),
  'one wrong label': points(1, 0.9, false),
  'all right': points(150, 0.9, true),
  'all wrong': points(150, 0.9, false),
  'certain and right': points(150, 1, true),
  'certain and wrong': points(150, 1, false),
  'certainly not, and right': points(150, 0, true),
  'certain both ways, both wrong': [...points(80, 1, false), ...points(80, 0, true)],
  'no number': points(150, Number.NaN, true),
  'some no number': [...points(60, Number.NaN, true), ...points(60, 0.7, true), ...points(60, 0.7, false)],
  'beyond 1': [...points(60, 1.7, true), ...points(60, -Infinity, false)],
  'drawn with impossible chances': [0, -1, 2, Number.NaN, Infinity, 1e-300].flatMap((chance) =>
    points(20, 0.8, true, chance).concat(points(20, 0.6, false, chance)),
  ),
};

test.each(Object.entries(HARD))('%s: no number that is none', (_, some) => {
  const fit = fitOf(some, random());
  const ordered = some.map((point, i) => ({ ...point, ts: i }));
  const said = [
    fit,
    rateOf(some),
    fitPlatt(some),
    certify(some, PROMISE),
    driftOf(ordered),
    fitIsotonic(some),
    fitIsotonic(some, 1),
    applyPlatt(some[0]?.stated ?? Number.NaN, fitPlatt(some)),
    shrinkRates(some.map(({ right }) => ({ right: right ? 1 : 0, wrong: right ? 0 : 1 }))),
    excessOf(
      some.filter(({ stated }) => stated >= 0 && stated <= 1).map(({ stated }) => ({ stated, y: 1, weight: 1 })),
      random(),
    ),
  ];
  expect(JSON.stringify(said, namely)).not.toMatch(/NaN|Infinity/);
});

test('a fit of nothing says how much is missing', () => {
  expect(fitOf([], random())).toEqual({ kind: 'too few', n: 0, needed: 10 });
  expect(fitOf(HARD['no number'] ?? [], random())).toEqual({ kind: 'too few', n: 0, needed: 10 });
  expect(fitOf(points(10, 0.8, true), random())).toMatchObject({ kind: 'known', n: 10, skill: null });
});

test('the error of calibration is told from 100 labels on', () => {
  const half = (n: number): readonly ReturnType<typeof points>[number][] => [
    ...points(n / 2, 0.9, true),
    ...points(n / 2, 0.9, false),
  ];
  expect(fitOf(half(98), random())).toMatchObject({ kind: 'known', excess: null, chance: null });
  const fit = fitOf(half(100), random());
  expect(fit).toMatchObject({ kind: 'known', overConfidence: expect.closeTo(0.4, 9) });
  expect(fit.kind === 'known' && fit.excess).toBeGreaterThan(0.3);
  expect(fit.kind === 'known' && fit.chance).toBe(0.001);
});

test('a rate says what is missing, and of how many it is', () => {
  expect(rateOf([])).toEqual({ kind: 'too few', n: 0, needed: 5, guard: 'n >= 5' });
  expect(rateOfCounts(3, 1)).toEqual({ kind: 'too few', n: 4, needed: 1, guard: 'n >= 5' });
  expect(rateOfCounts(19, 0, 20)).toEqual({ kind: 'too few', n: 19, needed: 1, guard: 'n >= 20' });
  expect(rateOfCounts(5, 0)).toMatchObject({
    kind: 'known',
    share: 1,
    high: 1,
    n: 5,
    nEff: 5,
    method: 'jeffreys',
    guard: 'n >= 5',
  });
  expect(rateOfCounts(Number.NaN, 1)).toMatchObject({ kind: 'too few' });
  expect(rateOfCounts(0, 0, 0)).toMatchObject({ kind: 'too few' });
});

test('who volunteers speaks for himself, who was drawn for all that were not', () => {
  const drawn = points(5, 0.8, true, 0.1).concat(points(5, 0.8, false, 0.1));
  const volunteered = points(50, 0.8, false);
  const rate = rateOf([...drawn, ...volunteered]);
  expect(rate).toMatchObject({ kind: 'known', share: expect.closeTo(50 / 150, 9), n: 60 });
});

test('a threshold says why there is none', () => {
  expect(certify([], PROMISE)).toMatchObject({ kind: 'none', n: 0, why: expect.stringContaining('of at least 20') });
  const poor = [...points(30, 0.9, true), ...points(20, 0.9, false)];
  expect(certify(poor, PROMISE)).toMatchObject({
    kind: 'none',
    n: 50,
    why: 'from 0.90 on 20 of 50 were wrong, which may be 0.50 of all and not 0.20; fewer than 120 labels seldom certify one',
  });
  expect(certify(points(40, 0.97, true), PROMISE)).toMatchObject({ kind: 'certified', n: 40 });
});

test('labels above no threshold that is tried certify nothing', () => {
  const low = certify(points(60, 0.03, true), PROMISE);
  expect(low).toMatchObject({ kind: 'none', n: 60, why: expect.stringContaining('.05') });
});

test('a threshold ends where the promise does: what is stated lower does not ride along', () => {
  const some = [...points(60, 0.9, true), ...points(40, 0.7, false), ...points(200, 0.5, true)];
  expect(certify(some, PROMISE)).toMatchObject({ kind: 'certified', at: 0.75, n: 60 });
});

test('missed issues: withheld below seven that both saw', () => {
  expect(missedBy({ both: 6, onlyOne: 3, onlyOther: 4 })).toEqual({ kind: 'too few', n: 6, needed: 1 });
  expect(missedBy({ both: Number.NaN, onlyOne: 0, onlyOther: 0 })).toMatchObject({ kind: 'too few' });
  expect(missedBy({ both: 9, onlyOne: 0, onlyOther: 0 })).toMatchObject({ kind: 'known', atLeast: 0 });
});

test('seeded defects that both miss together raise what is believed to be missed', () => {
  const counts = { both: 20, onlyOne: 15, onlyOther: 12 };
  const [any, alike, apart] = [
    missedBy(counts),
    missedBy(counts, { both: 30, onlyOne: 4, onlyOther: 4, neither: 30 }),
    missedBy(counts, { both: 10, onlyOne: 20, onlyOther: 20, neither: 10 }),
  ];
  expect([any.kind, alike.kind, apart.kind]).toEqual(['known', 'known', 'known']);
  if (any.kind !== 'known' || alike.kind !== 'known' || apart.kind !== 'known') return;
  expect(apart.median).toBeLessThan(any.median);
  expect(any.median).toBeLessThan(alike.median);
  expect(any.atLeast).toBe(Math.floor((15 * 12) / 21));
  expect(missedBy(counts, { both: 0, onlyOne: 0, onlyOther: 0, neither: 0 })).toMatchObject({ kind: 'known' });
});

test('two configurations are compared from ten differences on', () => {
  expect(mcnemar(4, 5)).toEqual({ kind: 'too few', n: 9, needed: 1 });
  expect(mcnemar(Number.NaN, 5)).toMatchObject({ kind: 'too few' });
  expect(mcnemar(0, 10)).toMatchObject({ kind: 'known', p: expect.closeTo(2 / 1024, 12) });
});

test('fewer than five rules are not shrunk towards each other', () => {
  const [one] = shrinkRates([{ right: 0, wrong: 8 }]);
  expect(one).toMatchObject({ share: expect.closeTo(0.5 / 9, 9), low: 0 });
  expect(shrinkRates([])).toEqual([]);
  const strange = { right: Number.NaN, wrong: -3 };
  expect(shrinkRates([strange])).toEqual([{ share: 0.5, low: 0, high: 1, loser: expect.closeTo(0.5, 9) }]);
});

test('a curve of few outcomes is that of others; of many, its own', () => {
  const few = lagCurve([{ days: 3, came: true }], 730);
  expect(few(0)).toBe(0);
  expect(few(730)).toBe(1);
  expect(few(5000)).toBe(1);
  expect(few(Number.NaN)).toBe(0);
  expect(few(-4)).toBe(0);
  const quick = lagCurve(
    Array.from({ length: 400 }, (_, i) => ({ days: i % 4 === 0 ? 5 : 800, came: i % 4 === 0 })),
    730,
  );
  expect(quick(4)).toBe(0);
  expect(quick(5)).toBe(1);
  expect(lagCurve([], Number.NaN)(10)).toBe(1);
});

test('a young history goes on as others do, rather than being over with its oldest commit', () => {
  const young = lagCurve(
    Array.from({ length: 200 }, (_, i) => ({ days: i % 100, came: i < 60 })),
    730,
  );
  const others = lagCurve([], 730);
  expect(young(99)).toBeCloseTo(others(99), 9);
  expect(young(400)).toBeCloseTo(others(400), 9);
});

test('nothing matured says nothing; more bad ones than matured ones are no more than all', () => {
  expect(maturedRate([], () => 1)).toEqual({ commits: 0, matured: 0, bad: 0, share: 0.5, low: 0, high: 1 });
  expect(maturedRate([{ days: 0, bad: 0 }], () => 0)).toMatchObject({ matured: 0, share: 0.5, low: 0, high: 1 });
  expect(maturedRate([{ days: 1, bad: 1 }], () => 0.1)).toMatchObject({ share: 1, high: 1 });
});

test('what half-grown commits show is less sure than as much of grown ones', () => {
  const some = (n: number, bad: number) => Array.from({ length: n }, (_, i) => ({ days: 1, bad: i < bad ? 1 : 0 }));
  const [grown, half] = [maturedRate(some(20, 10), () => 1), maturedRate(some(40, 10), () => 0.5)];
  expect(half).toMatchObject({ matured: grown.matured, share: grown.share });
  expect(half.high - half.low).toBeGreaterThan(1.1 * (grown.high - grown.low));
  const [clean, young] = [maturedRate(some(60, 0), () => 1), maturedRate(some(120, 0), () => 0.5)];
  expect(young.high / clean.high).toBeCloseTo(1, 1);
});

test('drift of a reader of which nothing is known is not looked for', () => {
  expect(driftOf([])).toMatchObject({ kind: 'quiet', n: 0 });
  expect(driftOf(told(0, 19, () => false))).toMatchObject({ kind: 'quiet', n: 0 });
  expect(driftOf(told(0, 40, () => false).map((one) => ({ ...one, stated: null })))).toMatchObject({ n: 0 });
});

test('drift is told with the day on which it began, and is over when the reader is back', () => {
  const good = told(0, 60, (i) => i % 10 !== 0);
  const bad = told(60, 30, (i) => i % 2 === 0);
  const alarm = driftOf([...good, ...bad]);
  expect(alarm).toMatchObject({ kind: 'alarm', n: 90, limit: 4 });
  expect(alarm.kind === 'alarm' && alarm.since).toBeGreaterThanOrEqual(50);
  expect(alarm.kind === 'alarm' && alarm.since).toBeLessThanOrEqual(64);
  expect(driftOf([...good, ...bad].toReversed())).toEqual(alarm);
  const was = { a: 0.8, b: 1 };
  expect(cusumOf([...good, ...bad], was)).toMatchObject({ kind: 'alarm' });
  expect(cusumOf([...good, ...bad, ...told(90, 100, (i) => i % 10 !== 0)], was)).toMatchObject({ kind: 'quiet' });
});

test('beyond the ends of what was seen, the stairs go on level', () => {
  const fit = fitIsotonic([...points(5, 0.4, false), ...points(5, 0.6, true)], 1);
  const stairs = fit.kind === 'known' ? fit.stairs : [];
  expect([0, 0.5, 0.6, 1].map((c) => applyIsotonic(c, stairs))).toEqual([0, 0, 1, 1]);
  expect(applyIsotonic(0.5, [])).toBe(0.5);
});

test('of counts that are none, the law knows what it knew before', () => {
  expect(probabilityAbove(Number.NaN, Number.NaN, 0.3)).toBeCloseTo(probabilityAbove(0, 0, 0.3), 12);
  expect(probabilityAbove(9, 5, 0.3)).toBeCloseTo(probabilityAbove(5, 5, 0.3), 12);
});

function points(n: number, stated: number, right: boolean, chance: number | null = null) {
  return Array.from({ length: n }, () => ({ stated, right, chance }));
}

function told(from: number, n: number, rightAt: (i: number) => boolean) {
  return Array.from({ length: n }, (_, i) => ({ ts: from + i, stated: 0.8, right: rightAt(i), chance: null }));
}

/** JSON makes null of what is no number. */
function namely(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
