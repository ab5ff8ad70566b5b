import type { Change, Path } from '../model/change.ts';
import type { Git } from '../system/git.ts';
import { findProtected } from './protected.ts';
import { emptyTree } from './repository.ts';
import type { Repository } from './repository.ts';
import type { InletContext } from './context.ts';
import { snapshotChange } from './staged.ts';

/**
 * Files of the working tree against HEAD, as `git add` would take them: a preview that a person asked for, the one place
 * where the working tree is read. The user's index is not touched: git adds to one of its own, objects to the scratch store.
 */
export async function pathsChange(
  git: Git,
  repository: Repository,
  context: InletContext,
  paths: readonly Path[],
): Promise<Change> {
  const { git: aside, head } = await repository.scratch.index(repository.head ?? emptyTree(repository), 'paths');
  const added = await aside.ask(['add', '--all', '--force', '--', ...paths]);
  if (added.code !== 0) throw new Error(`read ${paths.join(', ')} from the working tree: ${added.stderr.trim()}`);
  const after = await aside.text(['write-tree']);
  const guarded = findProtected(repository, context.protected);
  const authors = [context.operator];
  return snapshotChange(git, repository, context, guarded, {
    inlet: 'paths',
    id: 'index',
    before: head,
    after,
    authors,
  });
}
