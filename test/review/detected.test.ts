import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/model/fact.ts';
import type { FailureModel } from '../../src/model/failure-model.ts';
import { detectedFindings } from '../../src/review/detected.ts';
import { sha256 } from '../../src/system/files.ts';
import { factOf } from '../policy/make.ts';
import { modelOf } from './models.ts';

const stub = { fact: 'code.stub', attributes: {} };

function seenAt(line: number, attributes: Fact['attributes'] = {}, more: Partial<Fact> = {}): Fact {
  const known = {
    how: 'todo',
    certainty: 'certain',
    because: 'it throws "not implemented"',
    symbol: 'pay',
    language: 'typescript',
  };
  return factOf(
    'code.stub',
    { ...known, ...attributes },
    { where: { path: 'src/a.ts', range: { from: line, to: line } }, ...more },
  );
}

function find(facts: readonly Fact[], ...models: readonly FailureModel[]) {
  return detectedFindings(facts, models, (path, side, line) => `  ${side} ${path} ${line}  `, sha256);
}

test('a sighting becomes a finding with the words of its failure model', () => {
  const model = modelOf('complete.stub', { detector: stub, severity: 'high', blocks: 'detector' });
  expect(find([seenAt(3)], model)).toEqual([
    {
      id: expect.stringMatching(/^f-[0-9a-z]{7}$/),
      failureModel: 'complete.stub',
      path: 'src/a.ts',
      side: 'after',
      line: 3,
      to: 3,
      symbol: 'pay',
      quote: 'after src/a.ts 3',
      severity: 'high',
      blocking: true,
      title: 'Title of complete.stub',
      why: 'it throws "not implemented"',
      fix: 'What to do',
      criterion: null,
      confidence: null,
      by: { kind: 'detector', detector: 'code.stub' },
    },
  ]);
});

describe('it may refuse a push', () => {
  test.each<[FailureModel['blocks'], string, boolean]>([
    ['never', 'certain', false],
    ['reviewer', 'certain', false],
    ['detector', 'certain', true],
    ['both', 'likely', true],
    ['both', 'possible', false],
    ['detector', 'unknown', false],
  ])('blocks: %s, %s: %s', (blocks, certainty, wanted) => {
    const [finding] = find([seenAt(1, { certainty })], modelOf('a.b', { detector: stub, blocks }));
    expect(finding?.blocking).toBe(wanted);
  });
});

test('of two that fit, the one that asks for more speaks, and only it', () => {
  const wide = modelOf('a.wide', { detector: stub, severity: 'high' });
  const close = modelOf('b.close', { detector: { ...stub, attributes: { how: ['todo'] } }, severity: 'low' });
  const twoWays = modelOf('a.two', { detector: { ...stub, attributes: { how: ['todo', 'placeholder'] } } });
  expect(find([seenAt(1)], wide, twoWays, close).map(({ failureModel }) => failureModel)).toEqual(['b.close']);
});

test('kinds that policies judge give no second finding', () => {
  const model = modelOf('tests.deleted', { detector: { fact: 'test.delete', attributes: {} } });
  expect(find([factOf('test.delete', { language: 'typescript' })], model)).toEqual([]);
});

test('paths, languages and attributes of the failure model are kept', () => {
  const model = modelOf('a.b', {
    detector: { ...stub, attributes: { test: [false] } },
    matches: (path) => path.startsWith('src/'),
    languages: ['python'],
  });
  const python = { language: 'python', test: false };
  const elsewhere = { where: { path: 'docs/a.ts', range: null } };
  expect(find([seenAt(1, python)], model)).toHaveLength(1);
  expect(find([seenAt(1, { ...python, test: true })], model)).toEqual([]);
  expect(find([seenAt(1, { ...python, test: 'unknown' })], model)).toEqual([]);
  expect(find([seenAt(1, { test: false })], model)).toEqual([]);
  expect(find([seenAt(1, python, elsewhere)], model)).toEqual([]);
});

test('what is gone is quoted from before', () => {
  const model = modelOf('a.b', { detector: { fact: 'code.guard-removed', attributes: {} } });
  const gone = factOf(
    'code.guard-removed',
    { certainty: 'likely' },
    { where: { path: 'a.ts', range: { from: 9, to: 10 } } },
  );
  expect(find([gone], model)[0]).toMatchObject({ side: 'before', quote: 'before a.ts 9  \n  before a.ts 10' });
  const deleted = seenAt(2, {}, { evidence: { before: 'b', after: null } });
  expect(find([deleted], modelOf('a.c', { detector: stub }))[0]?.side).toBe('before');
});

test('the same place is told once, equal ones at other places each with an id of its own', () => {
  const model = modelOf('a.b', { detector: stub });
  const facts = [seenAt(1), seenAt(1), seenAt(5), seenAt(9)];
  const ids = detectedFindings(facts, [model], () => 'throw new Error("todo")', sha256).map(({ id }) => id);
  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(3);
});

test('a quote is masked, and short however long its lines are', () => {
  const model = modelOf('a.b', { detector: stub });
  const key = `ghp_${'a1B2'.repeat(9)}`;
  const [secret] = detectedFindings([seenAt(1)], [model], () => `const key = "${key}";`, sha256);
  expect(secret?.quote).not.toContain(key);
  const wide = seenAt(1, {}, { where: { path: 'a.ts', range: { from: 1, to: 1_000_000 } } });
  expect(detectedFindings([wide], [model], () => 'x'.repeat(1_000), sha256)[0]?.quote).toHaveLength(200);
});
