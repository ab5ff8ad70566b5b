import { expect, test } from 'vitest';
import { grantOf } from '../../src/model/approval.ts';
import { decide } from '../../src/policy/decide.ts';
import { agent, changeOf, factOf, rulesWith } from './make.ts';

const fact = (kind = 'infra.destroy') => factOf(kind, { landed: true }, { subject: 'db' });
const grant = (kind: string, subject: string, more = {}) => ({
  id: '01JGRANT00000000000000000',
  repo: 'shop',
  rule: grantOf(kind),
  subject,
  before: null,
  after: null,
  by: { name: 'Ana', email: 'ana@shop.example' },
  assurance: 'A0' as const,
  at: 0,
  expires: Date.UTC(2030, 0, 1),
  because: 'ticket 12',
  ...more,
});
const rule = (then: string, kind = 'infra.destroy', more = ''): ReturnType<typeof rulesWith> =>
  rulesWith(`  - { id: r, when: { fact: ${kind} }, then: ${then}${more} }\n`);
const AGENTS = '{ agent: deny, human: ask }';

test.each([
  ['what it names passes', rule(AGENTS), fact(), grant('infra.destroy', 'db'), 'allow'],
  [
    'other contents pass too',
    rule(AGENTS),
    { ...fact(), evidence: { before: 'x', after: null } },
    grant('infra.destroy', 'db'),
    'allow',
  ],
  ['another subject does not', rule(AGENTS), fact(), grant('infra.destroy', 'queue'), 'deny'],
  ['nor another consequence', rule(AGENTS), fact(), grant('infra.replace', 'db'), 'deny'],
  ['nor another repository', rule(AGENTS), fact(), grant('infra.destroy', 'db', { repo: 'other' }), 'deny'],
  ['nor once it has ended', rule(AGENTS), fact(), grant('infra.destroy', 'db', { expires: 1 }), 'deny'],
  ['nor where people are denied as well', rule('deny'), fact(), grant('infra.destroy', 'db'), 'deny'],
  ['nor a locked rule', rule(AGENTS, 'infra.destroy', ', locked: true'), fact(), grant('infra.destroy', 'db'), 'deny'],
  [
    'nor the rules of the gate',
    rule(AGENTS, 'guard.change'),
    fact('guard.change'),
    grant('guard.change', 'db'),
    'deny',
  ],
  [
    'an approval of the ruling lifts no deny',
    rule(AGENTS),
    fact(),
    grant('infra.destroy', 'db', { rule: 'r', before: 'b1', after: 'a1' }),
    'deny',
  ],
])('%s', (_name, rules, seen, given, level) => {
  expect(decide(changeOf({ operator: agent }), [seen], [rules], [given]).level).toBe(level);
});
