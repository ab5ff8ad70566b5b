import { array, assert, boolean, constant, constantFrom, integer, oneof, property, record, subarray } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FindingState } from '../../src/model/finding.ts';
import type { CallRecord, LedgerEntry, ReviewOutcome, Shown } from '../../src/model/review.ts';
import { choose } from '../../src/review/choice.ts';
import { settleReview, type Settling } from '../../src/review/verdict.ts';
import { findingOf } from './findings.ts';

const FILE: Shown = { path: 'src/a.ts', added: 3, removed: 2, shown: 5, why: '', excused: false };
const OPENAI = { name: 'o1', vendor: 'openai' };
const GOOGLE = { name: 'g1', vendor: 'google' };
const CLAUDE = { name: 'a1', vendor: 'anthropic' };

function choiceOf(over: Partial<Parameters<typeof choose>[0]> = {}): Settling['choice'] {
  return choose({ authors: [['anthropic']], available: [OPENAI], down: new Set(), independence: 'prefer', ...over });
}
function callOf(reviewer: string, over: Partial<CallRecord> = {}): CallRecord {
  return {
    purpose: 'blind',
    reviewer,
    vendor: reviewer,
    model: 'm',
    served: 'm',
    host: 'h',
    outcome: 'complete',
    cause: '',
    tokens: { input: 1, cached: 0, output: 1 },
    money: 0,
    ms: 1,
    tries: 1,
    requestId: null,
    asked: 'x',
    answered: 'y',
    ...over,
  };
}
function entryOf(state: FindingState, over: Partial<ReturnType<typeof findingOf>> = {}): LedgerEntry {
  return { finding: findingOf({ id: `f-${state}`, ...over }), state, since: 1, last: 1, reopened: 0, note: '' };
}
/** A change of an agent, read whole by another vendor, with nothing against it. */
function settlingOf(over: Partial<Settling> = {}): Settling {
  return {
    ledger: [],
    detected: [],
    manifest: { files: [FILE] },
    choice: choiceOf(),
    complete: ['o1'],
    calls: [callOf('o1')],
    independence: 'prefer',
    binds: true,
    specMissing: false,
    underWay: false,
    stop: null,
    accepted: null,
    ...over,
  };
}
const none = choiceOf({ available: [] });
const own = choiceOf({ available: [CLAUDE] });
const outage = choiceOf({ down: new Set(['o1']) });
const unknown = choiceOf({ authors: [['unknown']], available: [OPENAI, GOOGLE] });
const detector = { kind: 'detector', detector: 'code.stub' } as const;
const unseen = { files: [{ ...FILE, shown: 4, why: 'too large' }] };
const five = { kind: 'rounds', says: '5 rounds have been read and it is not clean.' } as const;
const spent = { kind: 'budget', says: 'It is spent.' } as const;
const gone = { complete: [], calls: [callOf('o1', { outcome: 'inconclusive', cause: 'timeout' })] };

