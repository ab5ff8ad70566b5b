import type { Log } from '../../log/open.ts';
import type { Waiver } from '../../log/review-event.ts';
import { openLoops, reviewOf, roundsOf } from '../../log/reviews.ts';
import type { Round } from '../../model/review.ts';
import { findLoop } from '../../review/lineage.ts';
import { isForPeople } from '../../review/stops.ts';
import { sha256 } from '../../system/files.ts';
import type { Opened } from './opened.ts';
import { patchOf } from './subject.ts';

export type Past = {
  readonly loop: string;
  readonly rounds: readonly Round[];
  readonly last: Round | null;
  /** It has stopped for a person: nobody is asked again before one has decided. */
  readonly stopped: boolean;
};

/** The loop this patch belongs to, however its branch is called by now; a loop that ended clean, or by a person's word, is over. */
export function pastOf(
  log: Log,
  opened: Opened,
  {
    sketch,
    waivers,
    restart,
  }: { readonly sketch: readonly string[]; readonly waivers: readonly Waiver[]; readonly restart: boolean },
): Past {
  const { gate, subject } = opened;
  const loops = openLoops(log, gate.env, subject.change.repo, gate.now()).filter((round) => !isOver(round, waivers));
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
  if (found === null) return { loop: newLoop(log, opened), rounds: [], last: null, stopped: false };
  const rounds = roundsOf(log, gate.env, found);
  const last = rounds.at(-1) ?? null;
  const stopped = isForPeople(last?.stop ?? null);
  // a person has read the packet and wants it read again: five more rounds, and nothing of what is open is forgotten
  if (stopped && restart) return { loop: newLoop(log, opened), rounds: [], last, stopped: false };
  return { loop: found, rounds, last, stopped };
}

function isOver({ loop, key, outcome, stop }: Round, waivers: readonly Waiver[]): boolean {
  if (outcome === 'clean' || outcome === 'accepted' || stop?.kind === 'clean') return true;
  return waivers.some((waiver) => waiver.target === loop && waiver.key === key);
}

/** INVARIANT: the same until its round is remembered: what was answered before a crash is found again by it. */
function newLoop(log: Log, { gate, subject, key }: Opened): string {
  const { repo } = subject.change;
  const before = reviewOf(log, gate.env, repo, key)?.id ?? '';
  return `l-${sha256(JSON.stringify([repo, key, before])).slice(0, 8)}`;
}
