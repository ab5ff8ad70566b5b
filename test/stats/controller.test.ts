import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Label } from '../../src/model/label.ts';
import type { Levels } from '../../src/model/level.ts';
import type { Turned } from '../../src/model/tuning.ts';
import type { Contract, Heard, ModelContract, RuleContract } from '../../src/stats/contract.ts';
import { propose } from '../../src/stats/controller.ts';
import { simulateLoop } from '../../src/stats/outer-loop.ts';
import { seeded } from '../../src/stats/random.ts';
import { waitOf } from '../../src/stats/waiting.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 0, 15);

function heard(n: number, says: Label, over: Partial<Heard> = {}): readonly Heard[] {
  return Array.from({ length: n }, (_, i) => ({
    id: `s-${says}-${i}`,
    ts: NOW - 30 * DAY + i,
    who: 'agent',
    by: 'rule',
    confidence: null,
    criterion: '',
    cluster: `c-${says}-${i}`,
    says,
    strategy: 'drawn',
    chance: 0.5,
    ...over,
  }));
}

const DENIES: Levels = { agent: 'deny', human: 'ask', bot: 'deny', unknown: 'deny' };

function rule(said: readonly Heard[], over: Partial<RuleContract> = {}): RuleContract {
  return { kind: 'rule', id: 'a.b', levels: DENIES, held: '', heard: said, ...over };
}

function model(said: readonly Heard[], over: Partial<ModelContract> = {}): ModelContract {
  const set = { confidence: 0.7, blocks: 'reviewer' } as const;
  return { kind: 'failure-model', id: 'a.b', set, heard: said, trials: [], ...over };
}

const trials = (hit: number, miss: number): ModelContract['trials'] =>
  Array.from({ length: hit + miss }, (_, i) => ({ ts: NOW - DAY, isHit: i < hit }));
const reviewer = { by: 'reviewer', confidence: 0.8 } as const;

function turned(over: Partial<Turned> = {}): Turned {
  const one = {
    id: 't-1',
    ts: NOW - 3 * DAY,
    repo: 'r',
    contract: 'a.b',
    knob: 'rule-level',
    from: 'ask',
    to: 'warn',
    undone: false,
  } as const;
  return { ...one, ...over };
}

const says = (contract: Contract, past: readonly Turned[] = []): readonly string[] =>
  propose([contract], past, NOW).turns.map(
    ({ signal, from, to, waits }) => `${signal}: ${from} > ${to}${waits === '' ? '' : ' waits'}`,
  );

