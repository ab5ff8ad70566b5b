import { describe, expect, test } from 'vitest';
import type { FailureModels } from '../../src/policy/failure-model.ts';
import { compileFailureModels, uniteFailureModels } from '../../src/policy/failure-model.ts';
import { PolicyError } from '../../src/policy/problem.ts';
import { sha256 } from '../../src/system/files.ts';
import { parseYaml } from '../../src/system/yaml.ts';
import { nothingShipped, rulesOf } from './make.ts';

const WHOLE = {
  'failure-model': 'errors.lost',
  title: 'An error is lost',
  trigger: 'A call fails',
  symptom: 'An empty catch',
  fix: 'Handle it',
  question: 'Is an error lost?',
  evidence: 'The catch block',
  severity: 'high',
  origin: 'an incident',
};
type Keys = Readonly<Record<string, string>>;

function yamlOf(keys: Keys): string {
  return Object.entries(keys)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
}

function compileOwn(keys: Keys, path = 'errors/lost.yaml'): FailureModels {
  return compileTexts({ [path]: yamlOf({ ...WHOLE, ...keys }) });
}

function compileTexts(texts: Keys, shipped = nothingShipped): FailureModels {
  const files = Object.entries(texts).map(([path, text]) => ({ path: `.guardrail/failure-models/${path}`, text }));
  return compileFailureModels({ name: 'HEAD', files, shipped, parse: parseYaml, sha256 });
}

function problemsOf(act: () => unknown): readonly string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof PolicyError) return error.problems.map(({ line, message }) => `${line}: ${message}`);
    throw error;
  }
  return [];
}

test('what is left out has its default, and asks for nothing', () => {
  const [model] = compileOwn({}).models;
  expect(model).toMatchObject({
    id: 'errors.lost',
    domain: 'errors',
    mode: 'blind',
    blocks: 'never',
    confidence: 0.7,
    languages: [],
    facts: [],
    words: [],
    detector: null,
    source: { file: '.guardrail/failure-models/errors/lost.yaml', line: 1 },
  });
  expect(model?.matches('any/path')).toBe(true);
});

test('all that can be said is read', () => {
  const [model] = compileOwn({
    mode: 'aware',
    blocks: 'both',
    confidence: '0.9',
    applies:
      '{ paths: ["src/**"], not: ["src/vendor/**"], languages: python, facts: ["data.*"], words: [Except, "as  any"] }',
    detector: '{ fact: code.error-hidden, how: [empty, default], test: false, name: f }',
  }).models;
  expect(model).toMatchObject({
    mode: 'aware',
    blocks: 'both',
    confidence: 0.9,
    languages: ['python'],
    words: ['except', 'as any'],
    detector: {
      fact: 'code.error-hidden',
      attributes: { how: ['empty', 'default'], test: [false], name: ['f'] },
    },
  });
  expect(model?.facts).toContain('data.drop');
  expect(['src/a.py', 'src/vendor/a.py', 'a.py'].map((path) => model?.matches(path))).toEqual([true, false, false]);
});

describe('a mistake is told with its line and what was probably meant', () => {
  test.each<[string, Keys, string]>([
    ['an unknown key', { sevrity: 'high' }, '10: unknown key "sevrity" in a failure model; did you mean "severity"?'],
    ['a claim', { question: 'It is lost.' }, '6: question must be a question and end with "?"'],
    [
      'a word that is none',
      { severity: 'hihg' },
      'severity must be one of high, medium, low, not "hihg"; did you mean "high"?',
    ],
    ['a mode', { mode: 'bilnd' }, 'did you mean "blind"?'],
    ['an id without a domain', { 'failure-model': 'lost' }, '1: failure-model: "lost" must be a domain and a name'],
    [
      'an id that lies elsewhere',
      { 'failure-model': 'tests.lost' },
      '"tests.lost" belongs in failure-models/tests/lost.yaml, and this is .guardrail/failure-models/errors/lost.yaml',
    ],
    [
      'an unknown kind',
      { detector: '{ fact: code.eror-hidden }' },
      'no kind of fact is called "code.eror-hidden"; did you mean "code.error-hidden"?',
    ],
    [
      'an attribute the kind lacks',
      { detector: '{ fact: code.stub, hwo: todo }' },
      'code.stub has no attribute "hwo"; did you mean "how"?',
    ],
    [
      'a word the attribute lacks',
      { detector: '{ fact: code.stub, how: [toddo] }' },
      'how must be one of todo, not-implemented, empty-body, placeholder, not "toddo"; did you mean "todo"?',
    ],
    ['a truth', { detector: '{ fact: code.stub, test: nope }' }, 'test must be one of true, false, not "nope"'],
    ['a detector without a fact', { detector: '{ how: todo }' }, 'detector needs "fact"'],
    [
      'an unknown hint',
      { applies: '{ facts: ["tets.*"] }' },
      'facts: no kind of fact is called "tets.*"; did you mean "test.*"?',
    ],
    [
      'an unknown language',
      { applies: '{ languages: [pyhton] }' },
      'no language is called "pyhton"; did you mean "python"?',
    ],
    ['a bad glob', { applies: `{ paths: ["${'*a'.repeat(30)}"] }` }, 'is refused: it has more than 24 stars'],
    ['an empty list', { applies: '{ words: [] }' }, 'words is empty; leave it out to ask for nothing'],
    ['blocking by a detector it lacks', { blocks: 'detector' }, 'blocks: detector needs a detector'],
    [
      'blocking what policies refuse',
      { blocks: 'both', detector: '{ fact: test.delete }' },
      'a policy refuses test.delete already',
    ],
    ['more than sure', { confidence: '1.5' }, 'confidence is between 0 and 1'],
    ['a placeholder', { title: '"TODO: one sentence"' }, '2: title is still to be written: "TODO: one sentence"'],
    ['an essay', { symptom: 'x'.repeat(501) }, 'symptom has 501 letters; it has at most 500'],
    ['nothing', { fix: '""' }, 'fix is empty'],
    ['broken YAML', { fix: '[' }, 'Flow sequence'],
  ])('%s', (_name, keys, told) => {
    const problems = problemsOf(() => compileOwn(keys));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(told);
  });

  test('every key that is missing', () => {
    const problems = problemsOf(() => compileTexts({ 'errors/lost.yaml': 'failure-model: errors.lost\n' }));
    expect(problems.map((one) => /needs "(.*)"/.exec(one)?.[1])).toEqual(Object.keys(WHOLE).slice(1));
  });

  test('a second file for an id, with where the first one is', () => {
    const text = yamlOf(WHOLE);
    const problems = problemsOf(() => compileTexts({ 'errors/lost.yaml': text, 'errors/lost.yml': text }));
    expect(problems).toEqual([
      '1: failure model "errors.lost" is already at .guardrail/failure-models/errors/lost.yaml:1',
    ]);
  });

  test('a file that is too large is not parsed', () => {
    const text = `${yamlOf(WHOLE)}# ${'x'.repeat(200_001)}\n`;
    expect(problemsOf(() => compileTexts({ 'errors/lost.yaml': text }))[0]).toContain('a failure model has at most');
  });
});

