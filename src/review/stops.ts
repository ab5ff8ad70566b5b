import type { LedgerEntry, Stop } from '../model/review.ts';
import { standing } from './ledger.ts';

/** What a round came to, as far as it says whether another one makes sense. */
export type RoundSummary = {
  readonly n: number;
  /** Of the net change that was read. */
  readonly tree: string;
  /** `whole`: enough foreign vendors read all of it. `none`: nobody answered. */
  readonly reading: 'whole' | 'partial' | 'none';
  /** Ids of what refuses, in order. */
  readonly standing: readonly string[];
  /** How often the finding that came back most often has come back. */
  readonly reopened: number;
  /** A cap on tokens or money was reached. */
  readonly spent: boolean;
};

/** Not more rounds than the rules allow; model/review.ts says at most five. */
export type StopRules = { readonly rounds: number };

const MOST_ROUNDS = 5;
const TWICE = 2;

export function summarise(
  round: Pick<RoundSummary, 'n' | 'tree' | 'reading' | 'spent'>,
  ledger: readonly LedgerEntry[],
): RoundSummary {
  return {
    ...round,
    standing: standing(ledger)
      .map(({ finding }) => finding.id)
      .sort(),
    // what a person lives with goes in no circles any more, and what is closed may have had its way
    reopened: standing(ledger).reduce((most, entry) => Math.max(most, entry.reopened), 0),
  };
}

/** Another round would bring nothing, and a person decides. Money and outages are no such reason: they pass. */
export function isForPeople(ended: Pick<Stop, 'kind'> | null): boolean {
  return ended !== null && ended.kind !== 'clean' && ended.kind !== 'no-reader' && ended.kind !== 'budget';
}

/**
 * Why there is no next round; null where there may be one. INVARIANT: with as many rounds read as the rules allow, it is never null. A
 * round in which nobody answered taught nothing and counts for nothing: an outage must not use up the author's tries.
 */
export function whyStop(rounds: readonly RoundSummary[], rules: StopRules): Stop | null {
  const last = rounds.at(-1);
  if (last === undefined) return null;
  if (last.reading === 'whole' && last.standing.length === 0) return stop('clean', 'Nothing that refuses is open.');
  const read = rounds.filter(({ reading }) => reading !== 'none');
  return circles(read, Math.min(rules.rounds, MOST_ROUNDS)) ?? hindrance(last);
}

function circles(read: readonly RoundSummary[], most: number): Stop | null {
  const [now, before, earlier] = read.toReversed();
  if (now === undefined) return null;
  // in five rounds it can come back twice only in the last: the more telling reason is said first
  if (now.reopened >= TWICE) return stop('reopened-twice', 'A finding that was fixed has come back twice.');
  if (read.length >= most) return stop('rounds', `${read.length} rounds have been read and it is not clean.`);
  if (before === undefined || now.standing.length === 0) return null;
  if (before.tree === now.tree && before.reading === 'whole')
    return stop('same-tree', 'The same change came back with its findings open.');
  if (earlier === undefined) return null;
  if (sameSet(earlier, before) && sameSet(before, now))
    return stop('nothing-moved', 'The same findings are open after two more tries.');
  if (earlier.standing.length < before.standing.length && before.standing.length < now.standing.length)
    return stop('rising', 'More is held against it than before, for the second time running.');
  return null;
}

function hindrance({ spent, reading }: RoundSummary): Stop | null {
  if (spent) return stop('budget', 'What the rules allow to be spent on reviews is spent.');
  return reading === 'none' ? stop('no-reader', 'Nobody who may read this change answered.') : null;
}

function sameSet(a: RoundSummary, b: RoundSummary): boolean {
  return a.standing.length === b.standing.length && a.standing.every((id, at) => id === b.standing[at]);
}

function stop(kind: Stop['kind'], says: string): Stop {
  return { kind, says };
}