const table: readonly (readonly [name: string, outcome: ReviewOutcome, refuses: boolean, over: Partial<Settling>])[] = [
  ['read whole by another vendor', 'clean', false, {}],
  ['with a finding open', 'findings', true, { ledger: [entryOf('new')] }],
  ['with a finding open, where reviews do not bind', 'findings', false, { ledger: [entryOf('new')], binds: false }],
  ['with a finding that refuses nothing', 'clean', false, { ledger: [entryOf('new', { blocking: false })] }],
  ...(['fixed', 'waived', 'invalid', 'disputed'] as const).map(
    (state) => [`with a finding that is ${state}`, 'clean', false, { ledger: [entryOf(state)] }] as const,
  ),
  ['with a finding open after five rounds', 'escalated', true, { ledger: [entryOf('persisting')], stop: five }],
  ['with a finding open and the money spent', 'findings', true, { ledger: [entryOf('persisting')], stop: spent }],
  [
    'that a person accepted',
    'accepted',
    false,
    { ledger: [entryOf('persisting')], accepted: { by: 'Ana', because: 'agreed' } },
  ],
  ['with a line nobody saw', 'inconclusive', false, { manifest: unseen }],
  [
    'with a line nobody saw, where a review is required',
    'inconclusive',
    true,
    { manifest: unseen, independence: 'require' },
  ],
  [
    'with lines of a lock file nobody saw',
    'clean',
    false,
    { manifest: { files: [FILE, { ...FILE, shown: 0, excused: true }] } },
  ],
  ['with a count that is no number', 'inconclusive', false, { manifest: { files: [{ ...FILE, shown: Number.NaN }] } }],
  [
    'of lock files alone',
    'unread',
    false,
    { manifest: { files: [{ ...FILE, excused: true }] }, independence: 'require', ...gone },
  ],
  ['without a spec the rules ask for', 'inconclusive', true, { specMissing: true }],
  ['of a person, where nobody need read it', 'unread', false, { independence: 'off', ...gone }],
  ['under way', 'pending', true, { underWay: true, ...gone }],
  ['under way, with a finding already', 'findings', true, { underWay: true, ledger: [entryOf('new')] }],
  ['without a reviewer, preferred', 'unread', false, { choice: none, ...gone }],
  ['without a reviewer, required', 'inconclusive', true, { choice: none, independence: 'require', ...gone }],
  [
    'without a reviewer, and a detector refuses',
    'findings',
    true,
    { choice: none, ...gone, detected: [findingOf({ by: detector })] },
  ],
  [
    'where a detector refuses what a person waived',
    'clean',
    false,
    { ledger: [entryOf('waived')], detected: [findingOf({ by: detector })] },
  ],
  [
    'where a detector refuses what was fixed',
    'findings',
    true,
    { ledger: [entryOf('fixed')], detected: [findingOf({ by: detector })] },
  ],
  [
    'with the author’s own vendor alone, preferred',
    'unread',
    false,
    { choice: own, complete: ['a1'], calls: [callOf('a1')] },
  ],
  [
    'with the author’s own vendor alone, required',
    'inconclusive',
    true,
    { choice: own, complete: ['a1'], calls: [callOf('a1')], independence: 'require' },
  ],
  ['in an outage, preferred', 'inconclusive', false, { choice: outage, ...gone }],
  ['in an outage, required', 'inconclusive', true, { choice: outage, ...gone, independence: 'require' }],
  [
    'that could not be completed in five rounds, required',
    'escalated',
    true,
    { ...gone, independence: 'require', stop: five },
  ],
  ['that could not be completed in five rounds, preferred', 'inconclusive', false, { ...gone, stop: five }],
  ['with the money spent, preferred', 'unread', false, { ...gone, stop: spent }],
  ['with the money spent, required', 'inconclusive', true, { ...gone, stop: spent, independence: 'require' }],
  ['of an unknown author, read by one', 'inconclusive', false, { choice: unknown }],
  [
    'of an unknown author, read by two',
    'clean',
    false,
    { choice: unknown, complete: ['o1', 'g1'], calls: [callOf('o1'), callOf('g1')] },
  ],
  ['said to be read, without a call', 'inconclusive', false, { calls: [] }],
  ['read by a refuter alone', 'inconclusive', false, { calls: [callOf('o1', { purpose: 'refute' })] }],
];

describe('a change', () => {
  test.each(table)('%s: %s, refuses: %s', (_, outcome, refuses, over) => {
    const settled = settleReview(settlingOf(over));
    expect([settled.outcome, settled.refuses]).toEqual([outcome, refuses]);
    if (outcome !== 'clean') expect(settled.reasons.length).toBeGreaterThan(0);
    for (const reason of settled.reasons) expect(reason).toMatch(/\S[.:]?$/);
  });

  test('says in one line why nobody has read it', () => {
    expect(settleReview(settlingOf({ choice: none, ...gone })).reasons).toEqual([
      'No model of another vendor has read this change. No reviewer is configured under reviewers: in .guardrail/config.yaml.',
    ]);
    expect(settleReview(settlingOf(gone)).reasons).toEqual(['The review could not be completed: o1: timeout.']);
    expect(settleReview(settlingOf({ manifest: unseen })).reasons).toEqual([
      'Not all of it was shown to the reader: src/a.ts (too large).',
    ]);
  });
});

