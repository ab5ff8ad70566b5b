import type { Environment } from '../../system/git.ts';
import { startDetached } from '../../system/process.ts';

/** What of git's own variables still holds when its hook is over: where the repository is, and not which index was at hand. */
const PLACES: ReadonlySet<string> = new Set(['GIT_DIR', 'GIT_WORK_TREE', 'GIT_COMMON_DIR']);

/**
 * A review in a process of its own, with the variables of whoever committed: keys are among them, and so is who it was. It outlives
 * the hook, and the agent's command that ran git.
 */
export function startReview(
  { cwd, env }: { readonly cwd: string; readonly env: Environment },
  words: readonly string[] = [],
  entry: string = process.argv[1] ?? '',
): void {
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GIT_') || PLACES.has(name)));
  startDetached(process.execPath, [entry, 'review', '--background', ...words], { cwd, env: kept });
}
