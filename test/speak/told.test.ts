import { expect, test } from 'vitest';
import { masked } from '../../src/speak/masked.ts';
import { tellPast } from '../../src/speak/question.ts';

const AT = Date.UTC(2026, 0, 15, 12);
const one = {
  event: 'e',
  rater: 'human:ana@shop.example',
  says: 'right',
  because: '',
  counts: true,
  chance: null,
  secs: null,
} as const;

test('answers of before are told with their time, also of a time that no calendar has', () => {
  const told = tellPast(
    { kind: 'ruling' },
    [-9e15, AT, AT + 400 * 86_400_000, 9e15].map((ts) => ({ ...one, ts })),
    AT,
  );
  expect(told.map((line) => line.slice(0, 16).trimEnd())).toEqual([
    'at no time  ana@',
    '2026-01-15 12:00',
    '2027-02-19 12:00',
    'at no time  ana@',
  ]);
  expect(told[1]).toContain('ana@shop.example  right (just now)');
});

test('a report names the repository that has no other name than its folder, and masks what looks like a key beside it', () => {
  const repo = 'local-1a9c1d1ee0e05d0a';
  const key = ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dc'].join('_');
  expect(masked({ repo, id: 'r-7f3k2m', because: `see ${key}` })).toMatchObject({ repo, id: 'r-7f3k2m' });
  expect(JSON.stringify(masked({ repo: `${repo} ${key}`, because: key }))).not.toContain('4eC39');
});