const STATES: readonly FindingState[] = [
  'new',
  'confirmed',
  'disputed',
  'persisting',
  'fixed',
  'reopened',
  'waived',
  'invalid',
];
const OPEN: readonly FindingState[] = ['new', 'confirmed', 'persisting', 'reopened'];
const CALLS = [callOf('o1'), callOf('g1'), callOf('a1'), callOf('o1', { outcome: 'inconclusive', cause: 'timeout' })];
const rarely = constantFrom(false, false, false, false, true);
const anySettling = record<Settling>({
  ledger: array(
    record({ state: constantFrom(...STATES), blocking: rarely, quote: constantFrom('a()', 'b()', 'c()') }).map(
      ({ state, blocking, quote }) => entryOf(state, { blocking, quote }),
    ),
    { maxLength: 2 },
  ),
  detected: array(
    record({ blocking: rarely, quote: constantFrom('a()', 'z()') }).map((one) => findingOf({ ...one, by: detector })),
    { maxLength: 1 },
  ),
  manifest: record({
    files: array(
      record<Shown>({
        path: constantFrom('a', 'b'),
        added: integer({ min: 0, max: 3 }),
        removed: integer({ min: 0, max: 3 }),
        shown: oneof(integer({ min: 0, max: 6 }), constant(Number.NaN)),
        why: constantFrom('', 'too large'),
        excused: boolean(),
      }),
      { maxLength: 2 },
    ),
  }),
  choice: record({
    authors: array(subarray(['anthropic', 'openai', 'unknown']), { maxLength: 2 }),
    available: subarray([OPENAI, GOOGLE, CLAUDE], { minLength: 1 }),
    down: subarray(['o1', 'g1', 'a1'], { maxLength: 1 }).map((names) => new Set(names)),
    independence: constantFrom('require' as const, 'prefer' as const, 'off' as const),
  }).map(choose),
  complete: oneof(constant(['o1', 'g1', 'a1']), subarray(['o1', 'g1', 'a1'])),
  calls: subarray(CALLS, { minLength: 2 }),
  independence: constantFrom('require' as const, 'prefer' as const, 'off' as const),
  binds: boolean(),
  specMissing: rarely,
  underWay: rarely,
  stop: constantFrom(
    null,
    five,
    spent,
    { kind: 'clean', says: 'c.' } as const,
    { kind: 'no-reader', says: 'n.' } as const,
  ),
  accepted: constantFrom(null, null, null, null, null, null, { by: 'Ana', because: 'agreed' }),
});

/** What speaks against calling it clean. */
function notClean({ ledger, manifest, choice, complete, calls, specMissing, underWay }: Settling): readonly string[] {
  const answered = new Set(calls.flatMap(({ outcome, reviewer }) => (outcome === 'complete' ? [reviewer] : [])));
  const read = choice.order.filter(({ name }) => complete.includes(name) && answered.has(name));
  const faults = {
    'a finding is open': ledger.some(({ state, finding }) => finding.blocking && OPEN.includes(state)),
    'a line was not seen': manifest.files.some(
      ({ added, removed, shown, excused }) => !excused && !(shown >= added + removed),
    ),
    'too few vendors read it': new Set(read.map(({ vendor }) => vendor)).size < choice.needed,
    'there is no spec': specMissing,
    'it is under way': underWay,
  };
  return Object.entries(faults).flatMap(([fault, is]) => (is ? [fault] : []));
}

test('clean means read whole by enough foreign vendors, with nothing open and the spec there; findings only raise', () => {
  const seen = new Map<ReviewOutcome, number>();
  assert(
    property(anySettling, (input) => {
      const { outcome, refuses, reasons } = settleReview(input);
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
      expect(settleReview(input)).toEqual({ outcome, refuses, reasons });
      const open = input.ledger.some(({ state, finding }) => finding.blocking && OPEN.includes(state));
      if (outcome === 'clean') expect(notClean(input)).toEqual([]);
      // nobody pushes past an open finding but by a person's word, and what binds nobody refuses nothing
      if (open && input.binds && input.accepted === null) expect(refuses).toBe(true);
      if (!input.binds) expect(refuses).toBe(false);
      if (input.independence === 'require' && input.binds && !refuses)
        expect(['clean', 'accepted', input.manifest.files.every(({ excused }) => excused) && 'unread']).toContain(
          outcome,
        );
      // one more finding, from whomever, lets nothing pass that was refused, and makes nothing clean
      for (const more of [
        { ...input, ledger: [...input.ledger, entryOf('new', { quote: 'new()' })] },
        { ...input, detected: [...input.detected, findingOf({ by: detector, quote: 'new()' })] },
      ]) {
        const raised = settleReview(more);
        expect(raised.refuses || !refuses).toBe(true);
        expect(raised.outcome).not.toBe('clean');
      }
    }),
    { numRuns: 2000, seed: 11 },
  );
  console.info(`verdict: ${[...seen].map(([outcome, count]) => `${outcome} ${count}`).join(', ')}`);
  expect(seen.get('clean')).toBeGreaterThan(20);
  expect([...seen.keys()].sort()).toEqual([
    'accepted',
    'clean',
    'escalated',
    'findings',
    'inconclusive',
    'pending',
    'unread',
  ]);
});
