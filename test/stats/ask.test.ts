import { describe, expect, test } from 'vitest';
import { type Candidate, drawQuestions, weighQuestions } from '../../src/stats/ask.ts';
import { type Known, valueOf, worthOf } from '../../src/stats/ask-worth.ts';
import { seeded } from '../../src/stats/random.ts';
import { rateOf } from '../../src/stats/rate.ts';

const NOTHING: Known = { right: 0, wrong: 0, gap: 0 };

/** `loud` is new and stands in the way, `old` is settled, `mixed` shares clusters with both. */
function pool(): readonly Candidate[] {
  const one = (cell: string, i: number, cluster: string, stake = 1): Candidate => ({
    id: `${cell}-${i}`,
    cluster,
    cell,
    stake,
  });
  return [
    ...Array.from({ length: 12 }, (_, i) => one('loud', i, `loud ${i % 8}`)),
    ...Array.from({ length: 20 }, (_, i) => one('old', i, `old ${i}`)),
    ...Array.from({ length: 6 }, (_, i) => one('mixed', i, i < 3 ? `loud ${i}` : `old ${i}`, 0.25)),
    one('rare', 0, 'rare'),
  ];
}

const known = new Map<string, Known>([['old', { right: 40, wrong: 1, gap: 0 }]]);

describe('what one answer more is worth', () => {
  test('most where nothing is known, less the more is, nothing where it is settled', () => {
    const worths = [0, 2, 10, 40].map((n) => worthOf({ right: n, wrong: 0, gap: 0 }, 0));
    expect(worths).toEqual(worths.toSorted((a, b) => b - a));
    expect(worths[0]).toBeGreaterThan(0.1);
    expect(worths[3]).toBeLessThan(1e-6);
  });

  test('where right and wrong are even it is worth more than where they are not, and a doubtful contract counts too', () => {
    const at = (right: number, wrong: number, gap: number): number => worthOf({ right, wrong, gap }, 0);
    expect(at(8, 8, 0)).toBeGreaterThan(at(15, 1, 0) * 10);
    expect(at(12, 0, 4)).toBeGreaterThan(at(12, 0, 0) * 10);
  });

  test('no expected gain is ever lost by one answer more', () => {
    for (const one of [NOTHING, { right: 3, wrong: 3, gap: 1 }, { right: 1, wrong: 9, gap: 0 }]) {
      const values = Array.from({ length: 12 }, (_, n) => valueOf(one, n));
      expect(values.every((value, n) => n === 0 || value >= (values[n - 1] ?? 0) - 1e-12)).toBe(true);
    }
  });

  test('is what adding up every sequence of answers by hand says', () => {
    // Beta(1/2, 1/2) after one answer: mean 3/4 or 1/4; gap Beta(1/2, 1): 3/5 with chance 1/3, else 1/5
    expect(valueOf(NOTHING, 1)).toBeCloseTo(0.5 * 0.25 + (1 / 3) * (0.6 - 0.25), 12);
  });
});

