import { expect, test } from 'vitest';
import { conditions } from '../../src/policy/conditions/index.ts';
import { decide } from '../../src/policy/decide.ts';
import type { Change, Part } from '../../src/model/change.ts';
import type { Fact } from '../../src/model/fact.ts';
import { agent, bot, changeOf, editOf, factOf, human, nobody, partOf, rulesWith } from './make.ts';

const file = (path: string, more: Partial<Fact> = {}) =>
  factOf(
    'file.modify',
    { landed: true, size: 10, added: 1, removed: 1, generated: false, technology: 'typescript' },
    { where: { path, range: null }, ...more },
  );
const destroy = (attributes: Fact['attributes']) =>
  factOf('infra.destroy', {
    landed: true,
    technology: 'terraform',
    type: 'aws_db_instance',
    name: 'main',
    stateful: true,
    environment: 'prod',
    reversible: false,
    dependents: 3,
    ...attributes,
  });

const config = `
windows: { freeze: { from: "Fri 16:00", to: "Mon 08:00", zone: Europe/Berlin } }
environments: { prod: ["infra/prod/**"], eu: ["infra/eu/**"] }
roles: { marketing: { who: { env: { GUARDRAIL_ROLE: marketing } } } }
`;

/** Does a rule with this condition meet the fact, at a level that refuses and at one that speaks? */
function meets(when: string, fact: Fact, change: Partial<Change> = {}): readonly [strict: boolean, mild: boolean] {
  const ask = (then: string) => {
    const rules = rulesWith(`  - { id: r, when: ${when}, then: ${then} }\n`, config);
    return decide(changeOf({ operator: fact.authors[0] ?? agent, ...change }), [fact], [rules], []).rulings.some(
      ({ rule }) => rule === 'r',
    );
  };
  return [ask('deny'), ask('warn')];
}
const specced = (spec: NonNullable<Part['spec']>): Partial<Change> => ({ parts: [{ ...partOf([editOf('a')]), spec }] });
const yes = [true, true];
const no = [false, false];
const unknown = [true, false];