describe('a rule', () => {
  const everywhere: Levels = { agent: 'warn', human: 'warn', bot: 'warn', unknown: 'warn' };
  test.each<[string, Contract, readonly string[]]>([
    ['nobody has labelled', rule([]), []],
    ['wrong seven times', rule(heard(7, 'wrong')), []],
    [
      'wrong eight times',
      rule(heard(8, 'wrong')),
      ['noise: agent deny, human ask, bot deny, unknown deny > agent ask, bot deny, unknown deny'],
    ],
    [
      'as often right as wrong',
      rule([...heard(6, 'wrong'), ...heard(6, 'right')]),
      ['noise: agent deny, human ask > agent ask, bot deny, unknown deny'],
    ],
    ['right', rule(heard(30, 'right')), []],
    ['unclear, each time', rule(heard(30, 'unclear')), []],
    ['held', rule(heard(30, 'wrong'), { held: 'locked' }), []],
    ["at warn and wrong: it stands in nobody's way", rule(heard(30, 'wrong'), { levels: everywhere }), []],
    ['at warn and right 19 times', rule(heard(19, 'right'), { levels: everywhere }), []],
    [
      'at warn and right 30 times',
      rule(heard(30, 'right'), { levels: everywhere }),
      ['bug: warn > agent ask, human warn, bot warn, unknown warn'],
    ],
    [
      'at warn, right, said to people alone',
      rule(heard(30, 'right', { who: 'human' }), { levels: everywhere }),
      ['bug: warn > agent ask, bot warn, unknown warn'],
    ],
    [
      'wrong, and nobody was asked',
      rule(heard(30, 'wrong', { strategy: 'volunteered', chance: null })),
      ['noise: agent deny, human ask > agent ask, bot deny, unknown deny waits'],
    ],
  ])('%s', (_name, contract, expected) => {
    expect(
      says(contract).map((line) =>
        line.replace('agent deny, human ask, bot deny, unknown deny', 'agent deny, human ask'),
      ),
    ).toEqual(
      expected.map((line) => line.replace('agent deny, human ask, bot deny, unknown deny', 'agent deny, human ask')),
    );
  });

  test('a rule that only asks is not silenced for being noisy, only for being wrong', () => {
    const asks: Levels = { agent: 'ask', human: 'ask', bot: 'ask', unknown: 'ask' };
    const noisy = [...heard(12, 'wrong'), ...heard(13, 'right')];
    expect(says(rule(noisy, { levels: asks }))).toEqual([]);
    expect(says(rule(heard(12, 'wrong'), { levels: asks }))).toHaveLength(1);
  });

  test('those who were asked have the last word', () => {
    const annoyed = heard(40, 'wrong', { strategy: 'volunteered', chance: null });
    expect(says(rule([...annoyed, ...heard(20, 'right')]))).toEqual([]);
  });

  test('what a plan shows beside the rule is no gap in what the rule says', () => {
    const { readings } = propose([rule(heard(20, 'gap', { strategy: 'plan', chance: null }))], [], NOW);
    expect(readings).toEqual([]);
    const [said = ''] = propose([rule(heard(20, 'gap'))], [], NOW).readings;
    expect(said).toContain('read over what it asks');
  });

  test('a rare draw stands for many', () => {
    const common = heard(10, 'wrong', { chance: 1 });
    const rare = heard(10, 'right', { chance: 0.05 });
    expect(says(rule([...common, ...rare]))).toEqual([]);
    expect(says(rule([...common, ...heard(10, 'right', { chance: 1 })]))).toHaveLength(1);
  });
});

describe('a failure model', () => {
  const unsure = heard(10, 'wrong', { by: 'reviewer', confidence: 0.72 });
  const sure = heard(10, 'right', { by: 'reviewer', confidence: 0.93 });
  test.each<[string, Contract, readonly string[]]>([
    ['unsure and wrong', model([...unsure, ...sure]), ['noise: 0.7 > 0.75']],
    ['wrong, however sure', model(heard(12, 'wrong', { ...reviewer, confidence: 0.95 })), ['noise: reviewer > never']],
    [
      'wrong, and refuses nothing',
      model(heard(12, 'wrong', reviewer), { set: { confidence: 0.7, blocks: 'never' } }),
      [],
    ],
    [
      'right, and refuses nothing',
      model(heard(30, 'right', reviewer), { set: { confidence: 0.7, blocks: 'never' } }),
      ['bug: never > reviewer'],
    ],
    [
      'its detector is wrong',
      model(heard(12, 'wrong', { by: 'detector' }), { set: { confidence: 0.7, blocks: 'both' } }),
      ['noise: both > reviewer'],
    ],
    ['few findings, and few were shown', model([], { trials: trials(3, 9) }), []],
    ['many of those shown were missed', model([], { trials: trials(10, 12) }), ['missed: 0.7 > 0.6']],
    [
      'missed, and as deep as it goes',
      model([], { trials: trials(10, 12), set: { confidence: 0.5, blocks: 'reviewer' } }),
      [],
    ],
    [
      'missed, but noisy: one knob, and that one first',
      model(heard(12, 'wrong', reviewer), { trials: trials(5, 20) }),
      ['noise: 0.7 > 0.9'],
    ],
  ])('%s', (_name, contract, expected) => {
    expect(says(contract)).toEqual(expected);
  });

  test('few findings and nearly all seeded defects seen is quiet, not blind', () => {
    const { turns, readings } = propose([model([], { trials: trials(22, 2) })], [], NOW);
    expect([turns, readings]).toEqual([
      [],
      ['a.b: few findings, but 22 of 24 seeded defects were seen: genuinely quiet'],
    ]);
  });

  test('what was shown before it was turned says nothing of what it is now', () => {
    const last = turned({ knob: 'confidence', from: '0.8', to: '0.7', ts: NOW - 10 * DAY });
    const old = trials(10, 12).map((one) => ({ ...one, ts: NOW - 20 * DAY }));
    expect(says(model([], { trials: old }), [last])).toEqual([]);
    expect(says(model(heard(12, 'wrong', reviewer)), [last])).toEqual([]);
  });

  test('a reader that was right for long and became wrong is judged by what it is now', () => {
    const past = heard(40, 'right', { by: 'reviewer', confidence: 0.72, ts: NOW - 60 * DAY });
    const now = heard(10, 'wrong', { by: 'reviewer', confidence: 0.72 });
    const certain = heard(10, 'right', { by: 'reviewer', confidence: 0.93 });
    expect(says(model([...past, ...now, ...certain]))).toEqual(['noise: 0.7 > 0.75']);
  });
});

