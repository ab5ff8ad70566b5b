import { expect, test } from 'vitest';
import { likelyModels } from '../../src/review/likely.ts';
import { modelOf } from './models.ts';

const models = [
  modelOf('a.grave', { severity: 'high', blocks: 'reviewer', languages: ['typescript'] }),
  modelOf('a.second', { severity: 'high', languages: ['typescript'] }),
  modelOf('b.small', { severity: 'low' }),
  modelOf('c.python', { severity: 'high', languages: ['python'] }),
  modelOf('d.infra', { severity: 'high', matches: (path) => path.startsWith('infra/') }),
];
const pick = (paths: readonly string[], most: number): readonly string[] =>
  likelyModels(models, paths, most).map(({ id }) => id);

test('only those for files that are there, and each domain once before any of them twice', () => {
  expect(pick(['src/a.ts'], 9)).toEqual(['a.grave', 'b.small', 'a.second']);
  expect(pick(['infra/main.tf', 'a.py'], 9)).toEqual(['c.python', 'd.infra', 'b.small']);
  expect(pick(['src/a.ts'], 1)).toEqual(['a.grave']);
});

test('no files, no words', () => {
  expect(pick([], 9)).toEqual([]);
});
