import { join } from 'node:path';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { answerCases } from '../src/gate/cases.ts';
import { lintPolicy } from '../src/gate/lint.ts';
import { compile } from '../src/policy/compile.ts';
import { indexPolicies } from '../src/gate/policy-index.ts';
import { loadShipped } from '../src/system/shipped.ts';
import { parseYaml } from '../src/system/yaml.ts';
import { policiesFolder } from './policy/make.ts';

const files = readdirSync(policiesFolder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
);
const shipped = await loadShipped();

test('there are policies to look at', () => {
  expect(files.length).toBeGreaterThan(10);
});

test.each(files)('%s: every case is answered as it expects', async (name) => {
  const answers = await answerCases(join(policiesFolder, name), shipped);
  expect(answers.length).toBeGreaterThan(0);
  expect(answers.filter((answer) => !answer.agrees)).toEqual([]);
});

test.each(files)('%s: lint has nothing to say', async (name) => {
  expect(await lintPolicy(join(policiesFolder, name), shipped)).toEqual([]);
});

test('every rule says what to do instead and is in a pack', () => {
  const packs = ['recommended', 'strict'].map((name) =>
    compile({
      name,
      files: [{ path: '.guardrail/config.yaml', text: `extends: [${name}]` }],
      shipped,
      parse: parseYaml,
    }),
  );
  const [recommended, strict] = packs.map((rules) => new Set(rules.rules.map((rule) => rule.id)));
  expect([...(recommended ?? [])].filter((id) => !strict?.has(id))).toEqual([]);
  expect(strict?.size).toBeGreaterThan(recommended?.size ?? 0);
});

test('policies/README.md lists what is there (npx vitest run test/policies.test.ts -u writes it)', async () => {
  await expect(indexPolicies(shipped)).toMatchFileSnapshot(join(policiesFolder, 'README.md'));
});
