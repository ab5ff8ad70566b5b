import { describe, expect, test } from 'vitest';
import type { Finding, FindingState } from '../../src/model/finding.ts';
import type { LedgerEntry } from '../../src/model/review.ts';
import type { Ruling } from '../../src/review/exchange.ts';
import { advance, type LedgerRound, type Refutation, type Ruled, standing } from '../../src/review/ledger.ts';
import { findingOf } from './findings.ts';

const FOUND = findingOf({ id: 'f-one' });
const BY_DETECTOR = findingOf({
  id: 'f-det',
  by: { kind: 'detector', detector: 'code.error-hidden' },
  quote: 'catch {}',
});

function roundOf(n: number, over: Partial<LedgerRound> = {}): LedgerRound {
  return {
    n,
    findings: [],
    rulings: [],
    vanished: [],
    refutations: [],
    waived: [],
    detectorsLooked: true,
    needed: 1,
    ...over,
  };
}
function says(word: Ruling['says'], over: Partial<Ruled> = {}, id = 'f-one'): Ruled {
  const ruling = { id, says: word, why: 'because', line: null };
  return { reviewer: 'openai/gpt-6', vendor: 'openai', foreign: true, rulings: [ruling], ...over };
}
const AUTHORS_OWN = { reviewer: 'anthropic/claude', vendor: 'anthropic', foreign: false };
const GOOGLE = { reviewer: 'google/gemini', vendor: 'google', foreign: true };

function refutation(over: Partial<Refutation> = {}): Refutation {
  return {
    id: 'f-one',
    vendor: 'google',
    foreign: true,
    fresh: true,
    says: 'denied',
    why: 'it is caught above',
    ...over,
  };
}
function play(...rounds: readonly Partial<LedgerRound>[]): readonly LedgerEntry[] {
  return rounds.reduce<readonly LedgerEntry[]>((ledger, round, at) => advance(ledger, roundOf(at + 1, round)), []);
}
const stateOf = (ledger: readonly LedgerEntry[], id = 'f-one'): FindingState | undefined =>
  ledger.find(({ finding }) => finding.id === id)?.state;

