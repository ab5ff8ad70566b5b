import { expect, test } from 'vitest';
import { confidence } from '../bench/stats/confidence.ts';
import { coverage } from '../bench/stats/coverage.ts';
import { demotions } from '../bench/stats/demotions.ts';
import { drift } from '../bench/stats/drift.ts';
import { excess } from '../bench/stats/excess.ts';
import { type Figure, keeps } from '../bench/stats/figure.ts';
import { maturity } from '../bench/stats/maturity.ts';
import { missed } from '../bench/stats/missed.ts';
import { selection } from '../bench/stats/selection.ts';
import { threshold } from '../bench/stats/threshold.ts';

// The same as `npm run bench:stats` with fewer runs: seeds are fixed, so what holds once holds always.
const SMALL: readonly (readonly [name: string, figures: () => readonly Figure[], least: number])[] = [
  ['intervals', () => coverage([5, 10, 50]), 6],
  ['rates of labels that were drawn unevenly', () => selection(200), 6],
  ['rules that are given up', () => demotions(12), 12],
  ['confidence', () => confidence(60), 3],
  ['calibration error beyond chance', () => excess(40), 3],
  ['thresholds with a promise', () => threshold(60), 3],
  ['issues that two readers both missed', () => missed(600), 3],
  ['drift', () => drift(12), 3],
  ['outcomes that come late', () => maturity(60), 4],
];

test.each(SMALL)('%s keep to their bars', (_, figures, least) => {
  const all = figures();
  expect(all.length).toBeGreaterThanOrEqual(least);
  expect(all.filter((figure) => !keeps(figure))).toEqual([]);
});

test('a figure over its bar, or none at all, does not keep to it', () => {
  const figure = { name: 'x', others: '', bar: [0.85, 1] } as const;
  expect(keeps({ ...figure, ours: 0.84 })).toBe(false);
  expect(keeps({ ...figure, ours: Number.NaN })).toBe(false);
  expect(keeps({ ...figure, ours: 0.84, noise: 0.01 })).toBe(true);
});
