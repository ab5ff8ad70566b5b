import { describe, expect, test } from 'vitest';
import type { CalibrationRows } from '../../src/model/calibration-rows.ts';
import type { Label } from '../../src/model/label.ts';
import type { SaidBy } from '../../src/model/said.ts';
import type { Statement } from '../../src/model/statement.ts';
import { calibrationLines } from '../../src/stats/calibration-text.ts';
import { calibrationOf } from '../../src/stats/calibration.ts';
import { seeded } from '../../src/stats/random.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 0, 15, 12);

const NOTHING: CalibrationRows = {
  from: NOW - 90 * DAY,
  now: NOW,
  repo: null,
  changes: { n: 0, byAgents: 0 },
  spoke: [],
  statements: [],
  disagreements: [],
  asked: [],
  said: [],
  trials: [],
  commits: [],
  outcomes: [],
  tuned: [],
  proposals: [],
  events: 0,
  anchored: null,
};

function statement(id: string, says: Label | null, over: Partial<Statement> = {}): Statement {
  return {
    id,
    kind: 'ruling',
    of: 'infra.stateful.destroy',
    by: { kind: 'rule' },
    repo: 'shop',
    branch: 'main',
    first: NOW - DAY,
    last: NOW - DAY,
    subject: 'aws_db_instance.main',
    path: 'infra/main.tf',
    line: 3,
    refuses: true,
    confidence: null,
    criterion: null,
    spec: null,
    became: 'redone',
    loop: '',
    label: says === null ? null : { says, ts: NOW - DAY, because: '', strategy: 'drawn', drawn: 0.5 },
    ...over,
  };
}

function many(n: number, says: Label, over: Partial<Statement> = {}): readonly Statement[] {
  return Array.from({ length: n }, (_, i) => statement(`r-${over.of ?? ''}${says}${i}`, says, over));
}

/** Findings of one reader, stated with a confidence, of which the first so many are right. */
function findings(n: number, right: number, confidence: (i: number) => number): readonly Statement[] {
  const by = { kind: 'reviewer', identity: 'gpt@3f1a9c', vendor: 'openai', model: 'gpt' } as const;
  return Array.from({ length: n }, (_, i) =>
    statement(`f-${i}`, i < right ? 'right' : 'wrong', {
      kind: 'finding',
      of: 'errors.swallowed',
      by,
      confidence: confidence(i),
    }),
  );
}

function both(finding: string, by: readonly string[]): SaidBy {
  const read = ['gpt@3f1a9c', 'claude@9f00aa'];
  return { ts: NOW, repo: 'shop', loop: 'l-1', finding, failureModel: 'errors.swallowed', read, said: by };
}

const ASKED = {
  identity: 'gpt@3f1a9c',
  vendor: 'openai',
  model: 'gpt',
  mode: 'blind',
  runs: 40,
  changes: 20,
  money: 0.5,
  first: NOW - 30 * DAY,
  last: NOW,
};

const calibrate = (over: Partial<CalibrationRows>): ReturnType<typeof calibrationOf> =>
  calibrationOf({ ...NOTHING, ...over }, seeded(1));

describe('of nothing', () => {
  test('nothing is said, and no rate', () => {
    const calibration = calibrate({});
    expect(calibration.readers).toEqual([]);
    expect(calibration.contracts).toEqual([]);
    expect(calibration.lag).toEqual([]);
    expect(JSON.stringify(calibration)).not.toMatch(/NaN|Infinity|"share":/);
    expect(calibrationLines(calibration, 8).join('\n')).toContain('guardrail ask');
  });

  test('every week of the time is there, Monday first', () => {
    const { weeks } = calibrate({});
    expect(weeks.at(-1)).toMatchObject({ from: '2026-01-12', right: 0 });
    expect(weeks).toHaveLength(14);
  });
});

