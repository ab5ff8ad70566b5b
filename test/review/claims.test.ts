import { createHash } from 'node:crypto';
import { array, assert, constantFrom, double, integer, property, record, shuffledSubarray } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FailureModel } from '../../src/model/failure-model.ts';
import type { Finding } from '../../src/model/finding.ts';
import { findingsOf, mergeClaims, type Said } from '../../src/review/claims.ts';
import type { Claim } from '../../src/review/exchange.ts';
import { findingOf } from './findings.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

function modelOf(id: string, blocks: FailureModel['blocks'], confidence = 0.7): FailureModel {
  return {
    id,
    domain: id.split('.')[0] ?? '',
    title: id,
    trigger: '',
    symptom: '',
    fix: '',
    question: '',
    evidence: '',
    severity: 'high',
    mode: 'blind',
    blocks,
    confidence,
    matches: () => true,
    languages: [],
    facts: [],
    words: [],
    detector: null,
    origin: '',
    source: { file: '', line: 1 },
    hash: id,
  };
}
const MODELS = [
  modelOf('errors.swallowed', 'both'),
  modelOf('errors.log-only', 'never'),
  modelOf('types.any', 'detector'),
  modelOf('data.race', 'reviewer', 0.9),
];

function claimOf(over: Partial<Claim> = {}): Claim {
  const { id: _, blocking: __, by: ___, ...claim } = findingOf();
  return { ...claim, confidence: 0.9, ...over };
}
const openai = (...claims: readonly Claim[]): Said => ({
  reviewer: 'openai/gpt-6',
  vendor: 'openai',
  model: 'gpt-6',
  claims,
});
const google = (...claims: readonly Claim[]): Said => ({
  reviewer: 'google/gemini',
  vendor: 'google',
  model: 'gemini',
  claims,
});
const weighed = (said: readonly Said[], detected: readonly Finding[] = []): readonly Finding[] =>
  findingsOf(mergeClaims(said), { models: MODELS, detected, hash });

