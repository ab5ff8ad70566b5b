import type { Oid } from '../model/change.ts';
import { mapRef } from './config.ts';
import type { Remote } from './config.ts';
import type { Ref, Repository } from './repository.ts';

/** Branches nobody may break, and what of them has been seen here. */
export type Protected = {
  /** Full ref name on the remote. */
  readonly has: (ref: string) => boolean;
  readonly tips: readonly ProtectedTip[];
};
export type ProtectedTip = { readonly branch: string; readonly ref: string; readonly oid: Oid };

/**
 * `protected: [main, "release/*"]` as tips of the remote's branches as last fetched. Only a repository that has never seen
 * a remote has its own branches to go by: there HEAD of main is what has landed.
 */
export function findProtected(repository: Repository, patterns: readonly string[], remote?: Remote | null): Protected {
  const main = remote ?? mainRemote(repository);
  const fetched = main === null ? [] : branchesOf(repository, main);
  const seen = fetched.length > 0 ? fetched : localBranches(repository);
  const isProtected = matcher(patterns.length > 0 ? patterns : defaults(repository, main, seen));
  return {
    has: (ref) => ref.startsWith(HEADS) && isProtected(ref.slice(HEADS.length)),
    tips: seen.filter((tip) => isProtected(tip.branch)),
  };
}

export function mainRemote(repository: Repository): Remote | null {
  return repository.remotes.find((remote) => remote.name === 'origin') ?? repository.remotes[0] ?? null;
}

const HEADS = 'refs/heads/';

function branchesOf(repository: Repository, remote: Remote): readonly ProtectedTip[] {
  return repository.refs.flatMap((ref) => {
    const branch = ref.target === null ? remoteName(ref, remote) : null;
    return branch === null ? [] : [{ branch, ref: ref.name, oid: ref.oid }];
  });
}

function remoteName(ref: Ref, remote: Remote): string | null {
  for (const { from, to } of remote.tracking) {
    const there = mapRef(ref.name, to, from);
    if (there?.startsWith(HEADS)) return there.slice(HEADS.length);
  }
  return null;
}

function localBranches(repository: Repository): readonly ProtectedTip[] {
  return repository.refs
    .filter((ref) => ref.name.startsWith(HEADS))
    .map((ref) => ({ branch: ref.name.slice(HEADS.length), ref: ref.name, oid: ref.oid }));
}

/** The remote's HEAD branch; where that was never recorded (`git remote add`), the names everybody uses. */
function defaults(repository: Repository, remote: Remote | null, seen: readonly ProtectedTip[]): readonly string[] {
  const head = repository.refs.find((ref) => ref.name === `refs/remotes/${remote?.name}/HEAD`);
  const target = seen.find((tip) => tip.ref === head?.target);
  return target ? [target.branch] : ['main', 'master'];
}

/** `*` stays within one part of the name, `**` does not. A branch name cannot hold `*`, `?` or `[` (git-check-ref-format(1)). */
function matcher(patterns: readonly string[]): (branch: string) => boolean {
  const expressions = patterns.map((pattern) => new RegExp(`^${pattern.split(/(\*+)/).map(globPart).join('')}$`, 's'));
  return (branch) => expressions.some((expression) => expression.test(branch));
}

function globPart(part: string): string {
  if (part === '*') return '[^/]*';
  return part.startsWith('**') ? '.*' : part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&');
}
