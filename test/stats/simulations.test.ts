import { expect, test } from 'vitest';
import { confidence } from '../bench/stats/confidence.ts';
import { coverage } from '../bench/stats/coverage.ts';
import { demotions } from '../bench/stats/demotions.ts';
import { drift } from '../bench/stats/drift.ts';
import { excess } from '../bench/stats/excess.ts';
import { type Figure, keeps, mean } from '../bench/stats/figure.ts';
import { labelled, PERFECT } from '../bench/stats/reader.ts';
import { excessOf } from '../../src/stats/ece.ts';
import { maturity } from '../bench/stats/maturity.ts';
import { missed } from '../bench/stats/missed.ts';
import { scoreOf } from '../../src/stats/risk.ts';
import { seeded } from '../../src/stats/random.ts';
import { riskPrior } from '../bench/stats/risk-prior.ts';
import { selection } from '../bench/stats/selection.ts';
import { threshold } from '../bench/stats/threshold.ts';

// The same as `npm run bench:stats` with fewer runs: seeds are fixed, so what holds once holds always.
const SMALL: readonly (readonly [name: string, figures: () => readonly Figure[], least: number])[] = [
  ['intervals', () => coverage([5, 10, 50]), 6],
  ['rates of labels that were drawn unevenly', () => selection(200), 6],
  ['rules that are given up', () => demotions(8), 12],
  ['confidence', () => confidence(40), 3],
  ['calibration error beyond chance', () => excess(24), 3],
  ['thresholds with a promise', () => threshold(60), 3],
  ['issues that two readers both missed', () => missed(600), 3],
  ['drift', () => drift(12), 4],
  ['outcomes that come late', () => maturity(60), 4],
];

test.each(SMALL)('%s keep to their bars', (_, figures, least) => {
  const all = figures();
  expect(all.length).toBeGreaterThanOrEqual(least);
  expect(all.filter((figure) => !keeps(figure))).toEqual([]);
});

test('the risk prior on a history that is as it says, but with twice the odds: ranks well, and learns the mean', () => {
  const random = seeded(9);
  const commits = Array.from({ length: 1500 }, (_, ts) => {
    const features = {
      linesAdded: Math.floor(Math.exp(7 * random())),
      linesDeleted: Math.floor(Math.exp(4 * random())),
      files: 1 + Math.floor(5 * random()),
      isFix: random() < 0.2,
      ageDays: 100 * random(),
      changes: Math.floor(20 * random()),
      experience: Math.floor(200 * random()),
    };
    const odds = Math.exp(scoreOf(features) + Math.log(2));
    return { ts, features, bad: random() < odds / (1 + odds) };
  });
  const figures = riskPrior(commits);
  if (typeof figures === 'string') throw new Error(figures);
  expect(figures.filter((figure) => !keeps(figure))).toEqual([]);
  const [ranks, calibrated] = figures;
  expect(ranks?.ours).toBeLessThan(0.95);
  expect(calibrated?.ours).toBeLessThan(Number(/prior alone (\S+)$/.exec(calibrated?.others ?? '')?.[1]));
  // the same, but the label has nothing to do with the commit
  const blind = riskPrior(commits.map((commit) => ({ ...commit, bad: random() < 0.3 })));
  expect(typeof blind === 'string' ? [] : blind.slice(0, 1).map(keeps)).toEqual([false]);
  expect(riskPrior(commits.slice(0, 30))).toMatch(/too few of one sort/);
});

test('of a perfect reader nothing is left beyond chance, and chance does as badly half of the time', () => {
  const random = seeded(4);
  const all = Array.from({ length: 60 }, () => {
    const rows = labelled(100, PERFECT, random).map(({ stated, right }) => ({ stated, y: right ? 1 : 0, weight: 1 }));
    return excessOf(rows, random);
  }).filter((one) => one !== null);
  expect(all.length).toBe(60);
  expect(mean(all.map(({ ece }) => ece))).toBeGreaterThan(0.07);
  expect(Math.abs(mean(all.map(({ excess: beyond }) => beyond)))).toBeLessThan(0.01);
  expect(Math.abs(mean(all.map(({ chance }) => chance)) - 0.5)).toBeLessThan(0.1);
});

test('a figure over its bar, or none at all, does not keep to it', () => {
  const figure = { name: 'x', others: '', bar: [0.85, 1] } as const;
  expect(keeps({ ...figure, ours: 0.84 })).toBe(false);
  expect(keeps({ ...figure, ours: Number.NaN })).toBe(false);
  expect(keeps({ ...figure, ours: 0.84, noise: 0.01 })).toBe(true);
});
