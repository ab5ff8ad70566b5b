import { setTimeout as sleep } from 'node:timers/promises';
import { openCurrentLog } from '../../log/current.ts';
import { reviewOf } from '../../log/reviews.ts';
import type { Change } from '../../model/change.ts';
import { isRefusal } from '../../model/level.ts';
import type { Review, Round } from '../../model/review.ts';
import type { Decision } from '../../model/verdict.ts';
import type { Inlet } from '../inlet.ts';
import type { Prepared } from '../judge.ts';
import type { Gate } from '../open.ts';
import { failureOf, progressOf, whyNotKept } from './claim.ts';
import { type Opened, openReview } from './opened.ts';
import { holdRound } from './round.ts';
import { choiceFor, isBound, isWorthAnother, pendingReview, readWaivers, settledReview } from './settled.ts';
import { isOpen } from '../../review/ledger.ts';
import { startReview } from './start.ts';
import { type Subject, subjectsOf } from './subject.ts';

const LOOK_MS = 250;

/** What the gate knows of each branch of a push. Waits as long as the rules say, and never longer: git holds a connection open meanwhile. */
export async function reviewPush(
  gate: Gate,
  prepared: Prepared,
  { change, decision, inlet }: { readonly change: Change; readonly decision: Decision; readonly inlet: Inlet },
): Promise<readonly Review[]> {
  const subjects = subjectsOf({ ...prepared, change });
  if (subjects.length === 0) return [];
  // a push that is refused anyway is not waited for
  const wait = isRefusal(decision.level) ? 0 : Math.max(...subjects.map(({ rules }) => rules.wait));
  const end = gate.now() + wait * 1000;
  const isAlways = inlet.kind !== 'push';
  const opened = await Promise.all(
    subjects.map((subject) => (isAlways ? openReview(gate, subject) : openIfAsked(gate, subject))),
  );
  const asked = opened.flatMap((one) => one ?? []);
  for (let tries = 0; ; tries += 1) {
    const reviews = await lookAll(asked, {
      start: tries === 0 ? 'now' : 'no',
      words: wordsOf(inlet),
      inline: inlet.kind !== 'push',
    });
    const isDone = reviews.every(({ outcome, refuses }) => outcome !== 'pending' || !refuses);
    if (isDone || gate.now() >= end || gate.isGone())
      return isAlways ? reviews : reviews.filter((review) => isWorthSaying(review, asked));
    await sleep(LOOK_MS);
  }
}

/** Whom reviews do not bind need not hear that nobody has read it, only what somebody found. */
function isWorthSaying({ key, outcome, ledger }: Review, asked: readonly Opened[]): boolean {
  const isHeld = asked.some((opened) => opened.key === key && isBound(opened));
  return isHeld || outcome !== 'unread' || ledger.some(isOpen);
}

/** The same push for a review in a process of its own, which must find the same change. */
function wordsOf(inlet: Inlet): readonly string[] {
  if (inlet.kind !== 'push') return [];
  const lines = inlet.stdin
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  const remote = inlet.remote === null ? [] : ['--remote', inlet.remote];
  return [...lines.flatMap((line) => ['--line', line]), ...remote, '--url', inlet.url];
}

/** For whoever asks beside a push, and more than once. */
export async function reviewsNow(opened: readonly Opened[], when: How['start']): Promise<readonly Review[]> {
  return await lookAll(opened, { start: when, words: [], inline: false });
}

/** A push that reviews do not bind, in a repository without reviewers, costs nothing. */
async function openIfAsked(gate: Gate, subject: Subject): Promise<Opened | null> {
  if (subject.rules.reviewers.length > 0) return await openReview(gate, subject);
  const authors = [subject.change.operator, ...subject.part.edits.flatMap((edit) => edit.authors)];
  return isBound({ subject, authors }) ? await openReview(gate, subject) : null;
}

type How = {
  /** `asked`: somebody has just been told to begin, and takes a second or two to say so. */
  readonly start: 'now' | 'asked' | 'no';
  readonly words: readonly string[];
  /** Here and now: where nothing outlives the process, as in CI. */
  readonly inline: boolean;
};

async function lookAll(opened: readonly Opened[], how: How): Promise<readonly Review[]> {
  const reviews: Review[] = [];
  for (const one of opened) reviews.push(...(await look(one, how)));
  if (how.start === 'now' && reviews.some(({ outcome }) => outcome === 'pending')) start(opened, reviews, how.words);
  return reviews;
}

async function look(opened: Opened, how: How): Promise<readonly Review[]> {
  const { gate, subject, key } = opened;
  const log = await openCurrentLog(gate.env);
  const round = reviewOf(log, gate.env, subject.change.repo, key);
  const waivers = readWaivers(log, opened);
  log.close();
  const known = round === null ? [] : [settledReview(opened, round, waivers)];
  if (round !== null && !isWorthAnother(opened, round)) return known;
  if (how.inline || choiceFor(opened, new Set()).order.length === 0) {
    if (!how.inline && !isBound(opened)) return known;
    // nobody is to be asked: detectors alone take no longer than it takes to say so
    const held = await holdRound(opened, { signal: new AbortController().signal, tell: () => undefined });
    return [settledReview(opened, held, waivers)];
  }
  const isUnderWay = progressOf(gate, subject.branch ?? '')?.key === key;
  if (isUsable(round) && how.start === 'no' && !isUnderWay) return known;
  return isBound(opened) ? [pendingReview(opened, whyPending(opened))] : known;
}

function whyPending({ gate, subject: { branch, head } }: Opened): string {
  const unkept = whyNotKept(gate);
  if (unkept !== null) return `No review can be kept here (${unkept}), so none comes to a verdict: guardrail doctor`;
  const failed = failureOf(gate, { branch: branch ?? '', head: head ?? '' });
  return failed === null
    ? 'Another vendor is asked to read it.'
    : `It is tried again; the last try failed: ${failed} See all of it: guardrail review`;
}

/** An answer of somebody who may have written it himself is none, and nothing to fall back on. */
function isUsable(round: Round | null): boolean {
  return round !== null && round.reading !== 'whole';
}

function start(opened: readonly Opened[], reviews: readonly Review[], words: readonly string[]): void {
  const [first] = opened;
  const waiting = opened.filter(({ key }) =>
    reviews.some((review) => review.key === key && review.outcome === 'pending'),
  );
  const idle = waiting.filter(({ gate, subject, key }) => progressOf(gate, subject.branch ?? '')?.key !== key);
  if (first === undefined || idle.length === 0) return;
  startReview({ cwd: first.gate.git.cwd, env: first.gate.env }, words);
}
