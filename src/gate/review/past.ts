import type { Log } from '../../log/open.ts';
import { openLoops, roundsOf } from '../../log/reviews.ts';
import type { Round } from '../../model/review.ts';
import { findLoop } from '../../review/lineage.ts';
import { sha256 } from '../../system/files.ts';
import { newUlid } from '../../system/ulid.ts';
import type { Opened } from './opened.ts';
import { patchOf } from './subject.ts';

export type Past = { readonly loop: string; readonly rounds: readonly Round[]; readonly last: Round | null };

/** The loop this patch belongs to, however its branch is called by now; a loop that ended clean, or by a person's word, is over. */
export function pastOf(log: Log, { gate, subject }: Opened, sketch: readonly string[]): Past {
  const loops = openLoops(log, gate.env, subject.change.repo, gate.now()).filter(
    ({ outcome, stop }) => outcome !== 'clean' && outcome !== 'accepted' && stop?.kind !== 'clean',
  );
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
  });
  if (found === null) return { loop: `l-${sha256(newUlid(gate.now())).slice(0, 8)}`, rounds: [], last: null };
  const rounds = roundsOf(log, gate.env, found);
  return { loop: found, rounds, last: rounds.at(-1) ?? null };
}
