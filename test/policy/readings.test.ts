import { expect, test } from 'vitest';
import { decide } from '../../src/policy/decide.ts';
import { settle } from '../../src/policy/settle.ts';
import type { Fact } from '../../src/model/fact.ts';
import { loadShipped } from '../../src/system/shipped.ts';
import { changeOf, editOf, factOf, human, partOf, rulesOf, rulesWith } from './make.ts';

const destroy = (attributes: Fact['attributes'] = {}, more: Partial<Fact> = {}) =>
  factOf('infra.destroy', { landed: true, stateful: true, environment: 'prod', dependents: 1, ...attributes }, more);
const one = (then: string, config = '', more = '') =>
  rulesWith(`  - { id: r, when: { fact: infra.destroy, stateful: true }, then: ${then}${more} }\n`, config);

test('the stricter of two readings counts, once', () => {
  const [landed, own] = [{ ...one('deny'), name: 'main' }, one('warn')];
  const decision = decide(changeOf(), [destroy()], [own, landed], []);
  expect(decision.rulings.map(({ rule, level, reading }) => [rule, level, reading])).toEqual([['r', 'deny', 'main']]);
  expect(decision.looked).toEqual({ facts: 1, rules: 1, readings: ['HEAD', 'main'] });
});

test('no reading at all is a failure of the caller, never an allow', () => {
  expect(() => decide(changeOf(), [], [], [])).toThrow('no rules at hand');
});

test('two readings that ask demand what either demands', () => {
  const strict = one('{ ask: { people: 2, assurance: A1 } }');
  const [ruling] = decide(changeOf(), [destroy()], [one('ask'), strict], []).rulings;
  expect(ruling?.need).toEqual({ people: 2, of: null, assurance: 'A1' });
});

test('facts count by the scope of their kind, and a rule may say otherwise', () => {
  const scopes = (rules: ReturnType<typeof one>) =>
    (['net', 'history', 'whole'] as const).filter(
      (scope) => decide(changeOf(), [destroy({}, { scope })], [rules], []).level === 'deny',
    );
  expect(scopes(one('deny'))).toEqual(['net', 'whole']);
  expect(scopes(one('deny', '', ', scope: history'))).toEqual(['history', 'whole']);
});

test('overrides lower and raise, the last word counts, and say so', () => {
  const over = (list: string) => `overrides: [${list}]`;
  const at = (config: string, path = 'sandbox/a', from: string | null = null, more = '') => {
    const decision = decide(
      changeOf(),
      [destroy({}, { where: { path, range: null }, from })],
      [one('deny', config, more)],
      [],
    );
    return decision.level;
  };
  const sandbox = over('{ path: "sandbox/**", rules: ["r*"], level: warn }');
  expect(at(sandbox)).toBe('warn');
  expect(at(sandbox, 'prod/a')).toBe('deny');
  expect(at(sandbox, 'sandbox/a', 'prod/a')).toBe('deny'); // a move into the sandbox does not make it one
  expect(at(sandbox, 'sandbox/a', null, ', locked: true')).toBe('deny');
  expect(at(over('{ rules: [r], level: warn }, { rules: [r], level: { agent: ask, human: allow } }'))).toBe('ask');
  const noted = decide(
    changeOf(),
    [destroy({}, { where: { path: 'sandbox/a', range: null } })],
    [one('deny', sandbox)],
    [],
  );
  expect(noted.notes).toEqual(['override in force on sandbox/**: r (.guardrail/config.yaml:2)']);
});

test('observe says at most warn, and promote is an override that raises it', async () => {
  const shipped = await loadShipped();
  const move = factOf('git.tag-move', { protected: false, commits: 0 });
  const level = (config: string) => decide(changeOf(), [move], [rulesOf({ 'config.yaml': config }, shipped)], []).level;
  expect(level('extends: [recommended]')).toBe('deny');
  expect(level('extends: [observe]')).toBe('warn');
  expect(level('extends: [observe]\noverrides: [{ rules: [git.tag-move], level: { agent: deny, human: ask } }]')).toBe(
    'deny',
  );
});

