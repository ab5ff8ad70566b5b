import { describe, expect, test } from 'vitest';
import { bodyOf, parseApproval } from '../../src/gate/approvals.ts';
import { nearApprovals } from '../../src/gate/near-approvals.ts';
import type { Approval } from '../../src/model/approval.ts';
import type { Change } from '../../src/model/change.ts';
import type { Ruling } from '../../src/model/verdict.ts';
import { AT, person, ruling, verdict } from '../log/events.ts';

const approval: Approval = {
  id: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  repo: '01HZZZZZZZZZZZZZZZZZZZZZZZ',
  rule: 'infra.stateful.destroy',
  subject: 'infra/main.tf',
  before: 'a'.repeat(40),
  after: null,
  by: { name: 'Li', email: 'li@shop.example' },
  assurance: 'A0',
  at: AT - 1000,
  expires: AT + 1000,
  because: 'emptied',
};

describe('an approval from a ref that anybody can write', () => {
  test('is read back as it was written', () => expect(parseApproval(bodyOf(approval))).toEqual(approval));

  test.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['a word', '"approved"'],
    ['nobody', JSON.stringify({ ...approval, by: undefined })],
    ['a name without an address', JSON.stringify({ ...approval, by: { name: 'Li' } })],
    ['an address with a newline', JSON.stringify({ ...approval, by: { name: 'Li', email: 'a\nb@x.example' } })],
    ['an address with a NUL', JSON.stringify({ ...approval, by: { name: 'Li', email: 'a\u0000b' } })],
    ['an assurance nobody knows', JSON.stringify({ ...approval, assurance: 'A9' })],
    ['an end that is a word', JSON.stringify({ ...approval, expires: 'never' })],
    ['an end before its beginning', JSON.stringify({ ...approval, expires: approval.at - 1 })],
    ['no end', JSON.stringify({ ...approval, expires: null })],
    ['a rule that is a list', JSON.stringify({ ...approval, rule: ['*'] })],
  ])('is none: %s', (_name, body) => expect(parseApproval(body)).toBeNull());
});

const change: Change = {
  inlet: 'range',
  repo: approval.repo,
  at: AT,
  branch: 'main',
  operator: person,
  parts: [],
  refs: [],
  coverage: { refs: 0, commits: 0, files: 1, bytes: 1, unread: [] },
  replay: false,
};

function why(given: Partial<Approval>, about: Partial<Ruling> = {}): readonly string[] {
  const asked = ruling({ level: 'ask', ...about, fact: {} });
  return nearApprovals(change, verdict({ level: 'ask', rulings: [asked] }), [{ ...approval, ...given }]).map(
    (near) => near.why,
  );
}

describe('why an approval that was meant for this did not do', () => {
  test.each([
    ['another repository', why({ repo: 'elsewhere' }), 'another repository'],
    ['other contents', why({ after: 'b'.repeat(40) }), 'other contents'],
    ['it has ended', why({ expires: AT - 1 }), 'it ended on 2026-01-15'],
    [
      'too little assurance',
      why({}, { need: { people: 1, of: null, assurance: 'A1' } }),
      'guardrail approve r-7f3k2m --sign',
    ],
    [
      'more than anybody here can give',
      why({}, { need: { people: 1, of: null, assurance: 'A3' } }),
      'a touch of hardware',
    ],
    ['deny', why({}, { level: 'deny' }), 'does not lift deny'],
    ['the author', why({ by: { name: 'Ana', email: 'Ana@shop.example' } }), 'who made the change does not count'],
    ['not of the group', why({}, { need: { people: 1, of: 'dba', assurance: 'A0' } }), 'somebody of dba'],
    ['one of two', why({}, { approved: [approval], need: { people: 2, of: null, assurance: 'A0' } }), '2 people'],
  ])('%s', (_name, found, says) => expect(found).toEqual([expect.stringContaining(says)]));

  test('one about something else is not mentioned', () => {
    expect(why({ subject: 'other.tf' })).toEqual([]);
    expect(why({ rule: 'other.rule' })).toEqual([]);
  });
});
