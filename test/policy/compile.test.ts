import { expect, test } from 'vitest';
import { compile, hasRules } from '../../src/policy/compile.ts';
import { PolicyError } from '../../src/policy/problem.ts';
import { sha256 } from '../../src/policy/sha256.ts';
import { loadShipped } from '../../src/system/shipped.ts';
import { parseYaml } from '../../src/system/yaml.ts';
import { rulesOf, rulesWith } from './make.ts';

const rule = (when: string, rest = 'then: deny') => `  - id: r\n    when: ${when}\n    ${rest}\n`;
const policy = (rules: string) => ({
  'config.yaml': 'extends: []\n',
  'policies/p.yaml': `policy: p\ntitle: t\nwhy: w\nrules:\n${rules}`,
});

function problemsOf(files: Readonly<Record<string, string>>): readonly string[] {
  try {
    rulesOf(files);
  } catch (error) {
    if (error instanceof PolicyError)
      return error.problems.map(({ file, line, message }) => `${file}:${line}: ${message}`);
    throw error;
  }
  return [];
}

test.each([
  ['an unknown condition', rule('{ fact: file.add, pth: "a" }'), ':6: unknown condition "pth"', 'did you mean "path"?'],
  [
    'an attribute the kind lacks',
    rule('{ fact: file.add, stateful: true }'),
    ':6: unknown condition "stateful": file.add has no such attribute',
    '',
  ],
  [
    'a kind that does not exist',
    rule('{ fact: infra.destory }'),
    'no kind of fact is called "infra.destory"',
    'did you mean "infra.destroy"?',
  ],
  ['a glob of kinds that meets none', rule('{ fact: "infar.*" }'), 'no kind of fact is called "infar.*"', ''],
  [
    'a word an attribute never is',
    rule('{ fact: guard.change, direction: weakn }'),
    'direction is never "weakn"',
    'did you mean "weaken"?',
  ],
  ['a number for a truth', rule('{ fact: file.add, landed: 3 }'), 'landed is never "3"', ''],
  [
    'an unknown comparison',
    rule('{ fact: file.add, size: { gth: 3 } }'),
    'unknown comparison "gth"',
    'did you mean "gt"?',
  ],
  ['an unknown level', rule('{ fact: file.add }', 'then: dney'), 'then must be one of', 'did you mean "deny"?'],
  [
    'an unknown kind of actor',
    rule('{ fact: file.add }', 'then: { agnet: deny }'),
    '"agnet" is no kind of actor',
    'did you mean "agent"?',
  ],
  ['a misspelt actor', rule('{ fact: file.add, actor: humn }'), '"humn" is no kind of actor', 'did you mean "human"?'],
  ['a role nobody has', rule('{ fact: file.add, role: marketing }'), 'no role is called "marketing"', ''],
  ['a window nobody opened', rule('{ fact: file.add, during: freeze }'), 'no window is called "freeze"', ''],
  [
    'a group nobody is in',
    rule('{ fact: file.add }', 'then: { ask: { of: dba } }'),
    'no group under "people" is called "dba"',
    '',
  ],
  [
    'a placeholder nothing fills',
    rule('{ fact: file.add }', 'then: deny\n    say: "{subjct} is added"'),
    'nothing fills {subjct}',
    'did you mean "subject"?',
  ],
  [
    'an unknown key',
    rule('{ fact: file.add }', 'then: deny\n    insted: x'),
    ':8: unknown key "insted"',
    'did you mean "instead"?',
  ],
  ['no condition at all', rule('{}'), 'when has no condition', ''],
  ['an empty any', rule('{ any: [] }'), 'any must be a list of conditions', ''],
  [
    'a mistake inside not',
    rule('{ fact: file.add, not: { pth: a } }'),
    'unknown condition "pth"',
    'did you mean "path"?',
  ],
  ['a missing then', '  - id: r\n    when: { fact: file.add }\n', ':5: rule r needs "then"', ''],
  [
    'an unknown scope',
    rule('{ fact: file.add }', 'then: deny\n    scope: all'),
    'scope must be one of history, net',
    '',
  ],
  [
    'a brace bomb',
    rule(`{ path: "${'{a,b}'.repeat(40)}" }`),
    ':6: path: the glob',
    'its braces stand for more than 256 patterns',
  ],
  ['a range bomb', rule('{ path: "{1..9999999}" }'), 'its braces stand for more than 256 patterns', ''],
  ['a nested brace bomb', rule(`{ path: "${'{a,'.repeat(60)}b${'}'.repeat(60)}{c,d,e,f,g}" }`), 'its braces', ''],
  ['a glob of stars', rule(`{ path: "${'*a'.repeat(40)}b" }`), 'it has more than 24 stars', ''],
  ['two rules of one name', rule('{ fact: file.add }') + rule('{ fact: file.delete }'), 'rule "r" is already at', ''],
])('%s is a problem with its line and a better word', (_what, rules, message, hint) => {
  const [first = ''] = problemsOf(policy(rules));
  expect(first).toContain('.guardrail/policies/p.yaml:');
  expect(first).toContain(message);
  expect(first).toContain(hint);
});

