import { readHead, readLogId } from '../../log/anchors.ts';
import { knownPlaces } from './known.ts';
import type { Head } from '../../log/anchors.ts';
import type { Log } from '../../log/open.ts';
import type { NewEvent } from '../../model/event.ts';
import type { Environment } from '../../system/git.ts';
import { accountName } from './account.ts';
import { abandoned, checkHeld } from './check.ts';
import { gitAt, readHeld } from './held.ts';
import { appendLine, describeProtection, whyNot } from './in-file.ts';
import { pushRef, writeRef } from './in-ref.ts';
import { digestOf, noteText } from './note.ts';
import { type Held, type Place, placeName } from './place.ts';

export type Anchoring =
  | { readonly kind: 'done'; readonly place: string; readonly seq: number; readonly says: string }
  | { readonly kind: 'failed'; readonly place: string; readonly why: string };

export type HowToAnchor = {
  readonly env: Environment;
  readonly places: readonly Place[];
  readonly now: number;
  readonly actor: string;
  /** A person says that this log takes the place of one that this account had before. */
  readonly begin: boolean;
};

/** Writes the head down at each place, and remembers that it did. A place that refuses holds up no other. */
export async function anchorLog(log: Log, how: HowToAnchor): Promise<readonly Anchoring[]> {
  log.append([]); // what waits in the spool belongs before the head
  const [id, head] = [readLogId(log), readHead(log)];
  if (id === null || head === null)
    return how.places.map((place) => ({ kind: 'failed', place: placeName(place), why: 'nothing was ever written' }));
  const { upto } = knownPlaces(log, how.places);
  const done: Anchoring[] = [];
  for (const place of how.places) {
    try {
      done.push(await anchorAt(log, place, { ...how, id, head, remembered: upto(place) }));
    } catch (error) {
      done.push({ kind: 'failed', place: placeName(place), why: whyNot(error) });
    }
  }
  const written = done.flatMap((one) => (one.kind === 'done' ? [eventOf(one, head, how)] : []));
  const kept = written.length === 0 ? null : log.append(written);
  if (kept !== null && kept.kind !== 'written')
    return [...done, { kind: 'failed', place: 'the log', why: `it could not be remembered: ${kept.why}` }];
  return done;
}

type At = HowToAnchor & { readonly id: string; readonly head: Head; readonly remembered: number };

/** INVARIANT: nothing is written on top of what the log contradicts; that would bury the evidence. */
async function anchorAt(log: Log, place: Place, at: At): Promise<Anchoring> {
  const name = placeName(place);
  const held = await readHeld(place, at.id, at.env);
  const account = accountName(at.env);
  const check = checkHeld(log, held, { ...at, place: name, account });
  if (check.kind === 'broken' && !(at.begin && check.what === 'replaced')) {
    const next = check.what === 'replaced' ? 'guardrail log anchor --begin' : 'guardrail log verify';
    return { kind: 'failed', place: name, why: `${check.says}; next: ${next}` };
  }
  if (held.kind === 'unreadable' && place.kind === 'git') return { kind: 'failed', place: name, why: held.why };
  const text = (before: string | null): string => textOf(at, { before, account, held });
  if (place.kind === 'file') {
    appendLine(place.path, text(lastOf(held)));
    return { kind: 'done', place: name, seq: at.head.seq, says: describeProtection(place.path) };
  }
  const git = gitAt(place.path, at.env);
  await writeRef(git, at.id, text);
  if (place.push === null) return { kind: 'done', place: name, seq: at.head.seq, says: NOT_PUSHED };
  try {
    await pushRef(git, at.id, place.push);
    return { kind: 'done', place: name, seq: at.head.seq, says: `pushed to ${place.push}` };
  } catch (error) {
    return { kind: 'done', place: name, seq: at.head.seq, says: `not pushed: ${whyNot(error)}` };
  }
}

const NOT_PUSHED = 'in this clone alone, where this account can take it back; a remote cannot be made to: --push';

function textOf(
  { id, head, now, begin }: At,
  on: { readonly before: string | null; readonly account: string; readonly held: Held },
): string {
  const { before, account, held } = on;
  const given = begin && held.kind === 'read' ? abandoned(held.others, held.entries, account) : [];
  const instead = given.map(({ log }) => log);
  return noteText({ log: id, seq: head.seq, hash: head.hash, ts: now, before, account, instead });
}

function lastOf(held: Held): string | null {
  const last = held.kind === 'read' ? held.entries.at(-1) : undefined;
  return last === undefined ? null : digestOf(last.text);
}

function eventOf({ place }: Anchoring, { seq, hash }: Head, { now, actor }: HowToAnchor): NewEvent {
  const payload = { seq, head: hash, place };
  return { ts: now, repo: '', checkout: '', actor, kind: 'anchor', subject: place, payload };
}