test('what two readers say counts for both, and what a detector says for whoever saw it too', () => {
  const other = { ...ASKED, identity: 'claude@9f00aa', vendor: 'anthropic', model: 'claude', runs: 1 };
  const detector = { kind: 'detector', detector: 'code' } as const;
  const found = statement('f-d', 'wrong', { kind: 'finding', of: 'errors.swallowed', by: detector });
  const { readers } = calibrate({
    asked: [ASKED, other],
    statements: [...findings(12, 8, () => 0.8), found],
    said: [
      ...Array.from({ length: 6 }, (_, i) => both(`f-${i}`, ['gpt@3f1a9c', 'claude@9f00aa'])),
      both('f-d', ['claude@9f00aa']),
    ],
  });
  expect(readers.map(({ identity, precision }) => ({ identity, precision }))).toMatchObject([
    { identity: 'gpt@3f1a9c', precision: { n: 12, share: 8 / 12 } },
    { identity: 'claude@9f00aa', precision: { n: 7, share: 6 / 7 } },
  ]);
});

describe('a rule', () => {
  test('with four labels is not judged, and says how many are missing', () => {
    const [contract] = calibrate({ statements: many(4, 'wrong') }).contracts;
    expect(contract).toMatchObject({ precision: { kind: 'too few', n: 4, needed: 1 }, reads: 'too few' });
  });

  test('that is mostly wrong is told from one that is right, and stands first', () => {
    const { contracts } = calibrate({
      spoke: [{ id: 'good', kind: 'rule', n: 300 }],
      statements: ['a', 'b', 'c', 'good']
        .flatMap((of) => many(20, 'right', { of }))
        .concat(many(14, 'wrong', { of: 'bad' }), many(2, 'right', { of: 'bad' })),
    });
    expect(contracts[0]).toMatchObject({ id: 'bad', reads: 'loser', labels: { right: 2, wrong: 14 } });
    expect(contracts.find(({ id }) => id === 'good')).toMatchObject({ reads: 'good', spoke: 300 });
    expect(contracts[0]?.loser).toBeGreaterThan(0.9);
  });

  test('is mostly wrong also where it is one of two', () => {
    const { contracts } = calibrate({ statements: [...many(12, 'wrong', { of: 'bad' }), ...many(3, 'right')] });
    expect(contracts.map(({ id, reads }) => [id, reads])).toEqual([
      ['bad', 'loser'],
      ['infra.stateful.destroy', 'too few'],
    ]);
  });

  test('of which people often cannot say is underspecified, whatever else they say', () => {
    const [contract] = calibrate({ statements: [...many(9, 'gap'), ...many(3, 'right')] }).contracts;
    expect(contract).toMatchObject({ reads: 'gap', gap: { kind: 'known', share: 0.75, n: 12 } });
  });

  test('doubts are counted and weigh nothing', () => {
    const [contract] = calibrate({ statements: many(30, 'unclear') }).contracts;
    expect(contract).toMatchObject({ labels: { unclear: 30 }, precision: { kind: 'too few', n: 0 }, reads: 'too few' });
  });
});

describe('a reader', () => {
  test('has no fit before ten labels, and then one with its n', () => {
    const few = calibrate({ asked: [ASKED], statements: findings(9, 4, () => 0.9) });
    expect(few.readers[0]).toMatchObject({ fit: { kind: 'too few', n: 9, needed: 1 }, runs: 40, money: 0.025 });
    const some = calibrate({ asked: [ASKED], statements: findings(40, 20, () => 0.9) });
    expect(some.readers[0]?.fit).toMatchObject({ kind: 'known', n: 40, excess: null });
    expect(some.readers[0]?.threshold).toMatchObject({ kind: 'none', alpha: 0.2, delta: 0.1 });
  });

  test('that is too sure is said to be', () => {
    const { readers } = calibrate({ asked: [ASKED], statements: findings(200, 100, () => 0.95) });
    const [reader] = readers;
    expect(reader?.fit).toMatchObject({ kind: 'known', n: 200 });
    const fit = reader?.fit;
    expect(fit?.kind === 'known' && fit.overConfidence).toBeCloseTo(0.45, 2);
    expect(fit?.kind === 'known' && (fit.chance ?? 1)).toBeLessThan(0.05);
  });

  test('that keeps its promise gets a threshold', () => {
    const statements = findings(300, 150, (i) => (i < 150 ? 0.9 : 0.3));
    const [reader] = calibrate({ asked: [ASKED], statements }).readers;
    expect(reader?.threshold).toMatchObject({ kind: 'certified', alpha: 0.2 });
  });

  test('its recall is that of seeded defects, and an answer that was none counts on neither side', () => {
    const trial = { ts: NOW, repo: 'shop', failureModel: 'errors.swallowed', seed: 'a', origin: 'case' as const };
    const who = { identity: 'gpt@3f1a9c', vendor: 'openai', model: 'gpt', mode: 'blind', cause: '', money: 0 };
    const trials = Array.from({ length: 26 }, (_, i) => ({
      ...trial,
      ...who,
      diff: String(i),
      result: i < 18 ? ('hit' as const) : i < 24 ? ('miss' as const) : ('none' as const),
    }));
    const [reader] = calibrate({ trials }).readers;
    expect(reader).toMatchObject({ identity: 'gpt@3f1a9c', runs: 0, recall: { kind: 'known', share: 0.75, n: 24 } });
  });
});

