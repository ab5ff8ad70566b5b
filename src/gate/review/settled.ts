import { openCurrentLog } from '../../log/current.ts';
import { reviewOf, waiversOf } from '../../log/reviews.ts';
import type { Log } from '../../log/open.ts';
import type { Waiver } from '../../log/review-event.ts';
import type { Actor } from '../../model/actor.ts';
import { OPEN_STATES } from '../../model/finding.ts';
import type { Independence, LedgerEntry, Manifest, Review, Round } from '../../model/review.ts';
import { stricter } from '../../policy/review.ts';
import { type Choice, choose, isEnough } from '../../review/choice.ts';
import { standing } from '../../review/ledger.ts';
import { isForPeople } from '../../review/stops.ts';
import { settleReview, type Settled } from '../../review/verdict.ts';
import type { Opened } from './opened.ts';

/** Who may read this change, of those that are configured and did not fail. */
export function choiceFor({ authors, reviewers, subject }: Opened, down: ReadonlySet<string>): Choice {
  return choose({
    authors: authors.map(({ vendors }) => vendors),
    available: reviewers,
    down,
    independence: independenceOf(subject, authors),
  });
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
  const ledger = withWaivers(round.ledger, waivers);
  const choice = choiceFor(opened, new Set());
  const accepted = waivers.findLast(({ target, key }) => target === round.loop && key === round.key);
  const settled = settleReview({
    ledger,
    detected: [],
    manifest: round.manifest,
    choice,
    complete: round.complete,
    calls: round.calls,
    independence: independenceOf(opened.subject, opened.authors),
    binds: isBound(opened),
    specMissing: isSpecMissing(opened),
    underWay,
    stop: round.stop,
    accepted: accepted === undefined ? null : { by: `${accepted.name} <${accepted.email}>`, because: accepted.because },
  });
  return asReview(opened, round, handed(round, ledger, settled, isBound(opened)), { ledger, choice });
}

/** A loop that has stopped for a person is theirs: that what stood was taken out since, nobody has read. */
function handed(round: Round, ledger: readonly LedgerEntry[], settled: Settled, binds: boolean): Settled {
  const stood = standing(round.ledger).length > 0;
  const isDecided = settled.outcome === 'accepted' || (stood && standing(ledger).length === 0);
  if (!isForPeople(round.stop) || isDecided || settled.outcome === 'escalated') return settled;
  const says = `${round.stop?.says ?? ''} A person decides: guardrail packet shows all of it.`;
  return { outcome: 'escalated', refuses: binds, reasons: [says, ...settled.reasons] };
}

function asReview(
  opened: Opened,
  round: Round,
  settled: Settled,
  { ledger, choice }: { readonly ledger: readonly LedgerEntry[]; readonly choice: Choice },
): Review {
  const foreign = new Set(choice.order.map(({ name }) => name));
  const broken = opened.broken.map((problem) => `A failure model cannot be read: ${problem}`);
  return {
    id: round.id,
    key: round.key,
    loop: round.loop,
    round: round.round,
    branch: round.branch,
    outcome: broken.length > 0 && settled.outcome === 'clean' ? 'inconclusive' : settled.outcome,
    refuses: settled.refuses,
    ledger,
    manifest: round.manifest,
    readers: round.readers.map((reader) => ({
      ...reader,
      foreign: reader.name !== undefined && foreign.has(reader.name),
    })),
    reasons: [...broken.slice(0, 3), ...settled.reasons, ...round.reasons],
    tokens: round.tokens,
    money: round.money,
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

/** Given after the round as well as before it. */
export function withWaivers(ledger: readonly LedgerEntry[], waivers: readonly Waiver[]): readonly LedgerEntry[] {
  const because = new Map(waivers.map((waiver) => [waiver.target, `${waiver.name}: ${waiver.because}`]));
  return ledger.map((entry) => {
    const why = because.get(entry.finding.id);
    return why === undefined || !OPEN_STATES.includes(entry.state) ? entry : { ...entry, state: 'waived', note: why };
  });
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

export function readWaivers(log: Log, { gate, subject }: Opened): readonly Waiver[] {
  return waiversOf(log, subject.change.repo, gate.now());
}
