import { expect, test } from 'vitest';
import { decide } from '../../src/policy/decide.ts';
import type { Approval } from '../../src/model/approval.ts';
import type { Change } from '../../src/model/change.ts';
import { agent, approvalOf, changeOf, factOf, rulesWith } from './make.ts';

const fact = factOf('infra.destroy', { landed: true });
const rulesFor = (then: string, config = '') =>
  rulesWith(`  - { id: r, when: { fact: infra.destroy }, then: ${then} }\n`, config);
const team =
  'people: { dba: [ana@shop.example, li@shop.example], all: [ana@shop.example, li@shop.example, dev@shop.example] }\n';
const by = (email: string, more: Partial<Approval> = {}) => approvalOf({ by: { name: 'n', email }, ...more });
const own = by('dev@shop.example'); // the agent commits under this address

function level(approvals: readonly Approval[], then = 'ask', config = '', change: Partial<Change> = {}): string {
  return decide(changeOf(change), [fact], [rulesFor(then, config)], approvals).level;
}

test('an approval of exactly this lets it pass, and is named in the ruling', () => {
  expect(level([])).toBe('ask');
  expect(level([approvalOf()])).toBe('allow');
  const [ruling] = decide(changeOf(), [fact], [rulesFor('ask')], [approvalOf()]).rulings;
  expect(ruling).toMatchObject({ level: 'allow', raised: 'ask', approved: [{ id: '01J' }] });
});

test.each<[string, Partial<Approval>]>([
  ['another repository', { repo: 'other' }],
  ['another rule', { rule: 'q' }],
  ['another subject', { subject: 'other' }],
  ['other bytes before', { before: 'b2' }],
  ['other bytes after', { after: 'a2' }],
  ['none before', { before: null }],
  ['an expired one', { expires: changeOf().at }],
])('%s does not count', (_what, more) => {
  expect(level([approvalOf(more)])).toBe('ask');
});

test('deny is not approved away', () => {
  expect(level([approvalOf()], 'deny')).toBe('deny');
});

test('assurance: what the rule and the gate demand', () => {
  expect(level([approvalOf()], '{ ask: { assurance: A2 } }')).toBe('ask');
  expect(level([approvalOf({ assurance: 'A3' })], '{ ask: { assurance: A2 } }')).toBe('allow');
  expect(level([approvalOf()], 'ask', 'approvals: { local: A1, ci: A2 }\n')).toBe('ask');
  const strict = 'approvals: { local: A0, ci: A2 }\n';
  expect(level([approvalOf({ assurance: 'A1' })], 'ask', strict, { inlet: 'push' })).toBe('allow');
  expect(level([approvalOf({ assurance: 'A1' })], 'ask', strict, { inlet: 'range' })).toBe('ask');
  expect(level([approvalOf({ assurance: 'A1' })], 'ask', strict, { inlet: 'receive' })).toBe('ask');
});

test('two of a group, counted by heads', () => {
  const need = '{ ask: { people: 2, of: dba } }';
  const [ana, li] = [by('ana@shop.example'), by('Li@shop.example')];
  expect(level([ana, li], need, team)).toBe('allow');
  expect(level([ana], need, team)).toBe('ask');
  expect(level([ana, by('ANA@shop.example')], need, team)).toBe('ask');
  expect(level([ana, by('eve@shop.example')], need, team)).toBe('ask');
});

test('one person with an agent that commits under their address can approve; in a team somebody else must', () => {
  expect(agent.email).toBe('dev@shop.example');
  expect(level([own])).toBe('allow');
  expect(level([own], 'ask', team)).toBe('ask');
  expect(level([by('ana@shop.example')], 'ask', team)).toBe('allow');
  expect(level([own, by('ana@shop.example')], '{ ask: { people: 2, of: all } }', team)).toBe('ask');
});

test('the operator does not count either', () => {
  const operator = { ...agent, email: 'ana@shop.example' };
  expect(level([by('ana@shop.example')], 'ask', team, { operator })).toBe('ask');
});
