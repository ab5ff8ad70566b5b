import { expect, test } from 'vitest';
import type { Fact } from '../../src/model/fact.ts';
import { decide } from '../../src/policy/decide.ts';
import { changeOf, factOf, rulesWith } from './make.ts';

const rules = rulesWith(`
  - { id: infra, when: { fact: file.modify, path: "infra/**" }, then: deny, say: s, instead: i }
  - { id: part, when: { fact: file.modify, path: ["infra/db*/*.tf", "/src/a"] }, then: deny, say: s, instead: i }
  - { id: name, when: { fact: file.modify, path: package.json }, then: deny, say: s, instead: i }
  - { id: apart, when: { fact: file.modify, not: { path: "infra/**" } }, then: deny, say: s, instead: i }
  - { id: either, when: { fact: file.modify, any: [{ path: "infra/**" }, { path: "docs/" }] }, then: deny, say: s, instead: i }
  - { id: anywhere, when: { fact: file.modify, path: "**/*.tf" }, then: deny, say: s, instead: i }
`);

const modify = (path: string, from: string | null = null): Fact =>
  factOf('file.modify', { landed: true }, { where: { path, range: null }, from });

test.each([
  ['infra/db/main.tf', null, ['infra', 'part', 'either', 'anywhere']],
  ['infra/a/b/c.md', null, ['infra', 'either']],
  ['infra-old/a.md', null, ['apart']],
  ['x/infra/a.md', null, ['apart']],
  ['src/a', null, ['part', 'apart']],
  ['src/a/b', null, ['apart']],
  ['package.json', null, ['name', 'apart']],
  ['x/package.json', null, ['apart']],
  ['docs/x/a.md', null, ['apart', 'either']],
  ['x/a.md', 'infra/a.md', ['infra', 'either']],
  ['infra/a.md', 'x/a.md', ['infra', 'either']],
  ['x\n/a.md', 'infra\n/a.md', ['apart']],
])('%j from %j meets the rules about where it lies', (path, from, expected) => {
  // two others of the same and of another folder come first: what they met must not be what this one meets
  const facts = [modify('x/z.md'), modify('infra/z.md'), modify(path, from)];
  const { rulings } = decide(changeOf(), facts, [rules], []);
  const about = rulings.filter(({ fact }) => fact.where.path === path && fact.from === from);
  expect(about.map(({ rule }) => rule)).toEqual(expected);
});

test('a trace says of the rules about other folders, too, why they did not speak', () => {
  const { trace = [] } = decide(changeOf(), [modify('x/a.md')], [rules], [], { trace: true });
  const missed = trace.filter(({ outcome }) => outcome === 'missed').map(({ rule }) => rule);
  expect(missed).toEqual(['infra', 'part', 'name', 'either', 'anywhere']);
});
