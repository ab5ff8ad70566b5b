import type { Finding } from '../model/finding.ts';
import type { CallRecord, Independence, LedgerEntry, Manifest, ReviewOutcome, Shown, Stop } from '../model/review.ts';
import { type Choice, isEnough } from './choice.ts';
import { fingerprintOf } from './identity.ts';
import { MADE_SOURCE } from './prompt/made.ts';
import { isOpen, standing } from './ledger.ts';
import { isForPeople } from './stops.ts';

export type Settling = {
  readonly ledger: readonly LedgerEntry[];
  /** What the detectors state of this very change, also where no round was ever held. */
  readonly detected: readonly Finding[];
  readonly manifest: Manifest;
  readonly choice: Choice;
  /** Names of readers that answered completely to everything they were asked, canaries found. */
  readonly complete: readonly string[];
  readonly calls: readonly CallRecord[];
  /** The strictest word of the rules, over all paths and possible authors. */
  readonly independence: Independence;
  /** Reviews bind this push (ReviewRules.binds); elsewhere they inform. */
  readonly binds: boolean;
  /** The rules ask for a spec of this change and there is none. */
  readonly specMissing: boolean;
  readonly underWay: boolean;
  readonly stop: Stop | null;
  /** A person has read the packet and answers for what it says. */
  readonly accepted: { readonly by: string; readonly because: string } | null;
};
export type Settled = {
  readonly outcome: ReviewOutcome;
  readonly refuses: boolean;
  readonly reasons: readonly string[];
};

const NAMED_FILES = 3;
const NAMED_CALLS = 3;

/**
 * The verdict of a review: total, and a function of nothing else. INVARIANT: clean needs enough different foreign vendors whose answers
 * are complete, every line seen that matters, a spec where the rules ask for one, and nothing open that refuses; findings only raise.
 * What could not be had is never clean: it refuses where the rules require it, and is said where they prefer it.
 */
export function settleReview(input: Settling): Settled {
  const { outcome, refuses, says } = decide(input, whatStands(input));
  return { outcome, refuses: refuses && input.binds, reasons: [...says, ...asides(input)] };
}

type Ruled = { readonly outcome: ReviewOutcome; readonly refuses: boolean; readonly says: readonly string[] };

function decide(input: Settling, stands: readonly Finding[]): Ruled {
  const { accepted, specMissing, independence } = input;
  if (accepted !== null)
    return {
      outcome: 'accepted',
      refuses: false,
      says: [`${accepted.by} has read the packet and answers for it: ${accepted.because}`],
    };
  if (stands.length > 0) return refused(input, stands);
  if (specMissing)
    return {
      outcome: 'inconclusive',
      refuses: true,
      says: [
        'The rules ask for a spec of this change and there is none that counts: write one with guardrail spec new.',
      ],
    };
  if (isNothingToRead(input.manifest))
    return { outcome: 'unread', refuses: false, says: ['Nothing in this change needs a reader.'] };
  if (independence === 'off' && !isRead(input))
    return { outcome: 'unread', refuses: false, says: ['The rules ask for no reader of another vendor.'] };
  if (input.underWay) return { outcome: 'pending', refuses: true, says: ['The review is under way.'] };
  return gaps(input);
}

/** What is open in the ledger and refuses, and what detectors refuse that neither stands there already nor was waived by a person. */
function whatStands({ ledger, detected }: Settling): readonly Finding[] {
  const open = standing(ledger).map(({ finding }) => finding);
  const waived = ledger.flatMap(({ finding, state }) => (state === 'waived' ? [finding] : []));
  const heard = new Set([...open, ...waived].map(fingerprintOf));
  return [...open, ...detected.filter((finding) => finding.blocking && !heard.has(fingerprintOf(finding)))];
}

function refused({ stop, underWay }: Settling, stands: readonly Finding[]): Ruled {
  const count = stands.length;
  const open = count === 1 ? 'One finding that refuses is open.' : `${count} findings that refuse are open.`;
  if (stop !== null && isForPeople(stop))
    return { outcome: 'escalated', refuses: true, says: [open, `${stop.says} ${PERSON}`] };
  const more = underWay ? ['The review is still under way.'] : [];
  return { outcome: 'findings', refuses: true, says: [open, ...more] };
}

