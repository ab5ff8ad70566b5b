import { expect, test } from 'vitest';
import type { Change } from '../../src/model/change.ts';
import type { Fact } from '../../src/model/fact.ts';
import type { Blast, Need, Reach, Weighed, Weighing } from '../../src/model/risk.ts';
import { LOSS } from '../../src/model/risk.ts';
import { decide } from '../../src/policy/decide.ts';
import { reachOf } from '../../src/policy/reach.ts';
import { risksOf } from '../../src/policy/risk.ts';
import { combineRisk, USUAL } from '../../src/policy/risk-rules.ts';
import { approvalOf, changeOf, editOf, factOf, human, partOf, rulesOf, rulesWith } from './make.ts';

const SRC = editOf('src/gate/a.ts');

test.each<[kind: string, attributes: Fact['attributes'], blast: Blast]>([
  ['infra.destroy', { stateful: true, landed: true, environment: 'prod' }, 'irreversible'],
  ['infra.destroy', { stateful: 'unknown', landed: 'unknown', environment: 'unknown' }, 'irreversible'],
  ['infra.replace', { stateful: false, landed: true, environment: 'prod' }, 'shared'],
  ['infra.destroy', { stateful: true, landed: false, environment: 'prod' }, 'local'],
  ['infra.destroy', { stateful: true, landed: true, environment: 'test' }, 'local'],
  ['data.drop', { reversible: false, landed: true }, 'irreversible'],
  ['data.drop', { reversible: 'unknown', landed: true }, 'irreversible'],
  ['data.truncate', { reversible: true, landed: true }, 'shared'],
  ['data.rewrite', { lossy: false, reversible: false, landed: true }, 'shared'],
  ['data.rewrite', { lossy: true, reversible: false, landed: true }, 'irreversible'],
  ['git.force-push', { protected: true }, 'irreversible'],
  ['git.force-push', { protected: false }, 'local'],
  ['access.widen', { landed: false, environment: 'prod' }, 'shared'],
  ['access.widen', { landed: true, environment: 'dev' }, 'local'],
  ['pipeline.gate-remove', {}, 'shared'],
  ['guard.change', { direction: 'tighten', landed: true }, 'shared'],
  ['infra.scale-zero', { dependents: 9, landed: true }, 'shared'],
  ['file.delete', { dependents: 4, landed: true }, 'local'],
  ['file.delete', { dependents: 5, landed: true }, 'shared'],
  ['dependency.update', { landed: true }, 'service'],
  ['file.modify', { landed: true }, 'local'],
])('%s %j reaches %s', (kind, attributes, blast) => {
  expect(reachOf([factOf(kind, attributes)], [SRC], 5, null).blast).toBe(blast);
});

test.each<[paths: readonly string[], blast: Blast]>([
  [['src/gate/a.ts', 'src/gate/b.ts', 'test/gate/a.test.ts', 'docs/a.md'], 'local'],
  [['src/gate/a.ts', 'src/log/b.ts'], 'service'],
  [['billing/a.py', 'cart/b.go'], 'service'],
  [['billing/a.md', 'cart/b.md'], 'local'],
  [['db/migrations/001.sql'], 'shared'],
  [['test/migrations/001.sql'], 'local'],
  [[], 'local'],
])('%j reaches %s', (paths, blast) => {
  expect(
    reachOf(
      [],
      paths.map((path) => editOf(path)),
      5,
      null,
    ).blast,
  ).toBe(blast);
});

test('what was pushed before reaches as far as it did, and adds up', () => {
  const before: Reach = { blast: 'shared', because: 'data.lock of t', areas: ['src/log'], dependents: 3 };
  expect(reachOf([], [SRC], 5, before)).toEqual({
    blast: 'shared',
    because: 'earlier today: data.lock of t',
    areas: ['src/gate', 'src/log'],
    dependents: 3,
  });
  const small = { ...before, blast: 'local' } as const;
  expect(reachOf([], [SRC], 5, small).blast).toBe('service');
  expect(reachOf([factOf('file.delete', { dependents: 2 })], [SRC], 5, small).blast).toBe('shared');
});

const weighing = (need: Need): Weighing => ({ need, line: 'of 60: none 1', toNext: null });
const LIKELY: Weighed & { kind: 'weighed' } = {
  kind: 'weighed',
  by: { agent: 'claude-code', model: '', session: '', email: '', area: 'src' },
  own: { files: [], isFix: false, experience: 0, commits: 1 },
  features: { linesAdded: 1, linesDeleted: 0, files: 1, isFix: false, ageDays: null, changes: 0, experience: 0 },
  prior: 0.2,
  p: 0.2,
  upper: 0.25,
  record: null,
  union: { pushes: 0, commits: 1, hours: 24, reach: null },
  needs: {
    local: weighing('none'),
    service: weighing('review'),
    shared: weighing('owner'),
    irreversible: weighing('owner'),
  },
  floor: null,
  audit: { chance: 0.03, isDrawn: false },
  missing: [],
  formula: ['prior: 1'],
};

function changeWith(risk: Weighed): Change {
  return changeOf({ inlet: 'push', parts: [partOf([SRC], { scope: 'net', risk })] });
}

function needOf(risk: Weighed, facts: readonly Fact[] = []): readonly [Need | null, string] {
  const [one] = risksOf(changeWith(risk), facts, USUAL);
  return [one?.need ?? null, one?.floor ?? ''];
}