describe('claims', () => {
  test('of one place and failure model are one, with the highest severity and everybody who said it', () => {
    const merged = mergeClaims([
      openai(claimOf({ severity: 'medium', confidence: 0.95 })),
      google(claimOf({ line: 2, to: 4, severity: 'high', confidence: 0.6, title: 'Lost' })),
    ]);
    expect(merged).toHaveLength(1);
    expect(merged[0]?.claim.severity).toBe('high');
    expect(merged[0]?.voices.map(({ vendor, claim }) => [vendor, claim.confidence]).sort()).toEqual([
      ['google', 0.6],
      ['openai', 0.95],
    ]);
  });

  test('of two readers that quote the same and call it differently are one', () => {
    const merged = mergeClaims([openai(claimOf({ failureModel: 'other' })), google(claimOf())]);
    expect(merged.map(({ claim }) => claim.failureModel)).toEqual(['errors.swallowed']);
  });

  test('by which one reader means two things stay two', () => {
    expect(mergeClaims([openai(claimOf(), claimOf({ failureModel: 'data.race' }))])).toHaveLength(2);
  });

  test('of other lines, files or sides stay apart', () => {
    const claims = [claimOf(), claimOf({ line: 9, to: 9 }), claimOf({ path: 'src/b.ts' }), claimOf({ side: 'before' })];
    expect(mergeClaims([openai(...claims)])).toHaveLength(4);
  });

  test('are never lost, whatever they are and in whatever order readers answer', () => {
    const claims = array(
      record({
        failureModel: constantFrom('errors.swallowed', 'data.race', 'other'),
        path: constantFrom('a.ts', 'b.ts'),
        side: constantFrom('before' as const, 'after' as const),
        line: integer({ min: 1, max: 12 }),
        quote: constantFrom('return null;', 'x', 'if (ready) return null;'),
        severity: constantFrom('high' as const, 'low' as const),
        confidence: double({ min: 0, max: 1, noNaN: true }),
      }),
      { maxLength: 12 },
    );
    const asClaims = (all: readonly Partial<Claim>[]): readonly Claim[] =>
      all.map((one) => claimOf({ ...one, to: (one.line ?? 1) + 1 }));
    const order = shuffledSubarray([0, 1], { minLength: 2 });
    let looked = 0;
    assert(
      property(claims, claims, order, (a, b, [first, second]) => {
        const said = [openai(...asClaims(a)), google(...asClaims(b))];
        const merged = mergeClaims(said);
        looked += merged.length;
        expect(merged.flatMap(({ voices }) => voices)).toHaveLength(a.length + b.length);
        expect(mergeClaims([said[first ?? 0], said[second ?? 1]].flatMap((one) => one ?? []))).toEqual(merged);
        const ids = weighed(said).map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 300, seed: 5 },
    );
    expect(looked).toBeGreaterThan(1000);
  });
});

describe('a claim refuses', () => {
  const blocks = (...said: readonly Said[]): readonly boolean[] => weighed(said).map(({ blocking }) => blocking);
  const table: readonly (readonly [name: string, said: readonly Said[], blocking: boolean])[] = [
    ['where its failure model says so of reviewers', [openai(claimOf())], true],
    ['not where only detectors may', [openai(claimOf({ failureModel: 'types.any' }))], false],
    ['not where nobody may', [openai(claimOf({ failureModel: 'errors.log-only' }))], false],
    ['not where the reader is less sure than asked', [openai(claimOf({ confidence: 0.69 }))], false],
    ['exactly as sure as asked', [openai(claimOf({ confidence: 0.7 }))], true],
    [
      'where one of two is as sure as it asks',
      [openai(claimOf({ failureModel: 'data.race' })), google(claimOf({ failureModel: 'data.race', confidence: 0.8 }))],
      true,
    ],
    ['not when it is slight', [openai(claimOf({ severity: 'low' }))], false],
    ['not as other, said by one', [openai(claimOf({ failureModel: 'other' }))], false],
    [
      'not as other, said twice by one vendor',
      [openai(claimOf({ failureModel: 'other' })), { ...openai(claimOf({ failureModel: 'other' })), reviewer: 'o2' }],
      false,
    ],
    [
      'as other, said by two vendors',
      [openai(claimOf({ failureModel: 'other' })), google(claimOf({ failureModel: 'other' }))],
      true,
    ],
    [
      'not as other of middling weight',
      [openai(claimOf({ failureModel: 'other', severity: 'medium' })), google(claimOf({ failureModel: 'other' }))],
      false,
    ],
  ];
  test.each(table)('%s', (_, said, blocking) => expect(blocks(...said)).toEqual([blocking]));

  test('by the failure model that says so, also where a weightier voice calls it another', () => {
    const found = weighed([
      openai(claimOf({ severity: 'medium' })),
      google(claimOf({ failureModel: 'errors.log-only', severity: 'high' })),
    ]);
    expect(found).toMatchObject([
      { failureModel: 'errors.swallowed', severity: 'high', blocking: true, by: { vendor: 'openai' } },
    ]);
  });
});

describe('what a detector states', () => {
  const detector = { kind: 'detector', detector: 'code.error-hidden' } as const;
  const detected = findingOf({ id: 'f-detect1', severity: 'medium', blocking: false, by: detector, confidence: null });

  test('is one with what a reviewer says of the same place, under its own id', () => {
    const found = weighed([openai(claimOf({ line: 2, to: 3 }))], [detected]);
    expect(found).toMatchObject([
      { id: 'f-detect1', severity: 'high', blocking: true, by: { kind: 'reviewer', vendor: 'openai' } },
    ]);
  });

  test('stays the detector’s word where it refuses by itself', () => {
    const [found] = weighed([openai(claimOf({ confidence: 0.1 }))], [{ ...detected, blocking: true }]);
    expect(found).toMatchObject({ blocking: true, by: detector });
  });

  test('stays beside what is claimed of other lines, or under another name', () => {
    expect(weighed([openai(claimOf({ line: 9, to: 9 }))], [detected])).toHaveLength(2);
    expect(weighed([openai(claimOf({ failureModel: 'data.race' }))], [detected])).toHaveLength(2);
    expect(weighed([openai(claimOf({ failureModel: 'other' }))], [detected])).toHaveLength(1);
  });

  test('is kept where no reviewer says anything', () => {
    expect(weighed([], [detected])).toEqual([detected]);
  });

  test('never shares its id with a reviewer’s finding that reads alike', () => {
    const [first] = weighed([openai(claimOf({ line: 40, to: 40 }))]);
    const found = weighed([openai(claimOf({ line: 40, to: 40 }))], [{ ...detected, id: first?.id ?? '' }]);
    expect(new Set(found.map(({ id }) => id)).size).toBe(2);
  });
});