/** Nothing stands against it: has it been read as the rules want it? */
function gaps(input: Settling): Ruled {
  const { choice, complete, independence } = input;
  const requires = independence === 'require';
  const unseen = unseenFiles(input.manifest);
  if (isRead(input) && unseen.length === 0) return { outcome: 'clean', refuses: false, says: [] };
  if (isEnough(choice, complete) && unseen.length > 0)
    return { outcome: 'inconclusive', refuses: requires, says: [sayUnseen(unseen)] };
  return unread(input, requires);
}

const UNREAD = 'No model of another vendor has read this change.';

/** By a gap in the configuration or the budget, which lasts, or by an outage, which passes. */
function unread({ choice, stop, calls }: Settling, requires: boolean): Ruled {
  const isSpent = stop?.kind === 'budget';
  if (isSpent || (!choice.possible && !choice.outage)) {
    const why = isSpent ? stop.says : choice.why;
    return { outcome: requires ? 'inconclusive' : 'unread', refuses: requires, says: [`${UNREAD} ${why}`] };
  }
  if (requires && stop !== null && isForPeople(stop))
    return { outcome: 'escalated', refuses: true, says: [UNREAD, `${stop.says} ${PERSON}`] };
  const says = [`The review could not be completed: ${sayCalls(calls, choice)}`];
  return { outcome: 'inconclusive', refuses: requires, says };
}

const PERSON = 'A person decides: guardrail packet shows all of it.';

/** Enough foreign vendors have, by calls that were recorded: a name alone proves nothing. */
function isRead({ choice, complete, calls }: Settling): boolean {
  const answered = new Set(
    calls.flatMap(({ outcome, purpose, reviewer }) =>
      outcome === 'complete' && purpose !== 'refute' ? [reviewer] : [],
    ),
  );
  return isEnough(
    choice,
    complete.filter((name) => answered.has(name)),
  );
}

/** An empty manifest is that of an empty diff: what could not be looked at is a file that was not shown. */
function isNothingToRead({ files }: Manifest): boolean {
  return files.every(({ excused }) => excused);
}

/** Not written as `shown < added + removed`: what is no number has not been seen. */
function unseenFiles({ files }: Manifest): readonly Shown[] {
  return files.filter(({ added, removed, shown, excused }) => !excused && !(shown >= added + removed));
}

function sayUnseen(files: readonly Shown[]): string {
  const said = files.map(({ path, why }) => (why === '' ? path : `${path} (${why})`));
  return `Not all of it was shown to the reader: ${firstOf(said)}.`;
}

function firstOf(all: readonly string[]): string {
  const more = all.length > NAMED_FILES ? ` and ${all.length - NAMED_FILES} more` : '';
  return `${all.slice(0, NAMED_FILES).join(', ')}${more}`;
}

function sayCalls(calls: readonly CallRecord[], { why }: Choice): string {
  const causes = calls.flatMap(({ outcome, reviewer, cause }) =>
    outcome === 'complete' ? [] : [`${reviewer}: ${cause}`],
  );
  const named = [...new Set(causes)].slice(0, NAMED_CALLS).join(', ');
  if (named !== '') return `${named}.`;
  return why === '' ? 'not enough readers answered.' : why;
}

/** What refuses nothing and is worth a line. */
function asides({ ledger, manifest }: Settling): readonly string[] {
  const counts: readonly (readonly [count: number, what: string])[] = [
    [ledger.filter((entry) => isOpen(entry) && !entry.finding.blocking).length, 'noted without refusing'],
    [ledger.filter(({ state }) => state === 'disputed').length, 'denied by a second reading'],
    [ledger.filter(({ state }) => state === 'waived').length, 'waived by a person'],
  ];
  const said = counts.flatMap(([count, what]) =>
    count === 0 ? [] : [`${count} finding${count === 1 ? '' : 's'} ${what}.`],
  );
  const made = manifest.files.filter(({ why, excused }) => excused && why === MADE_SOURCE);
  return made.length === 0
    ? said
    : [...said, `Not read, as generated or vendored: ${firstOf(made.map(({ path }) => path))}.`];
}