test.each<[name: string, risk: Weighed, fact: Fact | null, need: Need | null, floor: string]>([
  ['the sum', LIKELY, null, 'none', ''],
  ['a floor', { ...LIKELY, floor: { need: 'owner', because: 'config.yaml' } }, null, 'owner', 'config.yaml'],
  ['a floor below the sum', { ...LIKELY, floor: { need: 'none', because: 'x' } }, factOf('data.lock', {}), 'owner', ''],
  [
    'what cannot be brought back',
    LIKELY,
    factOf('data.drop', { reversible: false }),
    'senior',
    'it cannot be brought back',
  ],
  ['a looser guard', LIKELY, factOf('guard.change', { direction: 'weaken' }), 'owner', ''],
  ['the lot', { ...LIKELY, audit: { chance: 0.03, isDrawn: true } }, null, 'review', 'drawn for an audit (3 %'],
  ['nothing known', { kind: 'unread', why: 'the log is gone' }, null, null, ''],
])('%s decides what it needs', (_name, risk, fact, need, floor) => {
  const said = needOf(risk, fact === null ? [] : [fact]);
  expect(said[0]).toBe(need);
  expect(said[1]).toContain(floor);
});

test('two people stay two when the lot falls', () => {
  const two = { ...LIKELY, needs: { ...LIKELY.needs, local: weighing('two') }, audit: { chance: 1, isDrawn: true } };
  expect(needOf(two)).toEqual(['two', '']);
});

test('the sum ends with how many clean commits are missing, where they would help', () => {
  const record = {
    agent: 'claude-code',
    model: '',
    area: 'src',
    commits: 4,
    matured: 1,
    bad: 0,
    share: 0.1,
    low: 0,
    high: 0.3,
    upper: 0.3,
    baseline: 0.1,
    held: '',
    toNext: 3,
  };
  const needs = { ...LIKELY.needs, local: { ...weighing('review'), toNext: 33 } };
  const [risk] = risksOf(changeWith({ ...LIKELY, record, needs }), [], USUAL);
  expect(risk?.formula.at(-1)).toBe(
    'needs: review; 33 more clean matured commits of claude-code in src until it needs less',
  );
});

const ASKS = `  - { id: r, when: { fact: change.risk, needs: [owner, senior, two] }, then: { agent: ask, human: warn }, say: "{needs} {blast} {risk} {because}" }\n`;

test('a rule asks by it, and what could not be weighed is asked about', () => {
  const rules = rulesWith(ASKS);
  const file = factOf('file.modify', {}, { part: 'index', scope: 'net' });
  const level = (risk: Weighed): string => decide(changeWith(risk), [file], [rules], []).level;
  expect(level(LIKELY)).toBe('allow');
  expect(level({ ...LIKELY, floor: { need: 'owner', because: 'x' } })).toBe('ask');
  expect(level({ kind: 'unread', why: 'gone' })).toBe('ask');
  const person = changeOf({
    inlet: 'push',
    operator: human,
    parts: [partOf([editOf('a.ts', { authors: [human] })], { scope: 'net', risk: { kind: 'unread', why: 'gone' } })],
  });
  expect(decide(person, [{ ...file, authors: [human] }], [rules], []).level).toBe('allow');
});

test('an approval is bound to the edits', () => {
  const rules = rulesWith(ASKS);
  const file = factOf('file.modify', {}, { part: 'index', scope: 'net' });
  const asked = { ...LIKELY, floor: { need: 'owner', because: 'x' } } as const;
  const [ruling] = decide(changeWith(asked), [file], [rules], []).rulings;
  const after = ruling?.fact.evidence.after ?? null;
  const given = approvalOf({ subject: 'main', before: null, after });
  const level = (oid: string): string => {
    const edit = editOf(SRC.path, { after: { oid, mode: '100644', size: 1 } });
    const change = changeOf({ inlet: 'push', parts: [partOf([edit], { scope: 'net', risk: asked })] });
    return decide(change, [file], [rules], [given]).level;
  };
  expect([level('bb'), level('cc')]).toEqual(['allow', 'ask']);
});

test('neither size nor risk is something that a role may not do', () => {
  const rules = rulesOf({
    'config.yaml': 'extends: []\nroles: { r: { who: { agent: claude-code }, may: { facts: [file.modify] } } }\n',
  });
  const file = factOf('file.modify', {}, { part: 'index', scope: 'net' });
  expect(decide(changeWith(LIKELY), [file], [rules], []).level).toBe('allow');
});

test.each([
  ['loss: { local: 600 }', 'loss must not fall'],
  ['loss: { near: 1 }', 'unknown key "near"'],
  ['audit: 2', 'audit must be between 0 and 1'],
  ['shared: -1', 'shared must be between 0'],
  ['floors: [{ path: "a/**" }]', 'a floor needs "path" and "needs"'],
  ['floors: [{ path: "a/**", needs: much }]', 'needs'],
  ['money: 1', 'unknown key "money"'],
])('risk: { %s } is refused: %s', (text, says) => {
  expect(() => rulesOf({ 'config.yaml': `extends: []\nrisk: { ${text} }\n` })).toThrow(says);
});

test('two readings are combined to the stricter', () => {
  const of = (text: string) => rulesOf({ 'config.yaml': `extends: []\nrisk: { ${text} }\n` }).risk;
  const both = combineRisk([
    of('loss: { local: 100 }, shared: 9, floors: [{ path: "a/**", needs: owner }]'),
    of('loss: { irreversible: 30000 }, audit: 0.1'),
  ]);
  expect(both).toMatchObject({ loss: { ...LOSS, local: 100, irreversible: 30000 }, audit: 0.1, shared: 5 });
  expect(both.floors.map(({ needs, shows, path }) => [needs, shows, path('a/b.ts'), path('b.ts')])).toEqual([
    ['owner', 'a/**', true, false],
  ]);
  expect(combineRisk([])).toEqual(USUAL);
});