describe('the repository and guardrail', () => {
  const parsed = parseYaml(yamlOf(WHOLE));
  if (parsed.kind === 'broken') throw new Error('the text of this test is broken');
  const shipped = { documents: [{ file: 'failure-models/errors/lost.yaml', sha256: '', root: parsed.root }] };

  test('an own one of the same id replaces the shipped one whole', () => {
    const own = yamlOf({ ...WHOLE, severity: 'low', blocks: 'reviewer' });
    const { models } = compileTexts({ 'errors/lost.yaml': own, 'README.md': '# ours' }, shipped);
    expect(models.map(({ id, severity, source }) => [id, severity, source.file])).toEqual([
      ['errors.lost', 'low', '.guardrail/failure-models/errors/lost.yaml'],
    ]);
  });

  test('of several readings the first counts for each id', () => {
    const landed = compileTexts({}, shipped);
    const brought = compileTexts({
      'errors/lost.yaml': yamlOf({ ...WHOLE, severity: 'low' }),
      'errors/more.yaml': yamlOf({ ...WHOLE, 'failure-model': 'errors.more' }),
    });
    const { models } = uniteFailureModels([landed, brought]);
    expect(models.map(({ id, severity }) => [id, severity])).toEqual([
      ['errors.lost', 'high'],
      ['errors.more', 'high'],
    ]);
  });

  test('the hash is of what is said: not of cases, comments and lines', () => {
    const hashOf = (text: string): string => compileTexts({ 'errors/lost.yaml': text }).hash;
    const text = yamlOf(WHOLE);
    expect(hashOf(`# why\n\n${text}cases:\n  - name: a\n`)).toBe(hashOf(text));
    expect(hashOf(text.replace('An error is lost', 'An error goes'))).not.toBe(hashOf(text));
  });
});

describe('policies and failure models keep apart', () => {
  const policy = (fact: string): Keys => ({
    'config.yaml': 'extends: []\n',
    'policies/p.yaml': `policy: p\ntitle: t\nwhy: w\nrules:\n  - { id: p.r, when: { fact: ${fact} }, then: deny }\n`,
  });

  test.each(['code.stub', '"code.*"', '[file.add, code.debug-left]'])('a policy cannot name %s', (fact) => {
    expect(problemsOf(() => rulesOf(policy(fact)))).toEqual([
      expect.stringContaining('is stated in reviews alone, where no policy judges: write a failure model instead'),
    ]);
  });

  test('a glob that means everything leaves them out', () => {
    const [rule] = rulesOf(policy('"*"')).rules;
    expect(rule?.kinds).toContain('file.add');
    expect(rule?.kinds?.filter((kind) => kind.startsWith('code.'))).toEqual([]);
  });

  test('a failure model that cannot be read breaks no rules', () => {
    const own = { ...policy('file.add'), 'failure-models/errors/lost.yaml': 'nonsense: [' };
    expect(rulesOf(own).rules).toHaveLength(1);
    expect(rulesOf(own).hash).toBe(rulesOf(policy('file.add')).hash);
  });
});
