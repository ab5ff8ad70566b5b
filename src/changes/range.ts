import type { Change, Oid } from '../model/change.ts';
import type { Git } from '../system/git.ts';
import type { InletContext } from './context.ts';
import { landingChange } from './landing.ts';
import { findProtected } from './protected.ts';
import type { Repository } from './repository.ts';

/** `ref` is the branch it is judged as, when the caller knows better than git (CI checks out no branch). */
export type Range = { readonly base: string; readonly head: string; readonly ref?: string };

/**
 * What a push of `head` onto `base` would bring. Only `base` and `since` count as known: in CI nothing else that the
 * checkout happens to hold may excuse a commit.
 */
export async function rangeChange(
  git: Git,
  repository: Repository,
  context: InletContext,
  range: Range,
): Promise<Change> {
  const [before, after] = [await resolveCommit(git, range.base), await resolveCommit(git, range.head)];
  const ref = range.ref ?? (await refOf(git, repository, range.head));
  const guarded = findProtected(repository, context.protected);
  const base = { branch: range.base, ref: range.base, oid: before };
  // a checkout for CI often holds nothing but the range: then what it is to be merged into is what has landed
  const tips = guarded.tips.length > 0 ? guarded.tips : [base];
  const change = await landingChange(git, repository, context, {
    inlet: 'range',
    lines: [{ local: range.head, after, ref, before }],
    known: [before, ...context.since],
    seen: [],
    guarded: { ...guarded, tips },
  });
  return { ...change, refs: [] }; // no ref moves
}

async function resolveCommit(git: Git, name: string): Promise<Oid> {
  const answer = await git.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  if (answer.code === 0) return answer.stdout.toString('utf8').trim();
  throw new Error(
    `judge a range: commit "${name}" is not here. Fetch it first: git fetch origin ${JSON.stringify(name)}` +
      ' (in GitHub Actions: actions/checkout with fetch-depth: 0)',
  );
}

async function refOf(git: Git, repository: Repository, head: string): Promise<string> {
  const answer = await git.ask(['rev-parse', '--symbolic-full-name', '--end-of-options', head]);
  const name = answer.stdout.toString('utf8').trim().split('\n').at(-1) ?? '';
  if (name.startsWith('refs/')) return name;
  return repository.branch === null ? 'HEAD' : `refs/heads/${repository.branch}`;
}
