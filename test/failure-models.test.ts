import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { indexFailureModels } from '../src/gate/failure-models/index-models.ts';
import { answerModelCases, openModels } from '../src/gate/failure-models/open.ts';
import { compileFailureModels } from '../src/policy/failure-model.ts';
import { showProblem } from '../src/policy/problem.ts';
import { loadShippedFailureModels } from '../src/system/shipped.ts';
import { parseYaml } from '../src/system/yaml.ts';

const folder = fileURLToPath(new URL('../failure-models', import.meta.url));
const shipped = await loadShippedFailureModels();
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));

test('there are failure models to look at', () => {
  expect(existsSync(folder)).toBe(true);
  expect(files.length).toBeGreaterThan(5);
});

describe.each(files.sort())('%s', (name) => {
  test('lint has nothing to say, and every case is answered as it expects', async () => {
    const [opened] = await openModels(join(folder, name));
    if (opened === undefined) throw new Error(`${name} was not opened`);
    expect(opened.problems.map((problem) => showProblem({ ...problem, file: name }))).toEqual([]);
    const answers = await answerModelCases(opened);
    expect(answers.length).toBeGreaterThan(1);
    expect(answers.filter(({ agrees }) => !agrees).map((one) => `line ${one.line}, ${one.name}: ${one.why}`)).toEqual(
      [],
    );
  });
});

test('together they are one reading', async () => {
  const { models } = compileFailureModels({ name: 'shipped', files: [], shipped, parse: parseYaml });
  expect(models.length).toBe(files.length);
});

test('failure-models/README.md lists what is there (npx vitest run test/failure-models.test.ts -u writes it)', async () => {
  await expect(indexFailureModels(shipped)).toMatchFileSnapshot(join(folder, 'README.md'));
});
