import { describe, expect, test } from 'vitest';
import { guard } from '../../src/facts/analyzers/guard.ts';
import { replacesShipped } from '../../src/facts/guard-failure-model.ts';
import { factsBetween } from './text-changes.ts';

type Tree = Readonly<Record<string, string>>;

const CONFIG = { '.guardrail/config.yaml': 'extends: [recommended]\n' };
const OWN = '.guardrail/failure-models/billing/rounding.yaml';
const MODEL = `# ours
failure-model: billing.rounding
title: Rounded twice
question: Is it?
severity: medium
blocks: reviewer
confidence: 0.7
applies: { paths: ["src/**"], not: ["src/old/**"] }
detector: { fact: code.stub }
origin: an incident
cases:
  - name: a
    after:
      a.ts: |
        text
`;

function told(before: Tree, after: Tree): readonly string[] {
  return factsBetween({ ...CONFIG, ...before }, { ...CONFIG, ...after }, [guard]).map(
    ({ subject, attributes }) => `${subject} ${String(attributes['direction'])} ${String(attributes['part'])}`,
  );
}

describe('a failure model of the repository', () => {
  test.each<[string, string, string, string]>([
    ['refuses less', 'blocks: reviewer', 'blocks: never', 'weaken'],
    ['refuses more', 'blocks: reviewer', 'blocks: both', 'tighten'],
    ['refuses otherwise', 'blocks: reviewer', 'blocks: detector', 'unclear'],
    ['refuses nothing any more', 'blocks: reviewer\n', '', 'weaken'],
    ['is less grave', 'severity: medium', 'severity: low', 'weaken'],
    ['is graver', 'severity: medium', 'severity: "high"', 'tighten'],
    ['wants a surer reviewer', 'confidence: 0.7', 'confidence: 0.95', 'weaken'],
    ['believes a less sure one', 'confidence: 0.7', 'confidence: 0.5', 'tighten'],
    ['leaves out more', '"src/old/**"', '"src/old/**", "src/new/**"', 'weaken'],
    ['applies elsewhere', '"src/**"', '"lib/**"', 'unclear'],
    ['has no detector', 'detector: { fact: code.stub }\n', '', 'weaken'],
    ['asks something else', 'Is it?', 'Is all well?', 'unclear'],
    ['is graver and refuses less', 'severity: medium\nblocks: reviewer', 'severity: high\nblocks: never', 'weaken'],
  ])('%s', (_name, from, to, direction) => {
    const after = MODEL.replace(from, to);
    expect(after).not.toBe(MODEL);
    expect(told({ [OWN]: MODEL }, { [OWN]: after })).toEqual([`${OWN} ${direction} failure-model`]);
  });

  test.each([
    ['other cases', 'text', 'more text'],
    ['another comment', '# ours', '# all ours'],
    ['another origin', 'an incident', 'a paper'],
  ])('says nothing of %s', (_name, from, to) => {
    expect(told({ [OWN]: MODEL }, { [OWN]: MODEL.replace(from, to) })).toEqual([]);
  });

  test('is added, is deleted, gets another name', () => {
    expect(told({}, { [OWN]: MODEL })).toEqual([`${OWN} tighten failure-model`]);
    expect(told({ [OWN]: MODEL }, {})).toEqual([`${OWN} weaken failure-model`]);
  });

  test('takes the place of a shipped one', () => {
    const path = '.guardrail/failure-models/tests/deleted.yaml';
    expect(told({}, { [path]: MODEL })).toEqual([`${path} unclear failure-model`]);
  });

  test('is the first of a repository without a config', () => {
    const facts = factsBetween({}, { [OWN]: MODEL }, [guard]);
    expect(facts.map(({ attributes }) => attributes['direction'])).toEqual(['install']);
  });
});

test('a table without ids is a broken install', () => {
  expect(() => replacesShipped(OWN, [])).toThrow('build guardrail again');
});