test('the inventory adds what only people know, and nobody having said is unknown', () => {
  const rules = rulesOf({
    'config.yaml': 'extends: []\ninventory: .guardrail/inventory.yaml\n',
    'inventory.yaml':
      '"aws_db_instance.main": { rows: 4000000, owner: billing, stateful: true }\n"aws_db_instance.tmp": { rows: 3 }\n',
    'policies/p.yaml':
      'policy: p\ntitle: t\nwhy: w\nrules:\n  - { id: r, when: { fact: infra.destroy, rows: { gt: 1000 } }, then: deny, say: "{subject} has {rows} rows of {owner}" }\n',
  });
  const say = (subject: string) => decide(changeOf(), [destroy({}, { subject })], [rules], []).rulings[0]?.say;
  expect(say('aws_db_instance.main')).toBe('aws_db_instance.main has 4000000 rows of billing');
  expect(say('aws_db_instance.tmp')).toBeUndefined();
  expect(say('aws_db_instance.new')).toBe('aws_db_instance.new has unknown rows of unknown');
});

test('a rule about the change as a whole speaks once for each branch', () => {
  const rules = rulesWith(
    '  - { id: r, when: { actor: agent, change: { files: { gte: 2 } } }, then: ask, say: "{files} files" }\n',
  );
  const part = partOf([editOf('a'), editOf('b')]);
  const other = partOf([editOf('c')], { id: 'refs/heads/x' });
  const facts = [...part.edits, ...other.edits].map((edit) =>
    factOf(
      'file.modify',
      {},
      { where: { path: edit.path, range: null }, part: edit.path === 'c' ? 'refs/heads/x' : 'index' },
    ),
  );
  const first = decide(changeOf({ parts: [part, other] }), facts, [rules], []).rulings;
  expect(first.map(({ say }) => say)).toEqual(['2 files']);
  // what is approved is this set of edits: one more edit is another ruling
  const more = partOf([...part.edits, editOf('d')]);
  const second = decide(changeOf({ parts: [more] }), facts, [rules], []).rulings;
  expect(second[0]?.id).not.toBe(first[0]?.id);
});

test('the same ruling in two branches of a push is named in both; in two readings it is one', () => {
  const facts = [destroy({}, { part: 'refs/heads/a' }), destroy({}, { part: 'refs/heads/b' })];
  const { rulings } = decide(changeOf(), facts, [one('deny'), one('deny')], []);
  expect(rulings.map(({ fact }) => fact.part)).toEqual(['refs/heads/a', 'refs/heads/b']);
  expect(new Set(rulings.map(({ id }) => id)).size).toBe(1);
});

test('the id of a ruling is of repository, rule, subject and blobs, and of nothing else', () => {
  const id = (fact: Fact, repo = 'shop') => decide(changeOf({ repo }), [fact], [one('deny')], []).rulings[0]?.id;
  const first = id(destroy());
  expect(id(destroy({}, { part: 'x', commits: ['c'], authors: [human] }))).toBe(first);
  expect(id(destroy({}, { evidence: { before: 'b1', after: 'a2' } }))).not.toBe(first);
  expect(id(destroy({}, { subject: 'other' }))).not.toBe(first);
  expect(id(destroy(), 'other')).not.toBe(first);
});

test('a trace tells why rules said nothing', () => {
  const rules = one('{ agent: allow, human: deny }');
  const trace = (fact: Fact) => decide(changeOf(), [fact], [rules], [], { trace: true }).trace;
  expect(trace(destroy())?.map(({ rule, outcome }) => [rule, outcome])).toEqual([['r', 'allowed']]);
  expect(trace(destroy({ stateful: false }))?.map(({ outcome, because }) => [outcome, because])).toEqual([
    ['missed', 'stateful: true'],
  ]);
  expect(decide(changeOf(), [destroy()], [rules], []).trace).toBeUndefined();
});

test('during a replay the commit gate records and the push decides', () => {
  const rules = one('deny');
  const said = (more: Parameters<typeof changeOf>[0]) => {
    const change = changeOf(more);
    return settle(change, decide(change, [destroy()], [rules], []), { readings: [rules], engine: '1' });
  };
  expect(said({ replay: true })).toMatchObject({ level: 'warn', rulings: [{ level: 'deny' }] });
  expect(said({ replay: true, inlet: 'push' }).level).toBe('deny');
  expect(said({}).rules).toMatch(/^[0-9a-f]{64}$/);
});
