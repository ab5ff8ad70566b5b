import { join, resolve } from 'node:path';
import { digestState, readState } from '../../../system/files.ts';
import { hasConfigHooks } from '../gitconfig.ts';
import { CHAINED, EVENTS, isOurHook, SETTINGS, SHARED } from '../hook-files.ts';
import { foreignFolders, type Worktree } from '../layout.ts';
import { hookManager } from '../managers.ts';
import { AGAIN, fine, wrong, type Check, type Row, type Scene } from './check.ts';

export function hooksFolder({ layout, manifest }: Scene): string {
  return manifest.place === 'beside' ? join(layout.common, 'hooks') : join(layout.ours, 'hooks');
}

/** Each file of ours is there, runs, and is what init wrote. */
export const checkHooks: Check = async (scene) => {
  const names = [...EVENTS, ...SHARED, SETTINGS];
  return await Promise.all(names.map((name) => checkHook(scene, name)));
};

async function checkHook(scene: Scene, name: string): Promise<Row> {
  const path = join(hooksFolder(scene), name);
  const row = `hook ${name}`;
  const state = await readState(path);
  const entry = scene.manifest.entries.find((one) => resolve(scene.layout.common, one.path) === path);
  if (state.kind === 'absent') return wrong(row, `${path} is missing`, AGAIN);
  const isEvent = EVENTS.some((event) => event === name);
  if (isEvent && !isOurHook(state)) return wrong(row, `${hookManager(state)} wrote over it: ${path}`, AGAIN);
  if (isEvent && state.kind === 'file' && (state.mode & 0o111) === 0) {
    return wrong(row, `${path} is not executable, so git passes over it`, `chmod +x ${path}`);
  }
  if (entry?.after !== digestState(state)) return wrong(row, `${path} is not what init wrote`, AGAIN);
  return fine(row, path);
}

/** git looks into our folder, from every working tree of this clone. */
export const checkHooksPath: Check = async (scene) =>
  scene.layout.worktrees.map((worktree) => checkWorktree(scene, worktree));

function checkWorktree(scene: Scene, worktree: Worktree): Row {
  const row = `hooks path in ${worktree.root}`;
  const folder = hooksFolder(scene);
  if (resolve(worktree.hooks) === resolve(folder)) return fine(row, worktree.hooks);
  const last = worktree.hooksPaths.at(-1);
  const by = last === undefined ? 'nothing names it' : `core.hooksPath (${last.scope}, ${last.origin})`;
  return wrong(row, `git takes hooks from ${worktree.hooks}, not from ${folder}: ${by}`, AGAIN);
}

/** The hooks that were here before still run. */
export const checkChain: Check = async (scene) => {
  const rows = await Promise.all(scene.manifest.entries.map((entry) => checkChained(scene, entry.path)));
  const broken = rows.filter((row) => row !== null);
  const folders = [...new Set(scene.layout.worktrees.flatMap((worktree) => foreignFolders(scene.layout, worktree)))];
  const detail = folders.length > 0 ? `passed on to ${folders.join(', ')}` : 'beside ours';
  return broken.length > 0 ? broken : [fine('chained hooks', detail)];
};

async function checkChained({ layout, manifest }: Scene, path: string): Promise<Row | null> {
  if (!path.endsWith(CHAINED)) return null;
  const entry = manifest.entries.find((one) => one.path === path);
  const state = await readState(resolve(layout.common, path));
  if (entry === undefined || digestState(state) === entry.after) return null;
  const what = state.kind === 'absent' ? 'is gone, so the hook that was here before does not run' : 'was changed';
  return wrong('chained hooks', `${resolve(layout.common, path)} ${what}`, 'guardrail uninstall, then guardrail init');
}

/** Where git can run hooks that its configuration names, ours are named too. */
export const checkConfigHooks: Check = async ({ git, layout }) => {
  if (!hasConfigHooks(layout.gitVersion)) {
    return [fine('hooks in git configuration', `git ${layout.gitVersion.join('.')} has none (2.54 and newer)`)];
  }
  const named = await git.ask(['config', '--get', 'hook.guardrail-pre-commit.command']);
  const off = await git.ask(['config', '--type=bool', '--get-regexp', '^hook\\.guardrail-.*\\.enabled$']);
  const [key] = /^\S+(?= false$)/m.exec(off.stdout.toString('utf8')) ?? [];
  if (key !== undefined) {
    return [wrong('hooks in git configuration', `${key} is false`, `git config --unset-all ${key}`)];
  }
  if (named.code === 0) {
    const detail = 'named as well as the files (we could not test with a git that has them)';
    return [fine('hooks in git configuration', detail)];
  }
  return [wrong('hooks in git configuration', 'they are not named there', AGAIN)];
};

/** A submodule is a clone of its own, with hooks of its own. */
export const checkSubmodules: Check = async ({ git, layout }) => {
  const listing = await git
    .at(layout.root)
    .ask(['submodule', 'foreach', '--quiet', 'git rev-parse --git-path hooks/guardrail.sh && pwd']);
  if (listing.code !== 0 || listing.stdout.length === 0) return [];
  const lines = listing.stdout.toString('utf8').trim().split('\n');
  const pairs = lines.flatMap((line, i) => (i % 2 === 0 ? [{ hook: line, root: lines[i + 1] ?? '' }] : []));
  const bare = await Promise.all(
    pairs.map(async ({ hook, root }) => ((await readState(resolve(root, hook))).kind === 'absent' ? root : null)),
  );
  return bare
    .filter((root) => root !== null)
    .map((root) => wrong('submodules', `commits inside ${root} are not judged`, `cd ${root} && guardrail init`));
};
