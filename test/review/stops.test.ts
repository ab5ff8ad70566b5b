import { expect, test } from 'vitest';
import type { Stop } from '../../src/model/review.ts';
import { type RoundSummary, summarise, whyStop } from '../../src/review/stops.ts';
import { findingOf } from './findings.ts';

function rounds(...all: readonly Partial<RoundSummary>[]): readonly RoundSummary[] {
  return all.map((one, at) => ({
    n: at + 1,
    tree: `tree-${at}`,
    reading: 'whole',
    standing: [],
    reopened: 0,
    spent: false,
    ...one,
  }));
}
const open = (...standing: readonly string[]): Partial<RoundSummary> => ({ standing });

const table: readonly (readonly [name: string, kind: Stop['kind'] | null, rounds: readonly RoundSummary[]])[] = [
  ['before the first round', null, []],
  ['after findings', null, rounds(open('a'))],
  ['after progress', null, rounds(open('a', 'b'), open('a'))],
  ['when nothing is open and all is read', 'clean', rounds(open('a'), open())],
  ['when nothing is open and not all is read', null, rounds({ reading: 'partial' })],
  ['after five rounds', 'rounds', rounds(open('a'), open('b'), open('c'), open('d'), open('e'))],
  ['after five rounds the last of which is clean', 'clean', rounds(open('a'), open('b'), open('c'), open('d'), open())],
  [
    'after five rounds of which one was an outage',
    null,
    rounds(open('a'), open('b'), { reading: 'none', standing: ['b'] }, open('c'), open('d')),
  ],
  [
    'when the same tree comes back with findings',
    'same-tree',
    rounds({ ...open('a'), tree: 't' }, { ...open('a'), tree: 't' }),
  ],
  [
    'when the same tree is read again after an answer that was not complete',
    null,
    rounds({ ...open('a'), tree: 't', reading: 'partial' }, { ...open('a'), tree: 't' }),
  ],
  ['when nothing moved once', null, rounds(open('a', 'b'), open('a', 'b'))],
  ['when nothing moved twice', 'nothing-moved', rounds(open('a', 'b'), open('a', 'b'), open('a', 'b'))],
  ['when as many are open, and others', null, rounds(open('a'), open('b'), open('c'))],
  ['when a finding came back once', null, rounds(open('a'), open('b'), { ...open('a'), reopened: 1 })],
  ['when a finding came back twice', 'reopened-twice', rounds(open('a'), { ...open('b'), reopened: 2 })],
  ['when more is open once', null, rounds(open('a'), open('b', 'c'))],
  ['when more is open twice running', 'rising', rounds(open('a'), open('b', 'c'), open('b', 'c', 'd'))],
  ['when the cap is reached', 'budget', rounds({ ...open('a'), spent: true })],
  ['when the cap is reached by the round that is clean', 'clean', rounds({ spent: true })],
  ['when nobody answers', 'no-reader', rounds({ reading: 'none' })],
  ['when somebody answers again', null, rounds({ reading: 'none' }, open('a'))],
];

test.each(table)('%s: %s', (_, kind, all) => expect(whyStop(all, { rounds: 5 })?.kind ?? null).toBe(kind));

test('the rules may allow fewer rounds and never more than five', () => {
  expect(whyStop(rounds(open('a'), open('b')), { rounds: 2 })?.kind).toBe('rounds');
  const six = rounds(...['a', 'b', 'c', 'd', 'e'].map((id) => open(id)));
  expect(whyStop(six, { rounds: 99 })?.kind).toBe('rounds');
});

test('a summary names what refuses and how often the worst of it came back', () => {
  const entry = (id: string, reopened: number, blocking = true): Parameters<typeof summarise>[1][number] => ({
    finding: findingOf({ id, blocking }),
    state: 'reopened',
    since: 1,
    last: 1,
    reopened,
    note: '',
  });
  const ledger = [entry('b', 1), entry('a', 0), entry('c', 5, false), { ...entry('d', 7), state: 'waived' as const }];
  expect(summarise({ n: 3, tree: 't', reading: 'whole', spent: false }, ledger)).toEqual({
    n: 3,
    tree: 't',
    reading: 'whole',
    spent: false,
    standing: ['a', 'b'],
    reopened: 1,
  });
});
