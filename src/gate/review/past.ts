import type { Rows } from '../../log/open.ts';
import type { Waiver } from '../../log/review-event.ts';
import { lastRounds, reviewOf, roundsOf } from '../../log/reviews.ts';
import type { LedgerEntry, Round } from '../../model/review.ts';
import { bringUp } from '../../review/ledger.ts';
import { findLoop } from '../../review/lineage.ts';
import type { Material } from '../../review/material.ts';
import { isForPeople } from '../../review/stops.ts';
import { sha256 } from '../../system/files.ts';
import { broughtUp } from './brought.ts';
import type { Opened } from './opened.ts';
import { patchOf } from './subject.ts';

export type Past = {
  readonly loop: string;
  readonly rounds: readonly Round[];
  readonly last: Round | null;
  /** That of the last round, with what was brought up to where its lines stand now (brought.ts). */
  readonly ledger: readonly LedgerEntry[];
  readonly brought: readonly LedgerEntry[];
  /** It has stopped for a person: nobody is asked again before one has decided. */
  readonly stopped: boolean;
};

type Passing = {
  readonly material: Material;
  readonly sketch: readonly string[];
  readonly waivers: readonly Waiver[];
  readonly restart: boolean;
};

/** The loop this patch belongs to, however its branch is called by now; a loop that ended clean, or by a person's word, is over. */
export function pastOf(log: Rows, opened: Opened, { material, sketch, waivers, restart }: Passing): Past {
  const { gate, subject } = opened;
  const where = { repo: subject.change.repo, now: gate.now() };
  const loops = lastRounds(log, gate.env, { ...where, ended: false }).filter((round) => !isOver(round, waivers));
  const candidates = loops.map(({ loop, sketch: signature, head, tree, files, at }) => ({
    loop,
    signature,
    head: head ?? '',
    tree,
    paths: files.map(({ path }) => path),
    at,
  }));
  const found = findLoop(candidates, {
    signature: sketch,
    head: subject.head ?? '',
    tree: patchOf(subject.part.edits),
    paths: subject.part.edits.map(({ path }) => path),
    at: gate.now(),
    commits: [...new Set(subject.part.edits.flatMap(({ commits }) => commits))],
  });
  const rounds = found === null ? [] : roundsOf(log, gate.env, found);
  const last = rounds.at(-1) ?? null;
  const stopped = isForPeople(last?.stop ?? null);
  const ended = lastRounds(log, gate.env, { ...where, ended: true }).flatMap(({ ledger }) => ledger);
  const brought = broughtUp(material, last?.ledger ?? [], ended);
  const known = { last, ledger: bringUp(last?.ledger ?? [], brought), brought };
  if (found === null) return { ...known, loop: newLoop(log, opened), rounds, stopped: false };
  // a person has read the packet and wants it read again: five more rounds, and nothing of what is open is forgotten
  if (stopped && restart) return { ...known, loop: newLoop(log, opened), rounds: [], stopped: false };
  return { ...known, loop: found, rounds, stopped };
}

function isOver({ loop, key, outcome, stop }: Round, waivers: readonly Waiver[]): boolean {
  if (outcome === 'clean' || outcome === 'accepted' || stop?.kind === 'clean') return true;
  return waivers.some((waiver) => waiver.target === loop && waiver.key === key);
}

/** INVARIANT: the same until its round is remembered: what was answered before a crash is found again by it. */
function newLoop(log: Rows, { gate, subject, key }: Opened): string {
  const { repo } = subject.change;
  const before = reviewOf(log, gate.env, repo, key)?.id ?? '';
  return `l-${sha256(JSON.stringify([repo, key, before])).slice(0, 8)}`;
}
