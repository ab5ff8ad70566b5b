import { openCurrentLog } from '../../log/current.ts';
import { spentToday } from '../../log/reviews.ts';
import { OPEN_STATES } from '../../model/finding.ts';
import type { Cap } from '../../model/review.ts';
import type { Rules } from '../../policy/rules.ts';
import { combineReviews } from '../../policy/review.ts';
import type { Gate } from '../open.ts';
import { progressOf, type Progress } from './claim.ts';
import { rememberedLoop } from './remembered.ts';
import { readUserConfig, usableCaps, usableReviewers } from './user-config.ts';

/** What `guardrail status` says of reviews: what is remembered of this branch, and what is left of today's caps. Opens no review. */
export type ReviewStatus = {
  readonly reviewers: readonly string[];
  /** The last round of this branch; null where none is remembered. */
  readonly last: {
    readonly id: string;
    readonly loop: string;
    readonly round: number;
    readonly outcome: string;
    readonly open: number;
    /** It is of another commit than the one that is checked out. */
    readonly behind: boolean;
  } | null;
  readonly running: Progress | null;
  readonly left: (Cap & { readonly of: Cap }) | null;
  /** Why it could not be told. */
  readonly problem: string | null;
};

export async function reviewStatus(gate: Gate, readings: readonly Rules[]): Promise<ReviewStatus> {
  const nothing = { reviewers: [], last: null, running: null, left: null, problem: null };
  try {
    const rules = combineReviews(readings.map(({ review }) => review));
    const running = progressOf(gate, gate.repository.branch ?? '');
    const last = await lastOf(gate);
    if (rules === null) return { ...nothing, last, running };
    const user = await readUserConfig(gate.env);
    const reviewers = usableReviewers(rules.reviewers, user).map(({ name }) => name);
    const cap = usableCaps(rules.caps, user).day;
    return { ...nothing, reviewers, last, running, left: await leftToday(gate, cap) };
  } catch (error) {
    return { ...nothing, problem: error instanceof Error ? error.message : String(error) }; // one line of the screen
  }
}

async function lastOf(gate: Gate): Promise<ReviewStatus['last']> {
  const { rounds } = await rememberedLoop(gate, null);
  const round = rounds.at(-1);
  if (round === undefined) return null;
  const open = round.ledger.filter(({ state, finding }) => finding.blocking && OPEN_STATES.includes(state)).length;
  return {
    id: round.id,
    loop: round.loop,
    round: round.round,
    outcome: round.outcome,
    open,
    behind: round.head !== gate.repository.head,
  };
}

async function leftToday({ env, now }: Gate, of: Cap): Promise<NonNullable<ReviewStatus['left']>> {
  const log = await openCurrentLog(env);
  try {
    const { money, tokens } = log.schema === 'ours' ? spentToday(log, now()) : { money: 0, tokens: 0 };
    return { money: Math.max(0, of.money - money), tokens: Math.max(0, of.tokens - tokens), of };
  } finally {
    log.close();
  }
}
