import { basename } from 'node:path';
import type { Situation } from '../next-step.ts';
import { pathspecs, tryWithout, words } from './without.ts';

/** Take out of the commit what was refused; how depends on how git was asked to commit. */
export async function stagedStep(situation: Situation): Promise<string | null> {
  const { env, repository, git } = situation.gate;
  if (repository.mergeHeads.length > 0) return null; // what HEAD has is not what the merge would have made
  const without = await tryWithout(situation);
  if (without === null) return null;
  const isAtTop = (env['GIT_PREFIX'] ?? '') === '' && git.cwd === repository.root;
  const names = pathspecs(without.names, isAtTop);
  if (names === null) return `take these out of what is staged, and commit the rest: ${words(without.names)}`;
  const unstage = repository.head === null ? `git rm --cached -- ${names}` : `git restore --staged -- ${names}`;
  const isAll = without.kept.length === 0;
  switch (wayOf(env['GIT_INDEX_FILE'])) {
    case 'staged':
      return isAll ? `unstage it: ${unstage}` : `leave it out and commit the rest: ${unstage} && git commit`;
    case 'all':
      return isAll
        ? 'nothing else would be in this commit: leave these changes uncommitted'
        : `leave it out and commit the rest: git add --update && ${unstage} && git commit`;
    case 'named': {
      const kept = isAll ? null : pathspecs(without.kept, isAtTop);
      return kept === null
        ? `name other files than ${words(without.names)}`
        : `name the other files only: git commit -- ${kept}`;
    }
  }
}

/** `git commit` hands its hooks the index, `commit -a` the lock it fills, `commit FILE` an index made for those files. */
function wayOf(indexFile: string | undefined): 'staged' | 'all' | 'named' {
  const name = basename(indexFile ?? 'index');
  if (name.startsWith('next-index-')) return 'named';
  return name === 'index.lock' ? 'all' : 'staged';
}