test('a criterion on which people find gaps stands before one that they do not', () => {
  const spec = 'specs/cart.md';
  const { criteria } = calibrate({
    statements: [
      ...many(3, 'gap', { criterion: 'FR-012', spec }),
      ...many(3, 'right', { criterion: 'FR-002', spec, of: 'other' }),
    ],
  });
  expect(criteria.map(({ criterion, gap, real }) => [criterion, gap, real])).toEqual([
    ['FR-012', 3, 0],
    ['FR-002', 0, 3],
  ]);
});

test('what it prints has no line wider than 80 columns, and no rate without its n', () => {
  const long = 'a.very.long.rule.id.that.nobody.would.type.but.somebody.generated.for.a.test';
  const calibration = calibrate({
    asked: [{ ...ASKED, identity: `${'m'.repeat(90)}@3f1a9c` }, ASKED],
    statements: [...many(9, 'right', { of: long }), ...many(9, 'wrong'), ...findings(120, 60, (i) => (i % 10) / 10)],
    said: Array.from({ length: 19 }, (_, i) =>
      both(`f-x${i}`, i < 9 ? ['gpt@3f1a9c', 'claude@9f00aa'] : i < 13 ? ['gpt@3f1a9c'] : ['claude@9f00aa']),
    ),
    disagreements: ['r-1', 'r-2', 'r-3', 'r-4', 'r-5'],
    anchored: { seq: 12, ts: NOW, where: `refs/guardrail/anchors/${'x'.repeat(60)}` },
    events: 20,
  });
  const lines = calibrationLines(calibration, 8);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.join('\n')).not.toMatch(/NaN|undefined|Infinity/);
  expect(
    lines.filter((line) => line.startsWith('  right')).every((line) => /of \d+ labels|needs \d+ more/.test(line)),
  ).toBe(true);
});

describe('two readers of the same changes', () => {
  const [gpt, claude] = ['gpt@3f1a9c', 'claude@9f00aa'];
  const said = Array.from({ length: 19 }, (_, i) => both(`f-x${i}`, i < 9 ? [gpt, claude] : i < 13 ? [gpt] : [claude]));

  const called = (says: Label, n: number): readonly Statement[] =>
    Array.from({ length: n }, (_, i) => statement(`f-x${i}`, says, { kind: 'finding' }));

  test('are counted as one pair, in whatever order they read', () => {
    const turned = said.map((one, i) => (i % 2 === 0 ? one : { ...one, read: one.read.toReversed() }));
    expect(calibrate({ said: turned, statements: called('right', 19) }).pairs).toMatchObject([
      { one: claude, other: gpt, both: 9, onlyOne: 6, onlyOther: 4, missed: { kind: 'known' } },
    ]);
    expect(calibrate({ said, statements: called('right', 19) }).pairs).toMatchObject([
      { overlap: { kind: 'too few', n: 0, needed: 20 } },
    ]);
  });

  test('missed nothing of which people did not say that it was real', () => {
    const some = [...called('right', 6), ...called('wrong', 9).slice(6)];
    expect(calibrate({ said, statements: some }).pairs).toMatchObject([
      { both: 6, onlyOne: 0, onlyOther: 0, missed: { kind: 'too few', n: 6, needed: 1 } },
    ]);
  });
});
