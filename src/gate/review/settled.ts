import { openCurrentLog } from '../../log/current.ts';
import { reviewOf, waiversOf } from '../../log/reviews.ts';
import type { Rows } from '../../log/open.ts';
import type { Waiver } from '../../log/review-event.ts';
import type { Actor } from '../../model/actor.ts';
import type { Bearing, Independence, Manifest, Review, Round } from '../../model/review.ts';
import { stricter } from '../../policy/review.ts';
import { type Choice, choose, isEnough } from '../../review/choice.ts';
import { settleRound, type SettledRound } from '../../review/settle-round.ts';
import type { Opened } from './opened.ts';

/** Who may read this change, of those that are configured and did not fail. */
export function choiceFor({ authors, reviewers, subject, nobody }: Opened, down: ReadonlySet<string>): Choice {
  const independence = independenceOf(subject, authors);
  return choose({ authors: authors.map(({ vendors }) => vendors), available: reviewers, down, independence, nobody });
}

/** The strictest word over everybody who may have written it and every path of it. */
export function independenceOf({ part, rules }: Opened['subject'], authors: readonly Actor[]): Independence {
  const kinds = [...new Set(authors.map(({ kind }) => kind))];
  return stricter(part.edits.flatMap(({ path }) => kinds.map((kind) => rules.independence(kind, path))));
}

/** Does a review hold back this push, or does it only inform? */
export function isBound({ subject, authors }: Pick<Opened, 'subject' | 'authors'>): boolean {
  switch (subject.rules.binds) {
    case 'every-push':
      return true;
    case 'protected':
      return subject.isProtected;
    case 'agent-pushes':
      return authors.some(({ kind }) => kind === 'agent' || kind === 'unknown');
  }
}

/**
 * What a round comes to for this push: worked out anew from what is remembered, because who may have written it, what people waived and
 * what the rules want may be known better now than when it was read.
 */
export function settledReview(opened: Opened, round: Round, waivers: readonly Waiver[], underWay = false): Review {
  const choice = choiceFor(opened, new Set());
  return asReview(round, settleRound(round, { choice, bearing: bearingOf(opened), waivers, underWay }), choice);
}

/** What a round means for this push. */
export function bearingOf(opened: Opened): Bearing {
  return {
    independence: independenceOf(opened.subject, opened.authors),
    binds: isBound(opened),
    specMissing: isSpecMissing(opened),
    broken: opened.broken,
  };
}

function asReview(round: Round, settled: SettledRound, choice: Choice): Review {
  const foreign = new Set(choice.order.map(({ name }) => name));
  const { id, key, loop, branch, manifest, tokens, money } = round;
  return {
    id,
    key,
    loop,
    round: round.round,
    branch,
    outcome: settled.outcome,
    refuses: settled.refuses,
    ledger: settled.ledger,
    manifest,
    readers: round.readers.map((reader) => ({
      ...reader,
      foreign: reader.name !== undefined && foreign.has(reader.name),
    })),
    reasons: [...settled.reasons, ...round.reasons],
    noted: round.reasons,
    tokens,
    money,
  };
}

/** A change of which nothing is remembered, and whose review has begun. */
export function pendingReview(opened: Opened, says: string): Review {
  const { subject, key } = opened;
  const manifest: Manifest = { files: [] };
  return {
    id: 'v-pending',
    key,
    loop: 'l-pending',
    round: 0,
    branch: subject.branch,
    outcome: 'pending',
    refuses: isBound(opened),
    ledger: [],
    manifest,
    readers: [],
    reasons: [says],
    tokens: { input: 0, cached: 0, output: 0 },
    money: 0,
  };
}

export function isSpecMissing({ spec, subject }: Opened): boolean {
  if (spec !== null) return false;
  const { edits } = subject.part;
  const lines = edits.reduce(
    (sum, edit) => sum + (typeof edit.lines === 'string' || edit.generated ? 0 : edit.lines.added + edit.lines.removed),
    0,
  );
  return edits.some(({ path, generated }) => !generated && subject.rules.needsSpec(path, lines));
}

export async function readWaiversOf(opened: Opened): Promise<readonly Waiver[]> {
  const log = await openCurrentLog(opened.gate.env);
  try {
    return readWaivers(log, opened);
  } finally {
    log.close();
  }
}

/** The verdict on exactly this, if there is one that still answers who may have written it. */
export async function reviewRemembered(opened: Opened): Promise<Review | null> {
  const { gate, subject, key } = opened;
  const log = await openCurrentLog(gate.env);
  try {
    const round = reviewOf(log, gate.env, subject.change.repo, key);
    if (round === null || isWorthAnother(opened, round)) return null;
    return settledReview(opened, round, readWaivers(log, opened));
  } finally {
    log.close();
  }
}

/** A vendor that was out is asked again by a later push, and not by the next within the minute. */
const AGAIN_MS = 60_000;

/** It had no answer, or those who answered are no strangers to who may have written it: asked again, that may change. */
export function isWorthAnother(opened: Opened, round: Round): boolean {
  const choice = choiceFor(opened, new Set());
  if (!choice.possible || isEnough(choice, round.complete)) return false;
  if (round.reading === 'whole') return true;
  const isOver = round.stop !== null && round.stop.kind !== 'no-reader' && round.stop.kind !== 'budget';
  return !isOver && opened.gate.now() - round.at > AGAIN_MS;
}

export function readWaivers(log: Rows, { gate, subject }: Opened): readonly Waiver[] {
  return waiversOf(log, subject.change.repo, gate.now());
}
