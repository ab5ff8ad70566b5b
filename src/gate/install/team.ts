import { join } from 'node:path';
import { absent, readState, textFile, type FileState } from '../../system/files.ts';
import { isSameState } from '../../system/files.ts';
import type { FileEdit } from './plan.ts';

const JUDGING = ['pre-commit', 'prepare-commit-msg', 'commit-msg', 'pre-push'] as const;

/**
 * Tracked hooks for clones where nobody ran init. They judge where guardrail is installed as a dependency, leave it to the
 * clone's own hooks where it has some, and only warn where there is neither: the required check in CI is the authority.
 */
export async function teamEdits(root: string): Promise<readonly FileEdit[]> {
  const edits: FileEdit[] = [];
  const folder = (await readState(join(root, '.husky', '_', 'h'))).kind === 'absent' ? '.githooks' : '.husky';
  for (const event of JUDGING) {
    const path = join(root, folder, event);
    const current = await readState(path);
    const wanted = withSnippet(current, event);
    if (!isSameState(current, wanted)) edits.push({ path, original: absent, current, wanted, block: null });
  }
  return edits;
}

function withSnippet(current: FileState, event: string): FileState {
  const snippet = teamSnippet(event);
  if (current.kind === 'link')
    throw new Error(`add guardrail to the ${event} hook: it is a link; add this yourself:\n${snippet}`);
  if (current.kind === 'absent') return textFile(`#!/bin/sh\n${snippet}`, 0o755);
  const text = current.bytes.toString('utf8');
  return text.includes(snippet)
    ? current
    : textFile(`${text}${text.endsWith('\n') ? '' : '\n'}${snippet}`, current.mode);
}

export function teamSnippet(event: string): string {
  return `# guardrail: judges where it is installed; CI judges in any case
if [ ! -e "$(git rev-parse --git-common-dir)/guardrail/manifest.json" ]; then
  if [ -f node_modules/guardrail/hooks/${event} ]; then sh node_modules/guardrail/hooks/${event} "$@" || exit $?
  else echo "guardrail: not installed in this clone, so nothing was judged here; CI will. Install it: npx guardrail init" >&2; fi
fi
`;
}