describe('a criterion', () => {
  const criterion = (said: readonly Heard[], isAsked = false): Contract => ({
    kind: 'criterion',
    spec: 's.md',
    criterion: 'AC-1',
    isAsked,
    heard: said,
  });
  const gaps = [...heard(7, 'gap', { cluster: 'one' }), ...heard(3, 'right')];
  test('is asked about, by whoever says so, once, and shown by one example of each cluster', () => {
    expect(says(criterion(gaps))).toEqual(['gap:  > NEEDS CLARIFICATION']);
    expect(says(criterion(gaps.map((one) => ({ ...one, strategy: 'volunteered' as const }))))).toHaveLength(1);
    expect(says(criterion(gaps, true))).toEqual([]);
    expect(propose([criterion(gaps)], [], NOW).turns[0]?.examples).toEqual(['s-gap-6']);
  });

  test('comes first of all', () => {
    const { turns } = propose([rule(heard(20, 'wrong')), criterion(gaps)], [], NOW);
    expect(turns.map(({ signal }) => signal)).toEqual(['gap', 'noise']);
  });

  test('one of a spec a week', () => {
    const other = turned({ contract: 's.md#AC-2', knob: 'criterion', from: '', to: 'NEEDS CLARIFICATION' });
    expect(says(criterion(gaps), [other])).toEqual(['gap:  > NEEDS CLARIFICATION waits']);
  });

  test('what was said while nobody knew what was meant is not held against its reader', () => {
    const said = heard(12, 'wrong', { ...reviewer, criterion: 's.md#AC-1' });
    const asked = turned({
      contract: 's.md#AC-1',
      knob: 'criterion',
      from: '',
      to: 'NEEDS CLARIFICATION',
      ts: NOW - 9 * DAY,
    });
    expect(says(model(said))).toHaveLength(1);
    expect(says(model(said), [asked])).toEqual([]);
  });
});

