import { describe, expect, test } from 'vitest';
import type { Trial } from '../../src/model/trial.ts';
import { cellOf, overlapOf, recallOf } from '../../src/stats/trials.ts';

let ts = 0;
function shown(failureModel: string, seed: string, identity: string, result: Trial['result']): Trial {
  const who = { identity, vendor: 'openai', model: 'gpt', mode: 'blind' };
  const what = { failureModel, seed, diff: `${failureModel}/${seed}`, origin: 'case' as const };
  return { ts: (ts += 1), repo: 'shop', ...what, ...who, result, cause: '', money: 0 };
}
const many = (n: number, identity: string, result: Trial['result'], from = 0): readonly Trial[] =>
  Array.from({ length: n }, (_, i) => shown('data.lost', `s${from + i}`, identity, result));

describe('recall', () => {
  test('is hits of what was shown, with n and a Jeffreys interval, and nothing counts an answer that was not whole', () => {
    const { byReader, byModel, byCell } = recallOf([
      ...many(12, 'a', 'hit'),
      ...many(8, 'a', 'miss', 12),
      ...many(30, 'a', 'none', 20),
    ]);
    const rate = byReader.get('a');
    expect(rate).toMatchObject({ kind: 'known', share: 0.6, n: 20, method: 'jeffreys' });
    // scipy.stats.beta.ppf([.025, .975], 12.5, 8.5)
    expect(rate?.kind === 'known' ? [rate.low, rate.high] : []).toEqual([
      expect.closeTo(0.38392032, 7),
      expect.closeTo(0.78937059, 7),
    ]);
    expect(byModel.get('data.lost')).toEqual(rate);
    expect(byCell.get(cellOf('data.lost', 'a'))).toEqual(rate);
  });

  test('below five it is withheld, and says how many are missing', () => {
    expect(recallOf(many(4, 'a', 'hit')).byReader.get('a')).toMatchObject({ kind: 'too few', n: 4, needed: 1 });
    expect(recallOf(many(9, 'a', 'none')).byReader.get('a')).toBeUndefined();
    expect(recallOf([]).byModel.size).toBe(0);
  });
});

describe('overlap of two readers', () => {
  test('is over the defects that both were shown, each by its last whole answer', () => {
    const trials = [
      shown('m', 'one', 'a', 'hit'),
      shown('m', 'one', 'b', 'hit'),
      shown('m', 'two', 'a', 'miss'),
      shown('m', 'two', 'b', 'hit'),
      shown('m', 'three', 'a', 'hit'),
      shown('m', 'three', 'b', 'none'),
      shown('m', 'four', 'a', 'miss'),
      shown('m', 'four', 'b', 'miss'),
      shown('m', 'five', 'b', 'hit'),
      shown('m', 'two', 'a', 'hit'),
    ];
    expect(overlapOf(trials, 'a', 'b')).toEqual({ both: 2, onlyOne: 0, onlyOther: 0, neither: 1 });
    expect(overlapOf(trials.slice(0, -1), 'a', 'b')).toEqual({ both: 1, onlyOne: 0, onlyOther: 1, neither: 1 });
    expect(overlapOf(trials.slice(0, -1), 'b', 'a')).toEqual({ both: 1, onlyOne: 1, onlyOther: 0, neither: 1 });
    expect(overlapOf([], 'a', 'b')).toEqual({ both: 0, onlyOne: 0, onlyOther: 0, neither: 0 });
  });
});
