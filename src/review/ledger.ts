import type { Finding, FindingState, Severity } from '../model/finding.ts';
import { OPEN_STATES } from '../model/finding.ts';
import type { LedgerEntry } from '../model/review.ts';
import type { Ruling } from './exchange.ts';
import { fingerprintOf } from './identity.ts';
import { recognise } from './recognise.ts';

/** One round, as it is recorded: folding these from the first on gives the ledger, also after a crash. */
export type LedgerRound = {
  readonly n: number;
  /** What was found this round, by detectors and readers, merged and with ids. */
  readonly findings: readonly Finding[];
  /** What readers say of findings that were open. */
  readonly rulings: readonly Ruled[];
  /** Open findings whose lines no longer are in the change. */
  readonly vanished: readonly string[];
  readonly refutations: readonly Refutation[];
  /** What a person decided to live with. */
  readonly waived: readonly { readonly id: string; readonly because: string }[];
  /** Detectors have looked at the whole change: what they no longer state is no more. */
  readonly detectorsLooked: boolean;
  /** How many different foreign vendors it takes to close what a reader found (Choice.needed). */
  readonly needed: number;
};
export type Ruled = {
  readonly reviewer: string;
  readonly vendor: string;
  /** Its vendor cannot have written the change. */
  readonly foreign: boolean;
  readonly rulings: readonly Ruling[];
};
/** What a second reading says that was told to doubt a finding. */
export type Refutation = {
  readonly id: string;
  readonly vendor: string;
  readonly foreign: boolean;
  /** It did not see what the first reading said. */
  readonly fresh: boolean;
  readonly says: 'stands' | 'denied' | 'unclear';
  readonly why: string;
};

/** Why an entry is fixed of which no reader said so. */
export const LINES_GONE = 'its lines are gone';

const RANK: Readonly<Record<Severity, number>> = { high: 2, medium: 1, low: 0 };

/**
 * The ledger after a round. INVARIANT: nothing ever leaves it. What a detector refuses is closed by detectors and people alone; what a
 * reader found, by its lines going away, or by as many foreign vendors as the choice needs: never by the author's vendor, and never
 * because nobody said anything.
 */
export function advance(ledger: readonly LedgerEntry[], round: LedgerRound): readonly LedgerEntry[] {
  const vanished = new Set(round.vanished);
  const { known, fresh } = recognise(ledger, round.findings, vanished);
  const context: Context = { round, vanished, rulings: gather(round.rulings), refutations: byId(round.refutations) };
  const waived = new Map(round.waived.map(({ id, because }) => [id, because]));
  const entries = [
    ...ledger.map((entry) => {
      const raised = known.get(entry.finding.id);
      return raised === undefined ? look(entry, context) : raise(entry, raised, round);
    }),
    ...firstOfEach(fresh).map((finding): LedgerEntry => ({
      finding,
      state: 'new',
      since: round.n,
      last: round.n,
      reopened: 0,
      note: '',
    })),
  ];
  return entries
    .map((entry) => doubt(entry, saidOf(entry, known, context), round))
    .map((entry) => waive(entry, waived));
}

/** The ledger as the round finds it: entries whose lines moved or came back take the place of what they were. */
export function bringUp(ledger: readonly LedgerEntry[], brought: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const now = new Map(brought.map((entry) => [entry.finding.id, entry]));
  const known = new Set(ledger.map(({ finding }) => finding.id));
  return [
    ...ledger.map((entry) => now.get(entry.finding.id) ?? entry),
    ...brought.filter(({ finding }) => !known.has(finding.id)),
  ];
}

export function isOpen({ state }: Pick<LedgerEntry, 'state'>): boolean {
  return OPEN_STATES.includes(state);
}

/** What refuses the push. */
export function standing(ledger: readonly LedgerEntry[]): readonly LedgerEntry[] {
  return ledger.filter((entry) => isOpen(entry) && entry.finding.blocking);
}

type Context = {
  readonly round: LedgerRound;
  readonly vanished: ReadonlySet<string>;
  readonly rulings: ReadonlyMap<string, readonly Voice[]>;
  readonly refutations: ReadonlyMap<string, readonly Refutation[]>;
};
type Voice = { readonly vendor: string; readonly foreign: boolean; readonly ruling: Ruling };

/** It was said again. */
function raise(entry: LedgerEntry, raised: Finding, { n, detectorsLooked }: LedgerRound): LedgerEntry {
  const finding = renewed(entry.finding, raised, detectorsLooked);
  const here = { ...entry, finding, last: n };
  switch (entry.state) {
    case 'fixed':
    case 'invalid':
      return { ...here, state: 'reopened', reopened: entry.reopened + 1 };
    case 'waived':
      // by the id alone: its words are others now, and nobody decided to live with those
      return fingerprintOf(entry.finding) === fingerprintOf(raised)
        ? here
        : { ...here, state: 'reopened', reopened: entry.reopened + 1 };
    case 'disputed':
      return here;
    case 'new':
    case 'confirmed':
    case 'persisting':
    case 'reopened':
      return { ...here, state: entry.since === n ? entry.state : 'persisting' };
  }
}

/**
 * Where it stands now, under the id people know it by. What once refused goes on doing so until it is closed; only where the detector
 * that refused has looked and says nothing more, what is left is the reviewer's word.
 */
