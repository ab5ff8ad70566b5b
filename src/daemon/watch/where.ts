import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Clone } from './clone.ts';
import type { WatchDeps } from './deps.ts';
import { agentFiles } from './installation.ts';
import { gitFolders } from './snapshot.ts';

/** Folders in the order of what is lost when the last ones are only polled, and which of their names tell of something. */
export type Where = { readonly folder: string; readonly names: ReadonlySet<string> | 'all' };

/** INVARIANT: no more watches than this for a clone, however many branches, working trees and files it has. */
export const MOST_FOLDERS = 48;

const IN_GIT = new Set([
  'HEAD',
  'packed-refs',
  'config',
  'config.worktree',
  'hooks',
  'guardrail',
  'worktrees',
  'refs',
  'logs',
]);
/** Where agents and hook managers keep their settings inside a working tree. */
const IN_TREE = [
  '.guardrail',
  '.guardrail/policies',
  '.claude',
  '.codex',
  '.gemini',
  '.cursor',
  '.github/hooks',
  '.husky',
];

/**
 * Never the tree, and not its root either: chokidar lists a folder again whenever something in it changes, and people work there.
 * A folder of settings that is made anew is found by the poll.
 */
export async function foldersOf({ guarded, layout }: Clone, deps: WatchDeps): Promise<readonly Where[]> {
  const { common } = guarded;
  const worktrees = layout?.worktrees ?? [];
  const own = (await gitFolders(common)).map((folder): Where => ({ folder, names: IN_GIT }));
  const settings = (await agentFiles(deps)).map((path): Where => ({
    folder: dirname(path),
    names: new Set([basename(path)]),
  }));
  const whole = [
    join(common, 'hooks'),
    ...worktrees.map(({ hooks }) => hooks),
    join(common, 'guardrail'),
    join(common, 'guardrail/hooks'),
    join(common, 'worktrees'),
    ...(await refFolders(common)),
    guarded.engine,
  ];
  const trees = worktrees.flatMap(({ root }) =>
    IN_TREE.map((name): Where => ({ folder: join(root, name), names: 'all' })),
  );
  const all = [
    ...own.slice(0, 1),
    ...whole.map((folder): Where => ({ folder, names: 'all' })),
    ...settings,
    ...trees,
    ...own.slice(1),
  ];
  const merged = new Map<string, Where>();
  for (const one of all) merged.set(one.folder, { folder: one.folder, names: bothOf(merged.get(one.folder), one) });
  return [...merged.values()];
}

function bothOf(one: Where | undefined, { names }: Where): Where['names'] {
  if (one === undefined) return names;
  return one.names === 'all' || names === 'all' ? 'all' : new Set([...one.names, ...names]);
}

/** `refs/heads`, `refs/remotes/origin`, and below them as deep as branches are named, the widest last. */
async function refFolders(common: string): Promise<readonly string[]> {
  const found: string[] = ['refs', 'refs/heads', 'refs/tags', 'refs/remotes'].map((name) => join(common, name));
  let level = found.slice(1);
  while (level.length > 0 && found.length < MOST_FOLDERS) {
    const below = await Promise.all(level.map(childFolders));
    level = below.flat();
    found.push(...level);
  }
  return found;
}

async function childFolders(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
}