test('all problems of all files are told at once', () => {
  const problems = problemsOf({
    'config.yaml': 'extnds: []\nroles:\n  a: { may: {} }\n',
    'policies/p.yaml': 'policy: p\n',
  });
  expect(problems.length).toBeGreaterThan(3);
  expect(problems[0]).toBe('.guardrail/config.yaml:1: unknown key "extnds" in config.yaml; did you mean "extends"?');
});

test.each([
  ['a key twice', 'extends: []\nextends: [x]\n', ':2: Map keys must be unique'],
  ['broken YAML', 'extends: [\n', 'Flow sequence'],
  ['two documents', 'version: 1\n---\nversion: 1\n', 'multiple documents'],
  ['an unknown version', 'version: 9\n', 'version 9 is not known to this guardrail'],
  ['an unknown pack', 'extends: [recomended]\n', 'no pack is called "recomended"'],
  ['a repo that is no ULID', 'extends: []\nrepo: shop\n', 'repo must be the ULID'],
  ['a since that is no commit', 'extends: []\nsince: [main]\n', 'since: "main" is not a full commit id'],
  [
    'a zone nobody knows',
    'extends: []\nwindows: { f: { from: "Fri 16:00", to: "Mon 08:00", zone: Europe/Berlni } }\n',
    'no time zone has this name',
  ],
  [
    'a moment nobody knows',
    'extends: []\nwindows: { f: { from: "Fry 16:00", to: "Mon 08:00" } }\n',
    '"from" must be like',
  ],
  ['an inventory that is not there', 'extends: []\ninventory: .guardrail/inv.yaml\n', 'is not there'],
  [
    'an override of no rule',
    'extends: []\noverrides: [{ rules: [nothing.here], level: warn }]\n',
    'an override names no rule: "nothing.here"',
  ],
  ['a role that says not whose it is', 'extends: []\nroles: { a: { may: {} } }\n', 'role a needs "who"'],
  [
    'a role by another variable',
    'extends: []\nroles: { a: { who: { env: { ROLE: a } } } }\n',
    'only variables that start with GUARDRAIL_ are kept',
  ],
  ['a limit for nobody', 'extends: []\nlimits: { agnt: { files: 3 } }\n', 'did you mean "agent"?'],
])('config: %s', (_what, text, message) => {
  expect(problemsOf({ 'config.yaml': text }).join('\n')).toContain(message);
});

test('a policy file of 10 MB is refused before anybody parses it', () => {
  const problems = problemsOf({
    'config.yaml': 'extends: []',
    'policies/p.yaml': `policy: p # ${'x'.repeat(10_000_000)}`,
  });
  expect(problems).toEqual(['.guardrail/policies/p.yaml:1: 10000012 characters: a file of rules has at most 1000000']);
});

