import { array, assert, constantFrom, nat, property, record, string, uniqueArray } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FailureModel } from '../../src/model/failure-model.ts';
import { selectFileOf } from '../../src/review/select-file.ts';
import { type Selecting, selectModels, tokensOf } from '../../src/review/select.ts';
import { factOf } from '../policy/make.ts';
import { modelOf } from './models.ts';

const file = { path: 'src/a.ts', language: 'typescript', text: 'try { await requireAuth() } catch (e) {}' };
const all: Selecting = { files: [file], facts: [], tokens: 10_000, mode: 'blind' };

function pick(models: readonly FailureModel[], more: Partial<Selecting> = {}) {
  const { chosen, left } = selectModels(models, { ...all, ...more });
  return { chosen: chosen.map(({ id }) => id), left: left.map(({ id, why }) => `${id}: ${why}`) };
}

describe('what it applies to', () => {
  test.each<[string, Partial<FailureModel>, string]>([
    ['nothing asked for', {}, 'chosen'],
    ['a path that is not there', { matches: (path) => path.startsWith('infra/') }, 'not for these paths'],
    ['another language', { languages: ['python', 'go'] }, 'language'],
    ['its language', { languages: ['go', 'typescript'] }, 'chosen'],
    ['a word that stands there', { words: ['except', 'catch'] }, 'chosen'],
    ['a word that does not', { words: ['except'] }, 'no trigger'],
    ['a part of a name', { words: ['auth'] }, 'chosen'],
    ['the beginning of a word', { words: ['requ'] }, 'no trigger'],
    ['more than a word', { words: ['catch (e)'] }, 'chosen'],
    ['a fact that was not stated', { facts: ['test.delete'] }, 'no trigger'],
    ['words and facts, of which one is missing', { words: ['catch'], facts: ['test.delete'] }, 'no trigger'],
  ])('%s: %s', (_name, more, wanted) => {
    const { chosen, left } = pick([modelOf('a.b', more)]);
    expect(chosen.length === 1 ? 'chosen' : left.join()).toBe(wanted === 'chosen' ? 'chosen' : `a.b: ${wanted}`);
  });

  test('language and word must be those of one file', () => {
    const files = [file, { path: 'a.py', language: 'python', text: 'pass' }];
    const model = modelOf('a.b', { languages: ['python'], words: ['catch'] });
    expect(pick([model], { files }).left).toEqual(['a.b: no trigger']);
  });

  test('what a detector saw is asked for without any word', () => {
    const detector = { fact: 'code.stub', attributes: { how: ['todo'] } };
    const model = modelOf('a.b', { detector, words: ['elsewhere'], languages: ['typescript'] });
    const seen = factOf('code.stub', { how: 'todo', language: 'typescript' });
    expect(pick([model], { facts: [seen] }).chosen).toEqual(['a.b']);
    expect(pick([model], { facts: [factOf('code.stub', { how: 'placeholder' })] }).chosen).toEqual([]);
  });

  test('those of the other reading are neither chosen nor left out', () => {
    expect(pick([modelOf('a.b', { mode: 'aware' })])).toEqual({ chosen: [], left: [] });
  });

  test('without a file there is nothing to ask', () => {
    expect(pick([modelOf('a.b')], { files: [] }).left).toEqual(['a.b: not for these paths']);
  });
});

test('facts come before words, words before a language, that before nothing, the graver first among equals', () => {
  const models = [
    modelOf('a.always'),
    modelOf('a.grave', { severity: 'high' }),
    modelOf('b.language', { languages: ['typescript'], severity: 'low' }),
    modelOf('c.word', { words: ['catch'], severity: 'low' }),
    modelOf('d.fact', { facts: ['file.modify'], severity: 'low' }),
    modelOf('e.detected', { detector: { fact: 'code.stub', attributes: {} }, severity: 'low' }),
  ];
  const facts = [factOf('file.modify', {}), factOf('code.stub', { language: 'typescript' })];
  const wanted = ['e.detected', 'd.fact', 'c.word', 'b.language', 'a.grave', 'a.always'];
  expect(pick(models, { facts }).chosen).toEqual(wanted);
  expect(pick(models.toReversed(), { facts }).chosen).toEqual(wanted);
});

test('a budget is kept, and a smaller one still fits behind one that does not', () => {
  const large = modelOf('b.large', { symptom: 'x'.repeat(400) });
  const models = [modelOf('a.first'), large, modelOf('c.last')];
  const tokens = tokensOf(modelOf('a.first')) + tokensOf(modelOf('c.last'));
  expect(pick(models, { tokens })).toEqual({ chosen: ['a.first', 'c.last'], left: ['b.large: budget'] });
});

test('each is chosen or left out, once, and never over the budget', () => {
  const word = constantFrom('catch', 'except', 'auth', 'select', 'sleep');
  const model = record({
    words: uniqueArray(word, { maxLength: 3 }),
    languages: uniqueArray(constantFrom('typescript', 'python'), { maxLength: 2 }),
    symptom: string({ maxLength: 300 }),
    severity: constantFrom('high' as const, 'medium' as const, 'low' as const),
  });
  assert(
    property(array(model, { maxLength: 40 }), nat(2_000), array(word), (some, tokens, text) => {
      const models = some.map((more, index) => modelOf(`a.m${index}`, more));
      const files = [{ ...file, text: text.join(' ') }];
      const { chosen, left } = selectModels(models, { ...all, files, tokens });
      const ids = [...chosen.map(({ id }) => id), ...left.map(({ id }) => id)];
      expect(ids.toSorted()).toEqual(models.map(({ id }) => id).toSorted());
      expect(chosen.reduce((sum, one) => sum + tokensOf(one), 0)).toBeLessThanOrEqual(tokens);
    }),
  );
});

describe('the text of a file', () => {
  const text = (before: string, after: string): string =>
    selectFileOf('src/a.ts', { before: { kind: 'text', text: before }, after: { kind: 'text', text: after } }).text;

  test('is what was added and what was removed', () => {
    expect(text('a\nold\nb\n', 'a\nnew\nb\n')).toBe('new\nold');
  });

  test('is nothing where lines are moved or indented', () => {
    expect(text('a\nb\n', '  b\n  a\n')).toBe('');
  });

  test('is nothing where it is no text, and its language is told all the same', () => {
    const sides = { before: { kind: 'absent' }, after: { kind: 'binary' } } as const;
    expect(selectFileOf('src/a.py', sides)).toEqual({ path: 'src/a.py', language: 'python', text: '' });
  });
});