describe('pace', () => {
  const wanted = { contract: 'a.b', knob: { kind: 'rule-level' }, from: 'warn', to: 'ask', sure: 0.95 } as const;
  test.each<[string, Partial<typeof wanted> | { readonly sure: number }, readonly Turned[], RegExp]>([
    ['never turned', {}, [], /^$/],
    ['three days ago', {}, [turned()], /one knob a week.*again from 2026-01-19/],
    ['two weeks ago, the other way', {}, [turned({ ts: NOW - 14 * DAY })], /turned the other way.*99 %/],
    ['two weeks ago, the other way, and certain', { sure: 0.995 }, [turned({ ts: NOW - 14 * DAY })], /^$/],
    ['two weeks ago, the same way', {}, [turned({ ts: NOW - 14 * DAY, from: 'warn', to: 'ask' })], /^$/],
    [
      'two weeks ago the same way, and taken back',
      {},
      [turned({ ts: NOW - 14 * DAY, from: 'warn', to: 'ask', undone: true })],
      /the other way/,
    ],
    ['five weeks ago, the other way', {}, [turned({ ts: NOW - 35 * DAY })], /^$/],
    ['another contract', {}, [turned({ contract: 'c.d' })], /^$/],
    ['a case that was added', {}, [turned({ knob: 'case' })], /^$/],
  ])('%s', (_name, over, past, expected) => {
    expect(waitOf({ ...wanted, ...over }, past, NOW)).toMatch(expected);
  });
});

test('whatever people say: no rule is loosened that is held, no step is wider than one, and nothing is proposed twice', () => {
  const label = fc.constantFrom<Label>('right', 'wrong', 'gap', 'unclear');
  const strategy = fc.constantFrom('drawn', 'volunteered', 'plan');
  const one = fc.record({
    says: label,
    strategy,
    chance: fc.option(fc.double({ min: 0.01, max: 1, noNaN: true })),
    who: fc.constantFrom('agent', 'human', 'bot', 'unknown'),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 60 }), fc.boolean(), (some, isHeld) => {
      const said = some.flatMap((over, i) => heard(1, over.says, { ...over, id: `s-${i}`, ts: NOW - 40 * DAY + i }));
      const { turns } = propose([rule(said, { held: isHeld ? 'locked' : '' })], [], NOW);
      expect(turns.length).toBeLessThanOrEqual(1);
      for (const { signal, to } of turns) {
        expect(signal).toBe(isHeld ? 'bug' : 'noise');
        expect(to).not.toContain('agent warn');
      }
    }),
    { seed: 20_260_115, numRuns: 300 },
  );
});

describe('the loop as a whole', () => {
  const seeds = Array.from({ length: 20 }, (_, i) => i + 1);
  const run = (rater: 'honest' | 'slips' | 'annoyed') =>
    seeds.map((seed) => simulateLoop(seeded(seed), { weeks: 12, rater, drift: 'named' }));
  const atEnd = (runs: ReturnType<typeof run>, of: 'noise' | 'gap'): readonly number[] =>
    runs.map(({ weeks }) => weeks.at(-1)?.[of] ?? 1).toSorted((a, b) => a - b);

  test('from noise .4 and gap .4 over a drift in week eight to less than .15 and .10 within twelve weeks', () => {
    const runs = run('honest');
    const [start] = runs[0]?.weeks ?? [];
    expect(start?.noise).toBeCloseTo(0.4, 1);
    expect(start?.gap).toBeCloseTo(0.4, 1);
    // of twenty worlds, fifteen at least in noise, and all but one in gaps; the bench says how the others fare
    expect(atEnd(runs, 'noise')[10]).toBeLessThan(0.15);
    expect(atEnd(runs, 'noise')[14]).toBeLessThan(0.15);
    expect(atEnd(runs, 'gap')[18]).toBeLessThan(0.1);
    expect(Math.max(...runs.flatMap(({ weeks }) => weeks.map(({ questions }) => questions)))).toBeLessThanOrEqual(10);
    expect(Math.max(...runs.map(({ reversals }) => reversals))).toBeLessThanOrEqual(2);
    // it gets better by refusing less of what is wrong, not by refusing nothing
    expect(Math.min(...runs.map(({ weeks }) => weeks.at(-1)?.kept ?? 0))).toBeGreaterThan(0.1);
  });

  test('who labels only what annoys him loosens nothing', () => {
    expect(run('annoyed').map(({ loosened }) => loosened)).toEqual(seeds.map(() => 0));
  });
});
