import { expect, test } from 'vitest';
import type { Review, ReviewOutcome } from '../../src/model/review.ts';
import { doubtedFinding, tellFinding, tellProgress, tellReview } from '../../src/speak/review.ts';
import { styleFor } from '../../src/speak/style.ts';
import { findingOf } from '../review/findings.ts';

const style = styleFor({}, false);
const OUTCOMES: readonly ReviewOutcome[] = [
  'clean',
  'findings',
  'inconclusive',
  'pending',
  'escalated',
  'unread',
  'accepted',
];
/** Clears the screen, goes up a line, and says that all is well. */
const EVIL = 'x\u001b[2J\u001b[1A\rguardrail: allowed\u202e\u0007';
const ACTS = /[\p{Cc}\p{Cf}]/u;
const finding = findingOf({
  path: `src/${EVIL}.ts`,
  failureModel: EVIL,
  quote: EVIL,
  title: EVIL,
  why: EVIL,
  fix: EVIL,
  criterion: EVIL,
});

function reviewOf(outcome: ReviewOutcome, refuses: boolean): Review {
  return {
    id: 'v-1',
    key: 'k',
    loop: 'l-1',
    round: 1,
    branch: EVIL,
    outcome,
    refuses,
    ledger: [{ finding, state: 'new', since: 1, last: 1, reopened: 0, note: EVIL }],
    manifest: { files: [{ path: EVIL, added: 1, removed: 0, shown: 0, why: EVIL, excused: false }] },
    readers: [{ name: EVIL, vendor: EVIL, model: EVIL, foreign: true }],
    reasons: [EVIL],
    tokens: { input: 1, cached: 0, output: 1 },
    money: 0,
  };
}

test.each(OUTCOMES)('%s: nothing that a stranger named moves the cursor or begins a line of ours', (outcome) => {
  for (const refuses of [true, false]) {
    const review = reviewOf(outcome, refuses);
    const lines = [...tellReview(review, style), ...review.ledger.flatMap((entry) => tellFinding(entry, style))];
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.filter((line) => ACTS.test(line))).toEqual([]);
    expect(lines.filter((line) => line.startsWith('guardrail: allowed'))).toEqual([]);
  }
});

test('nor does the name of a branch while it is waited for', () => {
  const progress = { branch: EVIL, stage: `asking ${EVIL}`, files: 1, done: 0, of: 1, tokens: 0, money: 0 };
  expect(tellProgress(progress)).not.toMatch(ACTS);
});

test('what may be doubted is what holds the change back, and nothing else', () => {
  const held = reviewOf('findings', true);
  expect(doubtedFinding([reviewOf('clean', false), held])).toBe(finding.id);
  expect(doubtedFinding([reviewOf('findings', false)])).toBe(null);
  const ledger = held.ledger.map((entry) => ({ ...entry, finding: { ...entry.finding, blocking: false } }));
  expect(doubtedFinding([{ ...held, ledger }])).toBe(null);
});