test('aliases that multiply end at a bound', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 10; i += 1)
    lines.push(
      `a${i}: &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(', ')}]`,
    );
  expect(problemsOf({ 'config.yaml': lines.join('\n') }).join()).toContain('once its aliases are followed');
  expect(problemsOf({ 'config.yaml': 'extends: &a [*a]\n' }).join()).toContain('nested deeper');
  expect(problemsOf({ 'config.yaml': `extends: ${'['.repeat(400_000)}` }).join()).toContain('config.yaml:1: ');
});

test('a stranger cannot reach the prototype through a key', () => {
  expect(problemsOf({ 'config.yaml': 'extends: []\n__proto__: { polluted: 1 }\n' })[0]).toContain(
    'unknown key "__proto__"',
  );
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test('the hash is of the bytes that decide, and stable', () => {
  const one = rulesWith(rule('{ fact: file.add }'));
  expect(rulesWith(rule('{ fact: file.add }')).hash).toBe(one.hash);
  expect(rulesWith(rule('{ fact: file.delete }')).hash).not.toBe(one.hash);
  expect(one.hash).toMatch(/^[0-9a-f]{64}$/);
});

test('a reading is absent without config and policies', () => {
  expect(hasRules([])).toBe(false);
  expect(hasRules([{ path: '.gitattributes', text: '' }])).toBe(false);
  expect(hasRules([{ path: '.guardrail/config.yaml', text: '' }])).toBe(true);
  expect(hasRules([{ path: '.guardrail/policies/a/b.yaml', text: '' }])).toBe(true);
});

test('packs: recommended is the default, observe never refuses, strict has more, a wrong pin is refused', async () => {
  const shipped = await loadShipped();
  const of = (config: string) =>
    compile({ name: 'HEAD', files: [{ path: '.guardrail/config.yaml', text: config }], shipped, parse: parseYaml });
  const recommended = of('version: 1');
  expect(of('extends: [recommended]').rules.map(({ id }) => id)).toEqual(recommended.rules.map(({ id }) => id));
  expect(of('extends: [strict]').rules.length).toBeGreaterThan(recommended.rules.length);
  expect(of('extends: [observe]').rules.every(({ cap }) => cap === 'warn')).toBe(true);
  expect(of('extends: [observe, strict]').rules.every(({ cap }) => cap === 'deny')).toBe(true);
  const pin = recommended.packs[0]?.sha256 ?? '';
  expect(of(`extends: [{ pack: recommended, sha256: ${pin} }]`).rules.length).toBe(recommended.rules.length);
  expect(() => of(`extends: [{ pack: recommended, sha256: ${'0'.repeat(64)} }]`)).toThrow(`its sha256 is ${pin}`);
});

test('a pack may be a file of the repository, pinned by its bytes', () => {
  const text = `policy: p\ntitle: t\nwhy: w\nrules:\n${rule('{ fact: file.add }')}`;
  const files = { 'packs/ours.yaml': text };
  const config = (sha: string) => ({
    ...files,
    'config.yaml': `extends: [{ pack: .guardrail/packs/ours.yaml, sha256: ${sha} }]`,
  });
  expect(rulesOf(config(sha256(text))).rules.map(({ id }) => id)).toEqual(['r']);
  expect(problemsOf(config('a'.repeat(64)))[0]).toContain('is not the one that was pinned');
});

test('generated files: by .gitattributes, else by well-known names', () => {
  const { isGenerated } = rulesOf({
    'config.yaml': 'extends: []',
    '.gitattributes':
      '*.gen.ts linguist-generated\n/docs/** linguist-vendored=true\npackage-lock.json -linguist-generated\n',
  });
  expect(
    ['a/b.gen.ts', 'docs/x.md', 'yarn.lock', 'node_modules/a/i.js', 'x.min.js', 'pkg/vendor/m.go'].map(isGenerated),
  ).toEqual(Array(6).fill(true));
  expect(['package-lock.json', 'src/docs/x.md', 'src/a.ts', 'distribution/a.ts'].map(isGenerated)).toEqual(
    Array(4).fill(false),
  );
});
