import type { Change } from '../model/change.ts';
import type { Git } from '../system/git.ts';
import type { InletContext } from './context.ts';
import { findProtected } from './protected.ts';
import { emptyTree } from './repository.ts';
import type { Repository } from './repository.ts';
import { snapshotChange } from './staged.ts';

/** A unified diff as if it were committed on HEAD: applied to an index of its own, never to the user's. */
export async function patchChange(
  git: Git,
  repository: Repository,
  context: InletContext,
  patch: Buffer,
): Promise<Change> {
  const { git: aside, head } = await repository.scratch.index(repository.head ?? emptyTree(repository), 'patch');
  const applied = await aside.ask(['apply', '--cached', '--whitespace=nowarn', '-'], patch);
  if (applied.code !== 0) throw new Error(`apply the patch to HEAD: ${applied.stderr.trim()}`);
  const after = await aside.text(['write-tree']);
  const guarded = findProtected(repository, context.protected);
  const authors = [context.operator];
  return snapshotChange(git, repository, context, guarded, {
    inlet: 'patch',
    id: 'index',
    before: head,
    after,
    authors,
  });
}