describe('a finding of a reviewer', () => {
  const FIRST = { findings: [FOUND] };
  const table: readonly (readonly [name: string, state: FindingState, rounds: readonly Partial<LedgerRound>[]])[] = [
    ['is new', 'new', [FIRST]],
    ['persists where nobody speaks of it', 'persisting', [FIRST, {}]],
    ['persists where it is said again', 'persisting', [FIRST, { findings: [FOUND] }]],
    ['persists where a foreign reader says so', 'persisting', [FIRST, { rulings: [says('stands')] }]],
    ['persists where it is unclear', 'persisting', [FIRST, { rulings: [says('unclear')] }]],
    ['is fixed where a foreign reader says so', 'fixed', [FIRST, { rulings: [says('fixed')] }]],
    ['is fixed where its lines are gone', 'fixed', [FIRST, { vanished: ['f-one'] }]],
    [
      'persists where the author’s vendor alone calls it fixed',
      'persisting',
      [FIRST, { rulings: [says('fixed', AUTHORS_OWN)] }],
    ],
    [
      'persists where the author’s vendor alone denies it',
      'persisting',
      [FIRST, { rulings: [says('never-was', AUTHORS_OWN)] }],
    ],
    [
      'persists where one foreign reader of two says so',
      'persisting',
      [FIRST, { rulings: [says('fixed'), says('stands', GOOGLE)] }],
    ],
    [
      'persists where one foreign reader of two cannot tell',
      'persisting',
      [FIRST, { rulings: [says('fixed'), says('unclear', GOOGLE)] }],
    ],
    [
      'persists where the author’s own vendor sees it still',
      'persisting',
      [FIRST, { rulings: [says('fixed'), says('stands', AUTHORS_OWN)] }],
    ],
    [
      'persists where a reader still sees it though its lines are gone',
      'persisting',
      [FIRST, { rulings: [says('stands')], vanished: ['f-one'] }],
    ],
    [
      'persists where one vendor of an unknown author’s calls it fixed',
      'persisting',
      [FIRST, { rulings: [says('fixed')], needed: 2 }],
    ],
    [
      'persists where two models of one vendor do',
      'persisting',
      [FIRST, { rulings: [says('fixed'), says('fixed', { reviewer: 'o2' })], needed: 2 }],
    ],
    ['is fixed where two vendors do', 'fixed', [FIRST, { rulings: [says('fixed'), says('fixed', GOOGLE)], needed: 2 }]],
    ['is invalid where a foreign reader says that it never was', 'invalid', [FIRST, { rulings: [says('never-was')] }]],
    [
      'is reopened where it was fixed and is there again',
      'reopened',
      [FIRST, { vanished: ['f-one'] }, { findings: [FOUND] }],
    ],
    [
      'is reopened where it was invalid and is said again',
      'reopened',
      [FIRST, { rulings: [says('never-was')] }, { findings: [FOUND] }],
    ],
    ['is confirmed by a second reading', 'confirmed', [{ ...FIRST, refutations: [refutation({ says: 'stands' })] }]],
    ['is disputed by another vendor', 'disputed', [{ ...FIRST, refutations: [refutation({ fresh: false })] }]],
    [
      'is disputed by the same vendor in a fresh context',
      'disputed',
      [{ ...FIRST, refutations: [refutation({ vendor: 'openai' })] }],
    ],
    [
      'is not disputed by whoever said it',
      'new',
      [{ ...FIRST, refutations: [refutation({ vendor: 'openai', fresh: false })] }],
    ],
    [
      'is not disputed by the author’s vendor',
      'new',
      [{ ...FIRST, refutations: [refutation({ vendor: 'anthropic', foreign: false })] }],
    ],
    ['is not disputed without a reason', 'new', [{ ...FIRST, refutations: [refutation({ why: ' ' })] }]],
    ['is not disputed by one who cannot tell', 'new', [{ ...FIRST, refutations: [refutation({ says: 'unclear' })] }]],
    [
      'is confirmed where one denies and one upholds it',
      'confirmed',
      [{ ...FIRST, refutations: [refutation(), refutation({ says: 'stands', vendor: 'openai' })] }],
    ],
    [
      'is not disputed by one vendor where the author is unknown',
      'new',
      [{ ...FIRST, refutations: [refutation()], needed: 2 }],
    ],
    ['stays disputed where it is said again', 'disputed', [{ ...FIRST, refutations: [refutation()] }, FIRST]],
    ['is waived by a person', 'waived', [FIRST, { waived: [{ id: 'f-one', because: 'known' }] }]],
    [
      'stays waived where it is said again',
      'waived',
      [FIRST, { waived: [{ id: 'f-one', because: 'known' }] }, FIRST, FIRST],
    ],
    [
      'is no longer waived once it says something else',
      'reopened',
      [FIRST, { waived: [{ id: 'f-one', because: 'known' }] }, { findings: [{ ...FOUND, quote: 'other(words)' }] }],
    ],
  ];
  test.each(table)('%s: %s', (_, state, rounds) => expect(stateOf(play(...rounds))).toBe(state));

  test('counts how often it came back', () => {
    const ledger = play(FIRST, { vanished: ['f-one'] }, FIRST, { vanished: ['f-one'] }, FIRST);
    expect(ledger).toMatchObject([{ state: 'reopened', reopened: 2, since: 1, last: 5 }]);
  });

  test('that is disputed refuses nothing and stays as data', () => {
    const ledger = play({ ...FIRST, refutations: [refutation()] });
    expect(standing(ledger)).toEqual([]);
    expect(ledger).toMatchObject([{ state: 'disputed', note: 'google: it is caught above' }]);
  });

  test('that once refused goes on doing so where it is said less surely', () => {
    expect(standing(play(FIRST, { findings: [{ ...FOUND, blocking: false, severity: 'low' }] }))).toMatchObject([
      { finding: { blocking: true, severity: 'high' } },
    ]);
  });

  test('says when it was last looked for', () => {
    expect(play(FIRST, {}, { rulings: [says('unclear')] }, {})[0]?.last).toBe(3);
  });
});

describe('a finding of a detector', () => {
  const FIRST = { findings: [BY_DETECTOR] };
  const table: readonly (readonly [name: string, state: FindingState, rounds: readonly Partial<LedgerRound>[]])[] = [
    ['is fixed once the detector no longer states it', 'fixed', [FIRST, {}]],
    ['persists where the detectors did not look', 'persisting', [FIRST, { detectorsLooked: false }]],
    [
      'persists whatever readers say',
      'persisting',
      [FIRST, { detectorsLooked: false, rulings: [says('fixed', GOOGLE, 'f-det'), says('never-was', {}, 'f-det')] }],
    ],
    ['is denied by no reader', 'new', [{ ...FIRST, refutations: [refutation({ id: 'f-det' })] }]],
    ['is waived by a person', 'waived', [{ ...FIRST, waived: [{ id: 'f-det', because: 'known' }] }]],
    ['persists where a reader still sees it', 'persisting', [FIRST, { rulings: [says('stands', {}, 'f-det')] }]],
  ];
  test.each(table)('%s: %s', (_, state, rounds) => expect(stateOf(play(...rounds), 'f-det')).toBe(state));

  test('leaves the reviewer’s word where only that is left', () => {
    const left = { ...BY_DETECTOR, blocking: false, by: FOUND.by };
    expect(standing(play(FIRST, { findings: [left] }))).toEqual([]);
  });
});