function renewed(known: Finding, raised: Finding, detectorsLooked: boolean): Finding {
  const isLeft = detectorsLooked && known.by.kind === 'detector' && raised.by.kind !== 'detector';
  if (isLeft) return { ...raised, id: known.id };
  const severity = RANK[known.severity] > RANK[raised.severity] ? known.severity : raised.severity;
  const by = known.blocking && !raised.blocking ? known.by : raised.by;
  return { ...raised, id: known.id, severity, blocking: known.blocking || raised.blocking, by };
}

/** Nobody said it again: was it looked for, and what came of that? */
function look(entry: LedgerEntry, context: Context): LedgerEntry {
  const { round, vanished, rulings } = context;
  const { finding, state } = entry;
  if (state === 'disputed' && vanished.has(finding.id)) return gone(entry, round);
  if (!isOpen(entry)) return entry;
  const voices = rulings.get(finding.id) ?? [];
  const stands = voices.find(({ ruling }) => ruling.says === 'stands');
  if (stands !== undefined)
    return { ...entry, finding: movedTo(finding, stands.ruling), state: 'persisting', last: round.n };
  if (vanished.has(finding.id)) return gone(entry, round);
  if (finding.by.kind === 'reviewer') return adjudicate(entry, voices, round);
  return round.detectorsLooked ? gone(entry, round) : { ...entry, state: 'persisting' };
}

function gone(entry: LedgerEntry, { n }: LedgerRound): LedgerEntry {
  const note = entry.finding.by.kind === 'detector' ? 'no detector states it any more' : LINES_GONE;
  return { ...entry, state: 'fixed', last: n, note };
}

/** Closed only where every foreign reader that spoke says so, and enough did. */
function adjudicate(entry: LedgerEntry, voices: readonly Voice[], { n, needed }: LedgerRound): LedgerEntry {
  const foreign = voices.filter((voice) => voice.foreign);
  const closing = foreign.filter(({ ruling }) => ruling.says === 'fixed' || ruling.says === 'never-was');
  const isClosed = closing.length === foreign.length && vendorsOf(closing) >= Math.max(1, needed);
  if (!isClosed) return { ...entry, state: 'persisting', last: voices.length > 0 ? n : entry.last };
  const state: FindingState = closing.every(({ ruling }) => ruling.says === 'never-was') ? 'invalid' : 'fixed';
  return { ...entry, state, last: n, note: closing.map(({ vendor, ruling }) => `${vendor}: ${ruling.why}`).join('; ') };
}

function movedTo(finding: Finding, { line }: Ruling): Finding {
  return line === null || line < 1 ? finding : { ...finding, line, to: line + (finding.to - finding.line) };
}

/** Of the finding by its own id, and by the one it was raised under before it was recognised. */
function saidOf(
  { finding }: LedgerEntry,
  known: ReadonlyMap<string, Finding>,
  { refutations }: Context,
): readonly Refutation[] {
  const ids = new Set([finding.id, known.get(finding.id)?.id ?? finding.id]);
  return [...ids].flatMap((id) => refutations.get(id) ?? []);
}

/** A second reading of what stands. It must give a reason, and be no friend of the author's; one that upholds it outweighs the rest. */
function doubt(entry: LedgerEntry, said: readonly Refutation[], { needed }: LedgerRound): LedgerEntry {
  const { by } = entry.finding;
  if (said.length === 0 || by.kind === 'detector' || !(isOpen(entry) || entry.state === 'disputed')) return entry;
  const upheld = said.find(({ says }) => says === 'stands');
  if (upheld !== undefined)
    return entry.state === 'new' || entry.state === 'disputed'
      ? { ...entry, state: 'confirmed', note: `${upheld.vendor}: ${upheld.why}` }
      : entry;
  const denied = said.filter(
    ({ says, why, vendor, fresh, foreign }) =>
      says === 'denied' && why.trim() !== '' && foreign && (fresh || vendor !== by.vendor),
  );
  if (vendorsOf(denied) < Math.max(1, needed)) return entry;
  return { ...entry, state: 'disputed', note: denied.map(({ vendor, why }) => `${vendor}: ${why}`).join('; ') };
}

function waive(entry: LedgerEntry, waived: ReadonlyMap<string, string>): LedgerEntry {
  const because = waived.get(entry.finding.id);
  return because === undefined ? entry : { ...entry, state: 'waived', note: because };
}

function gather(readers: readonly Ruled[]): ReadonlyMap<string, readonly Voice[]> {
  const voices = readers.flatMap(({ vendor, foreign, rulings }) =>
    rulings.map((ruling) => ({ id: ruling.id, vendor, foreign, ruling })),
  );
  return byId(voices);
}

function byId<T extends { readonly id: string }>(all: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const one of all) {
    const list = found.get(one.id);
    if (list === undefined) found.set(one.id, [one]);
    else list.push(one);
  }
  return found;
}

function vendorsOf(voices: readonly { readonly vendor: string }[]): number {
  return new Set(voices.map(({ vendor }) => vendor)).size;
}

function firstOfEach(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.toReversed().map((finding) => [finding.id, finding])).values()].reverse();
}