describe('chances', () => {
  test('are above 0, sum to the budget, and to at most 1 within a cluster', () => {
    const random = seeded(1);
    for (let round = 0; round < 300; round += 1) {
      const candidates = Array.from({ length: 1 + Math.floor(random() * 40) }, (_, i) => ({
        id: `s-${i}`,
        cluster: `c${Math.floor(random() * 15)}`,
        cell: `m${Math.floor(random() * 6)}`,
        stake: random() < 0.5 ? 1 : 0.25,
      }));
      const cells = new Map(Array.from({ length: 4 }, (_, i) => [`m${i}`, { right: i * 9, wrong: i, gap: 0 }]));
      const most = Math.floor(random() * 12);
      const weighed = weighQuestions(candidates, cells, most);
      const clusters = new Map<string, number>();
      for (const { cluster, chance } of weighed) clusters.set(cluster, (clusters.get(cluster) ?? 0) + chance);
      const all = new Set(candidates.map(({ cluster }) => cluster)).size;
      const sum = weighed.reduce((total, { chance }) => total + chance, 0);
      expect(sum).toBeCloseTo(Math.min(most, all), 9);
      expect(weighed.every(({ chance }) => chance > 0)).toBe(true);
      expect(Math.max(0, ...clusters.values())).toBeLessThanOrEqual(1 + 1e-9);
      const drawn = drawQuestions(weighed, random);
      expect(drawn).toHaveLength(Math.min(most, all));
      expect(new Set(drawn.map(({ cluster }) => cluster)).size).toBe(drawn.length);
    }
  });

  test('are how often each one is really drawn', () => {
    const weighed = weighQuestions(pool(), known, 5);
    const random = seeded(7);
    const times = new Map<string, number>();
    const draws = 40_000;
    for (let i = 0; i < draws; i += 1)
      for (const { id } of drawQuestions(weighed, random)) times.set(id, (times.get(id) ?? 0) + 1);
    const far = weighed.map(({ id, chance }) => {
      const noise = Math.sqrt((chance * (1 - chance)) / draws);
      return Math.abs((times.get(id) ?? 0) / draws - chance) / noise;
    });
    console.info(
      `drawn ${draws} times from ${weighed.length}: farthest ${Math.max(...far).toFixed(2)} standard errors`,
    );
    expect(Math.max(...far)).toBeLessThan(4);
  });

  test('follow what an answer would teach, and leave a fifth to the lot', () => {
    const weighed = weighQuestions(pool(), known, 5);
    const of = (cell: string): number =>
      weighed.filter(({ id }) => id.startsWith(`${cell}-`)).reduce((sum, { chance }) => sum + chance, 0);
    expect(of('loud')).toBeGreaterThan(2);
    expect(of('old')).toBeLessThan(1);
    expect(of('old')).toBeGreaterThan(0.3);
    expect(weighed.find(({ id }) => id === 'rare-0')?.chance).toBeGreaterThan(0.5);
  });

  test('within a cell are alike where its clusters are', () => {
    const weighed = weighQuestions(pool(), known, 5);
    const old = weighed.filter(({ id }) => /^old-(?:[6-9]|1\d)$/.test(id)).map(({ chance }) => chance);
    expect(new Set(old).size).toBe(1);
  });

  test('of nothing there are none, and of what fits the budget all are asked', () => {
    expect(weighQuestions([], known, 5)).toEqual([]);
    expect(weighQuestions(pool(), known, 0)).toEqual([]);
    expect(drawQuestions([], seeded(1))).toEqual([]);
    const few = pool().filter(({ cell }) => cell === 'rare');
    expect(weighQuestions(few, known, 5)).toMatchObject([{ id: 'rare-0', chance: 1 }]);
    const all = weighQuestions(pool().slice(0, 12), new Map(), 50);
    expect(drawQuestions(all, seeded(3))).toHaveLength(8);
  });
});

test('answers weighed by their chance tell the truth about all, and their plain mean does not', () => {
  // what is new is mostly wrong, what is settled mostly right: whoever asks about what is new sees mostly what is wrong
  const candidates = pool();
  const isRight = ({ cell }: Candidate, i: number): boolean => (cell === 'old' ? i % 10 !== 0 : i % 4 === 0);
  const rights = new Map(candidates.map((one, i) => [one.id, isRight(one, i)]));
  const truth = [...rights.values()].filter(Boolean).length / rights.size;
  const weighed = weighQuestions(candidates, known, 5);
  const random = seeded(11);
  const answers = Array.from({ length: 4_000 }, () => drawQuestions(weighed, random))
    .flat()
    .map(({ id, chance }) => ({ right: rights.get(id) === true, chance }));
  const plain = answers.filter(({ right }) => right).length / answers.length;
  const sums = answers.map(({ right, chance }) => [right ? 1 / chance : 0, 1 / chance] as const);
  const hajek = sums.reduce((sum, [hit]) => sum + hit, 0) / sums.reduce((sum, [, all]) => sum + all, 0);
  console.info(`truth ${truth.toFixed(3)}, weighed ${hajek.toFixed(3)}, plain ${plain.toFixed(3)}`);
  expect(Math.abs(hajek - truth)).toBeLessThan(0.02);
  expect(Math.abs(plain - truth)).toBeGreaterThan(0.1);
  // the rate that is printed caps its weights at 20, and is much nearer all the same
  const rate = rateOf(answers);
  expect(rate.kind === 'known' && Math.abs(rate.share - truth)).toBeLessThan(Math.abs(plain - truth) / 2);
});
