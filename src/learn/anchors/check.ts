import { hashesAt } from '../../log/anchors.ts';
import type { Head } from '../../log/anchors.ts';
import type { Rows } from '../../log/open.ts';
import { digestOf, type Note } from './note.ts';
import type { Entry, Held } from './place.ts';

/** What a place says of the log as it is now. */
export type PlaceCheck =
  | {
      readonly kind: 'holds';
      readonly place: string;
      readonly upto: number;
      readonly ts: number;
      readonly notes: number;
      readonly says: readonly string[];
    }
  | {
      readonly kind: 'broken';
      readonly place: string;
      readonly what: 'rewritten' | 'cut short' | 'taken back' | 'forged' | 'replaced';
      readonly says: string;
    }
  | { readonly kind: 'empty'; readonly place: string }
  | { readonly kind: 'unreadable'; readonly place: string; readonly why: string };

export type Asked = {
  readonly place: string;
  readonly account: string;
  /** Null: nothing was ever written. */
  readonly id: string | null;
  readonly head: Head | null;
  /** Up to where the log itself says that it was written down there. */
  readonly remembered: number;
};

export function checkHeld(log: Rows, held: Held, asked: Asked): PlaceCheck {
  const { place } = asked;
  if (held.kind === 'unreadable') return { kind: 'unreadable', place, why: held.why };
  const { entries } = held;
  const broken =
    againstLog(log, entries, asked) ??
    takenBack(held.faults, entries, asked) ??
    forged(entries, held.isPart, asked) ??
    replaced(held.others, entries, asked);
  if (broken !== null) return { kind: 'broken', place, ...broken };
  const last = furthest(entries);
  if (last === null) return { kind: 'empty', place };
  return { kind: 'holds', place, upto: last.seq, ts: last.ts, notes: entries.length, says: held.says };
}

type Broken = Omit<PlaceCheck & { readonly kind: 'broken' }, 'kind' | 'place'>;

/** The first event that differs, in one pass over all of them. */
function againstLog(log: Rows, entries: readonly Entry[], { head }: Asked): Broken | null {
  const notes = notesOf(entries);
  const now = hashesAt(log, [...new Set(notes.map(({ seq }) => seq))]);
  const wrong = notes.filter(({ seq, hash }) => now.get(seq) !== hash);
  const first = wrong.reduce<Note | null>(
    (least, note) => (least === null || note.seq < least.seq ? note : least),
    null,
  );
  if (first === null) return null;
  const when = new Date(first.ts).toISOString();
  if (now.has(first.seq))
    return {
      what: 'rewritten',
      says: `event ${first.seq} or one before it was another when it was anchored (${when})`,
    };
  const has = head === null ? 'is empty' : `ends at ${head.seq}`;
  return { what: 'cut short', says: `event ${first.seq} was there when it was anchored (${when}), and the log ${has}` };
}

function takenBack(faults: readonly string[], entries: readonly Entry[], { remembered }: Asked): Broken | null {
  const [fault] = faults;
  if (fault !== undefined) return { what: 'taken back', says: fault };
  const upto = furthest(entries)?.seq ?? 0;
  if (upto >= remembered) return null;
  const holds = upto === 0 ? 'holds nothing of this log' : `reaches only to ${upto}`;
  return { what: 'taken back', says: `the log was anchored here up to ${remembered}, and the place ${holds}` };
}

/** Each names the one before it; a note in between that is gone, or was put there by hand, shows. */
function forged(entries: readonly Entry[], isPart: boolean, { id }: Asked): Broken | null {
  const seen = new Set<string>();
  for (const [at, { text, note }] of entries.entries()) {
    if (note === null) return { what: 'forged', says: `its note ${at + 1} is no anchor` };
    if (note.log !== id) return { what: 'forged', says: `its note ${at + 1} is of another log` };
    const follows = note.before === null ? at === 0 : seen.has(note.before) || (at === 0 && isPart);
    if (!follows)
      return { what: 'forged', says: `its note ${at + 1} (event ${note.seq}) does not follow what is before it` };
    seen.add(digestOf(text));
  }
  return null;
}

/** This account has anchored another log here, and nobody has said that this one takes its place. */
function replaced(others: readonly Note[], entries: readonly Entry[], { account, id }: Asked): Broken | null {
  const [other] = abandoned(others, entries, account);
  if (other === undefined) return null;
  const here = id === null ? 'there is no log now' : `the log is ${id} now`;
  return { what: 'replaced', says: `log ${other.log} was anchored here up to event ${other.seq}, and ${here}` };
}

export function abandoned(others: readonly Note[], entries: readonly Entry[], account: string): readonly Note[] {
  const given = new Set(notesOf(entries).flatMap(({ instead }) => instead));
  return others.filter((note) => note.account === account && !given.has(note.log));
}

function notesOf(entries: readonly Entry[]): readonly Note[] {
  return entries.flatMap(({ note }) => (note === null ? [] : [note]));
}

function furthest(entries: readonly Entry[]): Note | null {
  return notesOf(entries).reduce<Note | null>(
    (most, note) => (most === null || note.seq >= most.seq ? note : most),
    null,
  );
}