describe('what is raised as new and is not', () => {
  const vanished = ['f-one'];
  const long = { ...FOUND, quote: 'await save(row).catch(() => {});' };
  const table: readonly (readonly [
    name: string,
    first: Finding,
    second: Finding,
    gone: readonly string[],
    same: boolean,
  ])[] = [
    ['the same lines under another id', FOUND, { ...FOUND, id: 'f-two', line: 40, to: 40 }, [], true],
    [
      're-indented, with other quotes',
      { ...FOUND, quote: "log('x')" },
      { ...FOUND, id: 'f-two', quote: '  log("x");' },
      [],
      true,
    ],
    ['more of the same lines', long, { ...long, id: 'f-two', quote: `try {\n${long.quote}\n}` }, [], true],
    ['the same lines in another file', FOUND, { ...FOUND, id: 'f-two', path: 'src/moved.ts' }, vanished, true],
    [
      'the same lines in another file, while the first ones stand',
      FOUND,
      { ...FOUND, id: 'f-two', path: 'src/b.ts' },
      [],
      false,
    ],
    [
      'other lines of the same function, where the first are gone',
      FOUND,
      { ...FOUND, id: 'f-two', quote: 'catch (e) { void e; }' },
      vanished,
      true,
    ],
    [
      'other lines of the same function, while the first stand',
      FOUND,
      { ...FOUND, id: 'f-two', quote: 'catch (e) { void e; }' },
      [],
      false,
    ],
    [
      'other lines at the top of a file',
      { ...FOUND, symbol: '' },
      { ...FOUND, symbol: '', id: 'f-two', quote: 'x' },
      vanished,
      false,
    ],
    ['another failure model', FOUND, { ...FOUND, id: 'f-two', failureModel: 'data.race' }, vanished, false],
  ];
  test.each(table)('%s', (_, first, second, gone, same) => {
    const ledger = play({ findings: [first] }, { findings: [second], vanished: gone });
    expect(ledger).toHaveLength(same ? 1 : 2);
    if (same) expect(ledger).toMatchObject([{ state: 'persisting', finding: { id: 'f-one', quote: second.quote } }]);
  });

  test('two that read alike in one function stay two', () => {
    const twin = { ...FOUND, id: 'f-twin', line: 30, to: 30 };
    expect(play({ findings: [FOUND, twin] }, { findings: [FOUND, twin] })).toMatchObject([
      { state: 'persisting', finding: { id: 'f-one', line: 3 } },
      { state: 'persisting', finding: { id: 'f-twin', line: 30 } },
    ]);
  });

  test('is denied under whichever of its ids', () => {
    const again = { ...FOUND, id: 'f-two', line: 40, to: 40 };
    expect(
      play({ findings: [FOUND] }, { findings: [again], refutations: [refutation({ id: 'f-two' })] }),
    ).toMatchObject([{ state: 'disputed', finding: { id: 'f-one' } }]);
  });

  test('nothing hides behind what was waived', () => {
    const waived = [{ id: 'f-one', because: 'known' }];
    const moved = { ...FOUND, id: 'f-two', path: 'src/b.ts' };
    const made = { ...FOUND, id: 'f-three', quote: 'catch (e) { void e; }' };
    const ledger = play({ findings: [FOUND], waived }, { findings: [moved, made], vanished });
    expect(ledger.map(({ state }) => state)).toEqual(['waived', 'new', 'new']);
  });

  test('a hostile heap of look-alikes costs no square', () => {
    const heap = Array.from({ length: 5000 }, (_, at) => ({
      ...FOUND,
      id: `f-${at}`,
      quote: `call(${at}, "x")`,
      line: at,
    }));
    const again = heap.map((one) => ({ ...one, id: `g-${one.line}`, path: 'src/b.ts' }));
    const ledger = play({ findings: heap }, { findings: again, vanished: heap.map(({ id }) => id) });
    expect(ledger).toHaveLength(5000);
    expect(ledger.every(({ state, finding }) => state === 'persisting' && finding.path === 'src/b.ts')).toBe(true);
  });
});
