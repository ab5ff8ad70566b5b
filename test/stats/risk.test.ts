import { array, assert, boolean, constantFrom, double, integer, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import type { Features, Pushed, PushedFile } from '../../src/model/risk.ts';
import { LOSS, NEEDS } from '../../src/model/risk.ts';
import { logit, sigmoid } from '../../src/stats/logit.ts';
import { needOf } from '../../src/stats/need.ts';
import { fitLocal, type Lesson, probabilityOf, scoreOf, UNTAUGHT, withRecord } from '../../src/stats/risk.ts';
import { featuresOf, unionOf } from '../../src/stats/union.ts';
import { seeded } from '../../src/stats/random.ts';

type Row = readonly [number, number, number, boolean, number | null, number, number];

function featuresIn([linesAdded, linesDeleted, files, isFix, ageDays, changes, experience]: Row): Features {
  return { linesAdded, linesDeleted, files, isFix, ageDays, changes, experience };
}

// worked out by hand from the coefficients of reference, in another language
test.each<[Row, number]>([
  [[0, 0, 0, false, null, 0, 0], 0.07748637721604845],
  [[1, 1, 1, false, 30, 10, 100], 0.07322206763941919],
  [[300, 50, 8, false, 12.5, 140, 900], 0.5990838887031283],
  [[12, 3, 2, true, 200, 40, 0], 0.3464225338100039],
  [[1_000_000, 0, 3000, false, 0, 0, 0], 0.9964002380644837],
  [[0, 400, 20, true, 365, 1000, 5000], 0.24213403902565117],
])('the shipped prior of %j', (row, p) => {
  expect(probabilityOf(featuresIn(row))).toBeCloseTo(p, 12);
});

test.each<Row>([
  [-5, Number.NaN, 0, false, -3, -1, Number.NaN],
  [Number.POSITIVE_INFINITY, 0, 0, false, null, 0, 0],
])('a count that is none is nothing: %j', (...row) => {
  expect(probabilityOf(featuresIn(row))).toBeCloseTo(0.07748637721604845, 12);
});

test('a chance and its logit are each other, and the ends stay finite', () => {
  assert(property(double({ min: 0, max: 1, noNaN: true }), (p) => Math.abs(sigmoid(logit(p)) - p) < 1e-8));
  expect([sigmoid(-1e9), sigmoid(1e9), Number.isFinite(logit(0)), Number.isFinite(logit(1))]).toEqual([
    0,
    1,
    true,
    true,
  ]);
});

function lessons(n: number, base: number, shown: number): readonly Lesson[] {
  const random = seeded(7);
  return Array.from({ length: n }, () => {
    const score = scoreOf(featuresIn([Math.floor(random() * 300), 5, 3, false, 20, 10, 50]));
    return { score, bad: random() < base * shown ? 1 : 0, shown };
  });
}

test('nothing known leaves the prior as it is', () => {
  expect(fitLocal([])).toEqual(UNTAUGHT);
  expect(fitLocal(lessons(500, 0.1, 0))).toEqual(UNTAUGHT);
});

test('a thousand commits teach their own mean', () => {
  const known = lessons(900, 0.1, 1);
  const local = fitLocal(known);
  const mean = known.reduce((sum, { score }) => sum + sigmoid(local.intercept + score), 0) / known.length;
  expect(local.slope).toBe(1);
  expect(Math.abs(mean - known.reduce((sum, { bad }) => sum + bad, 0) / known.length)).toBeLessThan(0.005);
});

test('ten of them hardly turn it', () => {
  const few = fitLocal(lessons(10, 0, 1)).intercept;
  const many = fitLocal(lessons(400, 0, 1)).intercept;
  expect(few).toBeLessThan(0);
  expect(few).toBeGreaterThan(-0.15);
  expect(many).toBeLessThan(-2);
});

test('what is too young to have shown a bug is not clean', () => {
  const young = lessons(1500, 0.3, 0.2);
  const { intercept, slope } = fitLocal(young);
  const mean = young.reduce((sum, { score }) => sum + sigmoid(intercept + slope * score), 0) / young.length;
  expect(mean).toBeGreaterThan(0.24);
  expect(mean).toBeLessThan(0.36);
  // the same taken for clean says a third of it
  const naive = fitLocal(young.map((lesson) => ({ ...lesson, shown: 1 })));
  expect(sigmoid(naive.intercept + scoreOf(featuresIn([100, 5, 3, false, 20, 10, 50])))).toBeLessThan(0.12);
});

test.each([0, 1])('labels that are all %d stay finite', (bad) => {
  const { intercept, slope } = fitLocal(lessons(5000, 0.5, 1).map((lesson) => ({ ...lesson, bad, shown: 1 })));
  expect(Number.isFinite(intercept) && Number.isFinite(slope)).toBe(true);
  const p = sigmoid(intercept + slope * -1);
  expect(bad === 1 ? p > 0.95 : p < 0.05).toBe(true);
});

test('a slope is learned where there is enough to learn it from, and no sooner', () => {
  const random = seeded(3);
  const made = (n: number): readonly Lesson[] =>
    Array.from({ length: n }, () => {
      const score = random() * 4 - 3;
      return { score, bad: random() < sigmoid(0.3 * score - 1) ? 1 : 0, shown: 1 };
    });
  expect(fitLocal(made(990)).slope).toBe(1);
  const { slope } = fitLocal(made(4000));
  expect(slope).toBeGreaterThan(0.15);
  expect(slope).toBeLessThan(0.5);
});

test.each([
  [0.2, 0.2, 0.2, 0],
  [0.2, 0.9, 0.2, Math.log(4.5)],
  [0.2, 1, 0.001, 2],
  [0.2, 0.0001, 0.2, -1],
  [0.2, 0.2, 0, 2],
  [0.2, 0, 0, 0],
])('risk %d, bound %d of a usual %d: moved by %d', (p, upper, baseline, moved) => {
  const decided = withRecord(p, upper, baseline);
  expect(decided.moved).toBeCloseTo(baseline === 0 && upper > 0 ? 0 : moved, 9);
  expect(decided.upper).toBeCloseTo(sigmoid(logit(p) + decided.moved), 12);
});

const fileArb = record({
  path: constantFrom('a', 'b', 'c/d', 'c/e', 'f'),
  added: integer({ min: 0, max: 2000 }),
  deleted: integer({ min: 0, max: 2000 }),
});

/** Steps over one file: each begins at the state the last one left. */
function stepsOf(steps: readonly { path: string; added: number; deleted: number }[]): {
  readonly steps: readonly PushedFile[];
  readonly whole: readonly PushedFile[];
} {
  const states = new Map<string, number>();
  const whole = new Map<string, PushedFile>();
  const made = steps.map((step): PushedFile => {
    const n = states.get(step.path) ?? 0;
    states.set(step.path, n + 1);
    const known = whole.get(step.path);
    // as one, it is never more than its steps together
    whole.set(step.path, {
      path: step.path,
      files: 1,
      before: '0',
      added: (known?.added ?? 0) + Math.floor(step.added * 0.9),
      deleted: (known?.deleted ?? 0) + Math.floor(step.deleted * 0.9),
    });
    return { ...step, files: 1, before: String(n) };
  });
  return { steps: made, whole: [...whole.values()] };
}

test('splitting a change never lowers what it needs', () => {
  const loss = constantFrom(...Object.values(LOSS));
  assert(
    property(
      array(fileArb, { minLength: 1, maxLength: 12 }),
      integer({ min: 1, max: 4 }),
      boolean(),
      integer({ min: 0, max: 500 }),
      loss,
      (edits, parts, isFix, experience, minutes) => {
        const { steps, whole } = stepsOf(edits);
        const pasts = new Map([['a', { changes: 9, last: 0 }]]);
        const at = 1e10;
        const one: Pushed = { files: whole, isFix, experience, commits: 1 };
        const size = Math.ceil(steps.length / parts);
        const pushes = Array.from({ length: parts }, (_, i): Pushed => ({
          files: steps.slice(i * size, (i + 1) * size),
          isFix: isFix && i === 0,
          experience: experience + i,
          commits: 1,
        }));
        const chance = (some: readonly Pushed[]): number => probabilityOf(featuresOf(unionOf(some), pasts, at));
        const need = (some: readonly Pushed[]): number => NEEDS.indexOf(needOf(chance(some), minutes));
        const last = need(pushes);
        return (
          chance(pushes) >= chance([one]) - 1e-12 &&
          last >= need([one]) &&
          pushes.every((_, i) => need(pushes.slice(0, i + 1)) <= last)
        );
      },
    ),
    { numRuns: 500 },
  );
});

test('what is pushed again, or rewritten, counts once', () => {
  const file = { path: 'a', before: '0', added: 10, deleted: 2, files: 1 };
  const push = { files: [file], isFix: false, experience: 3, commits: 1 };
  const again = { ...push, files: [{ ...file, added: 7, deleted: 5 }], experience: 4 };
  expect(unionOf([push, push]).files).toEqual([file]);
  expect(unionOf([push, again])).toEqual({
    files: [{ ...file, added: 10, deleted: 5 }],
    isFix: false,
    experience: 3,
    commits: 2,
  });
});

test('nothing pushed is a change of nothing, and a clock that jumps makes no age below zero', () => {
  const nothing = featuresOf(unionOf([]), new Map(), 0);
  expect(nothing).toEqual(featuresIn([0, 0, 0, false, null, 0, 0]));
  const push = {
    files: [{ path: 'a', before: '', added: 1, deleted: 0, files: 1 }],
    isFix: false,
    experience: 0,
    commits: 1,
  };
  expect(featuresOf(unionOf([push]), new Map([['a', { changes: 2, last: 9e15 }]]), 1e12).ageDays).toBe(0);
});
