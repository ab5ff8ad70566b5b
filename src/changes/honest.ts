import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Git } from '../system/git.ts';
import { isHonest, seenAt } from './known.ts';
import type { Seen } from './known.ts';
import { findProtected, mainRemote } from './protected.ts';
import type { Protected, ProtectedTip } from './protected.ts';
import type { Repository } from './repository.ts';

/** Protected branches as last honestly fetched: for whoever reads rules there and has time for two more processes. */
export async function findHonest(
  git: Git,
  repository: Repository,
  patterns: readonly string[],
  at: number,
): Promise<Protected> {
  const main = mainRemote(repository);
  const seen = main === null ? null : await seenAt(git, repository, main, at);
  return honestTips(findProtected(repository, patterns), seen);
}

/**
 * The last line of its reflog is a fetch or a push that left it where it is: so it is on nearly every commit, which then waits
 * for no process. Anything else (a reftable, a fresh clone) is for `findHonest` to say.
 *
 *     <old> <new> Ana <ana@shop.example> 1795262048 +0000\tfetch origin: fast-forward
 */
export function isSeenLast(repository: Repository, { ref, oid }: ProtectedTip): boolean {
  const file = join(repository.commonDir, 'logs', ref);
  if (!existsSync(file)) return false;
  const last = readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '';
  const [who = '', says = ''] = last.split('\t');
  return who.split(' ')[1] === oid && isHonest(says);
}

/** A protected branch counts as it was last honestly seen, not as its tracking ref says it is. */
export function honestTips(guarded: Protected, seen: readonly Seen[] | null): Protected {
  if (seen === null) return guarded;
  const byRef = new Map(seen.map(({ tracking, oid }) => [tracking, oid]));
  const tips = guarded.tips.flatMap((tip) => {
    const oid = tip.ref.startsWith('refs/remotes/') ? byRef.get(tip.ref) : undefined;
    return oid === undefined ? [] : [{ ...tip, oid }];
  });
  return { ...guarded, tips };
}
