import type { Git } from '../system/git.ts';
import { seenAt } from './known.ts';
import type { Seen } from './known.ts';
import { findProtected, mainRemote } from './protected.ts';
import type { Protected } from './protected.ts';
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