test.each<[string, string, Fact, readonly boolean[], Partial<Change>?]>([
  ['fact: a literal', '{ fact: file.modify }', file('a'), yes],
  ['fact: a list', '{ fact: [file.add, file.modify] }', file('a'), yes],
  ['fact: a glob', '{ fact: "file.*" }', file('a'), yes],
  ['fact: another', '{ fact: file.add }', file('a'), no],
  ['path: a glob', '{ path: "src/**" }', file('src/a.ts'), yes],
  ['path: near miss', '{ path: "src/**" }', file('srcs/a.ts'), no],
  ['path: the old name of a rename', '{ path: "infra/**" }', file('x/a.tf', { from: 'infra/a.tf' }), yes],
  ['subject', '{ subject: "aws_*" }', file('a', { subject: 'aws_db.main' }), yes],
  ['attribute: literal', '{ fact: infra.destroy, type: aws_db_instance }', destroy({}), yes],
  ['attribute: glob', '{ fact: infra.destroy, type: "aws_*" }', destroy({}), yes],
  ['attribute: list', '{ fact: infra.destroy, environment: [prod, staging] }', destroy({}), yes],
  ['attribute: comparison', '{ fact: infra.destroy, dependents: { gt: 2, lte: 3 } }', destroy({}), yes],
  ['attribute: comparison missed', '{ fact: infra.destroy, dependents: { gte: 4 } }', destroy({}), no],
  ['attribute: truth', '{ fact: infra.destroy, reversible: true }', destroy({}), no],
  ['attribute: unknown', '{ fact: infra.destroy, stateful: true }', destroy({ stateful: 'unknown' }), unknown],
  [
    'attribute: unknown number',
    '{ fact: infra.destroy, dependents: { gt: 5 } }',
    destroy({ dependents: 'unknown' }),
    unknown,
  ],
  [
    'attribute: unknown asked for',
    '{ fact: infra.destroy, stateful: [true, unknown] }',
    destroy({ stateful: 'unknown' }),
    yes,
  ],
  ['attribute: no kind named', '{ technology: typescript }', file('a'), yes],
  ['not: known', '{ fact: infra.destroy, not: { environment: prod } }', destroy({}), no],
  ['not: other', '{ fact: infra.destroy, not: { environment: dev } }', destroy({}), yes],
  [
    'not: unknown never saves',
    '{ fact: infra.destroy, not: { environment: [dev, test] } }',
    destroy({ environment: 'unknown' }),
    unknown,
  ],
  [
    'not: one known no is enough',
    '{ fact: infra.destroy, not: { environment: dev, stateful: false } }',
    destroy({ environment: 'unknown' }),
    yes,
  ],
  [
    'not: a list is none of them',
    '{ fact: infra.destroy, not: [{ environment: dev }, { stateful: true }] }',
    destroy({}),
    no,
  ],
  ['not not', '{ fact: infra.destroy, not: { not: { stateful: true } } }', destroy({ stateful: 'unknown' }), unknown],
  ['any: one', '{ any: [{ path: "x/**" }, { fact: file.modify }] }', file('a'), yes],
  ['any: none', '{ any: [{ path: "x/**" }, { fact: file.add }] }', file('a'), no],
  [
    'any: unknown',
    '{ fact: infra.destroy, any: [{ stateful: true }, { environment: dev }] }',
    destroy({ stateful: 'unknown' }),
    unknown,
  ],
  [
    'any: true beats unknown',
    '{ fact: infra.destroy, any: [{ stateful: true }, { environment: prod }] }',
    destroy({ stateful: 'unknown' }),
    yes,
  ],
  ['actor: kind', '{ fact: file.modify, actor: agent }', file('a'), yes],
  ['actor: another', '{ fact: file.modify, actor: human }', file('a'), no],
  ['actor: by name', '{ fact: file.modify, actor: claude-code }', file('a'), yes],
  ['actor: nameless may be anyone', '{ fact: file.modify, actor: codex }', file('a', { authors: [nobody] }), unknown],
  [
    'role: has it',
    '{ fact: file.modify, role: marketing }',
    file('a', { authors: [{ ...agent, env: { GUARDRAIL_ROLE: 'marketing' } }] }),
    yes,
  ],
  ['role: has it not', '{ fact: file.modify, role: marketing }', file('a'), no],
  ['branch: glob', '{ fact: file.modify, branch: "release/*" }', file('a', { branch: 'release/1' }), yes],
  ['branch: of the change', '{ fact: file.modify, branch: main }', file('a'), yes],
  ['branch: detached', '{ fact: file.modify, branch: main }', file('a'), unknown, { branch: null }],
  [
    'change: lines',
    '{ fact: file.modify, change: { lines: { gt: 1 } } }',
    file('a'),
    yes,
    { parts: [partOf([editOf('a')])] },
  ],
  [
    'change: lines missed',
    '{ fact: file.modify, change: { lines: { gt: 2 } } }',
    file('a'),
    no,
    { parts: [partOf([editOf('a')])] },
  ],
  [
    'change: generated apart',
    '{ fact: file.modify, change: { files: { gt: 0 } } }',
    file('a'),
    no,
    { parts: [partOf([editOf('a', { generated: true })])] },
  ],
  [
    'change: lines nobody counted',
    '{ fact: file.modify, change: { lines: { gt: 2 } } }',
    file('a'),
    unknown,
    { parts: [partOf([editOf('a', { lines: 'unknown' })])] },
  ],
  ['spec: nobody looked', '{ fact: file.modify, spec: none }', file('a'), unknown],
  ['spec: none', '{ fact: file.modify, spec: none }', file('a'), yes, specced('none')],
  ['spec: one', '{ fact: file.modify, spec: none }', file('a'), no, specced('some')],
  ['spec: could not be read', '{ fact: file.modify, spec: none }', file('a'), unknown, specced('unknown')],
  ['spec: judged again with its message', '{ fact: file.modify, spec: none }', file('a'), no, specced('later')],
  [
    'spec: of another part',
    '{ fact: file.modify, spec: none }',
    file('a', { part: 'other' }),
    unknown,
    specced('none'),
  ],
  ['spec: not none', '{ fact: file.modify, not: { spec: none } }', file('a'), yes, specced('some')],
  ['spec: none among any', '{ any: [{ spec: none }, { fact: file.add }] }', file('a'), yes, specced('none')],
  ['during: inside', '{ fact: file.modify, during: freeze }', file('a'), yes, { at: Date.UTC(2026, 0, 17, 12) }],
  ['during: outside', '{ fact: file.modify, during: freeze }', file('a'), no],
  ['environment: of the resource', '{ fact: infra.destroy, environment: prod }', destroy({}), yes],
  ['environment: by path', '{ fact: file.modify, environment: prod }', file('infra/prod/a.tf'), yes],
  ['environment: a name of the config', '{ fact: file.modify, environment: eu }', file('infra/eu/a.tf'), yes],
  ['environment: nobody placed it', '{ fact: file.modify, environment: prod }', file('src/a.ts'), no],
  [
    'environment: the path fills in',
    '{ fact: infra.destroy, environment: prod }',
    { ...destroy({ environment: 'unknown' }), where: { path: 'infra/prod/a.tf', range: null } },
    yes,
  ],
])('%s', (_name, when, fact, expected, change = {}) => {
  expect(meets(when, fact, change)).toEqual(expected);
});

test('every condition that is registered has a row above', () => {
  expect(conditions.map(({ key }) => key)).toEqual([...new Set(conditions.map(({ key }) => key))]);
  expect(conditions.length).toBe(12);
});

test('who else: kinds of actor of a level map', () => {
  const rules = rulesWith('  - { id: r, when: { fact: file.modify }, then: { agent: deny, human: warn } }\n');
  const level = (who: typeof agent) =>
    decide(changeOf({ operator: who }), [file('a', { authors: [who] })], [rules], []).level;
  expect([agent, human, bot, nobody].map(level)).toEqual(['deny', 'warn', 'deny', 'deny']);
});

test('who asks for a spec is known before anybody looks for one', () => {
  const asks = (when: string) =>
    rulesWith(`  - { id: r, when: ${when}, then: deny }\n`).rules.some(({ tests }) =>
      tests.some((one) => one.asks?.includes('spec') === true),
    );
  expect(asks('{ fact: file.modify, spec: none }')).toBe(true);
  expect(asks('{ fact: file.modify, not: { spec: none } }')).toBe(true);
  expect(asks('{ any: [{ fact: file.add }, { not: [{ path: "a" }, { any: [{ spec: none }] }] }] }')).toBe(true);
  expect(asks('{ fact: file.modify, change: { lines: { gt: 4 } } }')).toBe(false);
});

test('and who asks for the risk of a change', () => {
  const asks = (when: string) =>
    rulesWith(`  - { id: r, when: ${when}, then: deny }\n`).rules.some(({ tests }) =>
      tests.some((one) => one.asks?.includes('risk') === true),
    );
  expect(asks('{ fact: change.risk, needs: two }')).toBe(true);
  expect(asks('{ fact: change.* }')).toBe(true);
  expect(asks('{ any: [{ not: { fact: change.risk, needs: [none, review] } }] }')).toBe(true);
  expect(asks('{ fact: [change.size, infra.destroy] }')).toBe(false);
});
