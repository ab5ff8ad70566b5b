import { expect, test } from 'vitest';
import { decide } from '../../src/policy/decide.ts';
import type { Actor } from '../../src/model/actor.ts';
import { agent, bot, changeOf, editOf, factOf, human, nobody, partOf, rulesOf, rulesWith } from './make.ts';

const modify = (path: string, authors: readonly Actor[] = [agent], from: string | null = null) =>
  factOf(
    from === null ? 'file.modify' : 'file.rename',
    { landed: true, size: 1, added: 1, removed: 1, generated: false, technology: 'other' },
    { where: { path, range: null }, from, authors },
  );
const rules = rulesWith(
  '  - { id: r, when: { fact: file.modify }, then: { agent: deny, human: allow, unknown: ask } }\n',
);
const level = (authors: readonly Actor[], operator: Actor) =>
  decide(changeOf({ operator }), [modify('a', authors)], [rules], []).level;

test('authors and operator: the strictest suspect counts, and a person at the keyboard turns deny into ask', () => {
  expect(level([human], human)).toBe('allow');
  expect(level([agent], agent)).toBe('deny');
  expect(level([human, agent], agent)).toBe('deny');
  expect(level([human], agent)).toBe('deny'); // an agent that pushes a person's work
  expect(level([agent], human)).toBe('ask'); // a person that pushes an agent's work
  expect(level([nobody], human)).toBe('ask');
});

test('what is denied to people stays denied to them', () => {
  const all = rulesWith('  - { id: r, when: { fact: file.modify }, then: deny }\n');
  expect(decide(changeOf({ operator: human }), [modify('a', [human])], [all], []).level).toBe('deny');
});

const shop = rulesOf({
  'config.yaml': `extends: []
roles:
  marketing:
    who: { agent: claude-code, env: { GUARDRAIL_ROLE: marketing } }
    may: { paths: ["content/**", "site/**"] }
    may-not: { facts: ["infra.*"] }
  web: { who: { agent: "claude-*", env: { GUARDRAIL_ROLE: "*" } }, may: { paths: ["site/**", "src/**"] } }
  renovate: { who: { bot: renovate }, may: { paths: ["**/package-lock.json"], facts: [dependency.update, file.modify] } }
  contractor: { who: { author: li@shop.example }, may-not: { paths: ["secret/**"] } }
  default: { may-not: { paths: ["infra/**"] } }
`,
});
const marketing: Actor = { ...agent, env: { GUARDRAIL_ROLE: 'marketing' } };

function breaches(path: string, who: Actor, from: string | null = null): readonly string[] {
  return decide(changeOf({ operator: who }), [modify(path, [who], from)], [shop], []).rulings.map(({ rule }) => rule);
}

test('roles: what one does not allow, their intersection does not allow', () => {
  expect(breaches('site/a', marketing)).toEqual([]);
  expect(breaches('content/a', marketing)).toEqual(['role.web.paths']);
  expect(breaches('src/a', marketing)).toEqual(['role.marketing.paths']);
  expect(breaches('infra/a', marketing)).toEqual(['role.marketing.paths', 'role.web.paths']);
});

test('roles: a rename counts under both names', () => {
  expect(breaches('site/a', marketing, 'src/a')).toEqual(['role.marketing.paths']);
  expect(breaches('site/a', marketing, 'site/b')).toEqual([]);
});

test('roles: default is for machines without another role, and people have none unless one names them', () => {
  expect(breaches('infra/a', agent)).toEqual(['role.default.paths']);
  expect(breaches('src/a', agent)).toEqual([]);
  expect(breaches('infra/a', nobody)).toEqual(['role.default.paths']);
  expect(breaches('infra/a', human)).toEqual([]);
  expect(breaches('secret/a', { ...human, email: 'li@shop.example' })).toEqual(['role.contractor.paths']);
  expect(breaches('secret/a', { ...human, email: 'xli@shop.example' })).toEqual([]);
});

test('roles: facts and paths of a bot', () => {
  expect(breaches('web/package-lock.json', bot)).toEqual([]);
  expect(breaches('web/package.json', bot)).toEqual(['role.renovate.paths']);
  const other = factOf(
    'test.delete',
    { landed: true, language: 'ts', removed: 1 },
    { authors: [bot], where: { path: 'web/package-lock.json', range: null } },
  );
  const decision = decide(changeOf({ operator: bot }), [modify('web/package-lock.json', [bot]), other], [shop], []);
  expect(decision.rulings.map(({ rule }) => rule)).toEqual(['role.renovate.facts']);
});

test('roles: a breach of an agent that a person pushes is a question, and says where the role stands', () => {
  const [ruling] = decide(changeOf({ operator: human }), [modify('src/x', [marketing])], [shop], []).rulings;
  expect(ruling).toMatchObject({
    rule: 'role.marketing.paths',
    level: 'ask',
    source: { file: '.guardrail/config.yaml', line: 3 },
  });
  expect(ruling?.say).toBe('src/x is outside what the role marketing may touch');
});

test('roles: a ref is no path', () => {
  const push = factOf(
    'git.tag-move',
    { protected: false, commits: 0 },
    { where: { path: 'refs/tags/v1', range: null }, authors: [marketing] },
  );
  expect(decide(changeOf(), [push], [shop], []).rulings).toEqual([]);
});

const limited = rulesOf({
  'config.yaml': 'extends: []\nlimits: { agent: { files: 2, lines: 100, dependents: 5, level: ask } }\n',
});
const size = (edits: number, more = {}) => {
  const part = partOf([...Array(edits).keys()].map((i) => editOf(`src/${i}.ts`, more)));
  const facts = part.edits.map((edit) => modify(edit.path, edit.authors));
  const operator = part.edits[0]?.authors[0] ?? agent;
  return decide(changeOf({ parts: [part], operator }), facts, [limited], []).rulings.map(({ rule }) => rule);
};

test('limits: what an agent wrote, without renames and generated files; people are not held to it', () => {
  expect(size(2)).toEqual([]);
  expect(size(3)).toEqual(['limit.agent.files']);
  expect(size(3, { status: 'rename', from: 'old' })).toEqual([]);
  expect(size(3, { generated: true })).toEqual([]);
  expect(size(3, { authors: [human] })).toEqual([]);
  expect(size(3, { authors: [nobody] })).toEqual(['limit.agent.files']);
  expect(size(1, { lines: { added: 101, removed: 0 } })).toEqual(['limit.agent.lines']);
});

test('limits: dependents of one fact', () => {
  const fact = factOf('infra.destroy', { landed: true, dependents: 6 });
  expect(decide(changeOf(), [fact], [limited], []).rulings.map(({ rule }) => rule)).toEqual(['limit.agent.dependents']);
});

test('limits: what several facts take along counts together, each once', () => {
  const part = partOf([editOf('infra/a.tf')]);
  const gone = (subject: string, names: readonly string[]) =>
    factOf(
      'infra.destroy',
      { landed: true, dependents: names.length },
      { subject, radius: names.map((name) => ({ name, of: subject })) },
    );
  const broken = (...facts: Parameters<typeof decide>[1][number][]): readonly string[] =>
    decide(changeOf({ parts: [part], operator: agent }), facts, [limited], []).rulings.map(
      ({ rule, fact }) => `${rule} ${fact.kind}`,
    );
  expect(broken(gone('a', ['1', '2', '3']), gone('b', ['3', '4', '5']))).toEqual([]);
  expect(broken(gone('a', ['1', '2', '3']), gone('b', ['4', '5', '6']))).toEqual([
    'limit.agent.dependents change.size',
  ]);
});
