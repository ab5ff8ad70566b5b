import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { checkConfigHooks, checkHooks, checkHooksPath } from '../../gate/install/checks/hooks.ts';
import { BUNDLE, engineFault } from '../../gate/install/engine-copy.ts';
import { readLayout, type Layout } from '../../gate/install/layout.ts';
import { readManifest, type Manifest } from '../../gate/install/manifest.ts';
import { strippedAgents } from '../../gate/install/agents-checks.ts';
import { readAgentManifest } from '../../gate/install/agents-manifest.ts';
import { agentShimPath } from '../../gate/install/agent-shim.ts';
import { NOTES } from '../../gate/hook-notes.ts';
import { readRegistry, type Guarded } from '../../gate/registry.ts';
import type { Git } from '../../system/git.ts';
import { userPaths } from '../../system/paths.ts';
import type { WatchDeps } from './deps.ts';

/** Something that should guard this clone and does not, by a name that stays the same. */
export type Fault = {
  readonly name: string;
  readonly what: 'hook' | 'config' | 'settings' | 'engine';
  readonly detail: string;
  readonly path?: string;
};

export type Installation = {
  readonly layout: Layout;
  readonly manifest: Manifest | null;
  readonly faults: readonly Fault[];
};

/** What doctor looks at, as far as it can be changed from outside; `git` stands in a working tree. */
export async function readInstallation(git: Git, guarded: Guarded, deps: WatchDeps): Promise<Installation> {
  const layout = await readLayout(git);
  const manifest = await readManifest(layout.ours).catch(() => null);
  const settings = await settingFaults(guarded, deps);
  const reflogs = await git.ask(['config', '--get', 'core.logAllRefUpdates']);
  const own: readonly (Fault | null)[] = [
    ...settings,
    reflogs.stdout.toString('utf8').trim() === 'false'
      ? { name: 'reflogs', what: 'config', detail: 'core.logAllRefUpdates is false: git keeps no reflog' }
      : null,
  ];
  const found = own.filter((fault) => fault !== null);
  if (manifest === null) {
    const detail = `${layout.ours} says no more what init wrote`;
    return { layout, manifest, faults: [{ name: 'manifest', what: 'hook', detail }, ...found] };
  }
  return { layout, manifest, faults: [...(await hookFaults(git, layout, manifest, deps)), ...found] };
}

async function hookFaults(git: Git, layout: Layout, manifest: Manifest, deps: WatchDeps): Promise<readonly Fault[]> {
  const scene = { git, layout, manifest, io: ioOf(deps, layout.root) };
  const rows = [
    ...(await checkHooks(scene)).map((row) => ({ ...row, what: 'hook' as const })),
    ...(await checkHooksPath(scene)).map((row) => ({ ...row, what: 'config' as const })),
    ...(await checkConfigHooks(scene)).map((row) => ({ ...row, what: 'config' as const })),
  ];
  const broken = await engineFault(manifest.engine);
  return [
    ...rows.filter(({ ok }) => !ok).map(({ name, what, detail }): Fault => ({ name, what, detail })),
    ...(broken === null ? [] : [{ name: 'engine', what: 'engine' as const, detail: broken }]),
  ];
}

/** Settings in this clone, and those of the user, which are told in one clone only: the first of the registry. */
async function settingFaults(guarded: Guarded, deps: WatchDeps): Promise<readonly Fault[]> {
  const stripped = await strippedAgents(deps.env);
  if (stripped.length === 0) return [];
  const { guarded: all } = await readRegistry(deps.env);
  return stripped.flatMap(({ agent, path, detail }): readonly Fault[] => {
    const owner = all.find(({ root }) => path.startsWith(`${root}/`)) ?? all[0];
    return owner?.common === guarded.common ? [{ name: `${agent} ${path}`, what: 'settings', detail, path }] : [];
  });
}

function ioOf(deps: WatchDeps, cwd: string): Parameters<typeof checkHooks>[0]['io'] {
  const nothing = (): Promise<void> => Promise.resolve();
  const stdin = (): Promise<Buffer> => Promise.resolve(Buffer.alloc(0));
  return {
    cwd,
    env: deps.env,
    stdin,
    out: nothing,
    err: nothing,
    now: deps.now,
    isTerminal: false,
    columns: 80,
    parent: 0,
  };
}

/**
 * A cheap answer to "may any of that have changed": times, sizes and modes of all files it is made of. It costs no process,
 * and only when it differs is everything read.
 */
export async function installationMark(guarded: Guarded, layout: Layout | null, deps: WatchDeps): Promise<string> {
  const { common, engine } = guarded;
  const folders = [
    ...new Set([join(common, 'hooks'), join(common, 'guardrail'), join(common, 'guardrail/hooks'), ...hooksOf(layout)]),
  ];
  const rules = (layout?.worktrees ?? []).map(({ root }) => join(root, '.guardrail'));
  const listed = await Promise.all([...folders, join(common, 'worktrees'), ...rules].map(filesIn));
  const home = deps.env['HOME'] ?? '';
  const config = join(userPaths(deps.env).config, '..', 'git/config');
  const files = [
    join(common, 'config'),
    ...(layout?.worktrees ?? []).map((worktree) => worktree.config),
    ...(await agentFiles(deps)),
    join(engine, BUNDLE),
    join(home, '.gitconfig'),
    config,
  ];
  const settled = listed.flat().filter((path) => !isPassing(common, dirname(path), basename(path)));
  return [...folders.map(markFolder), ...[...settled, ...files].map(mark)].join('\n');
}

/** What each hook leaves beside the manifest for the next one: it comes and goes with every commit and says nothing of the gate. */
const PASSING: ReadonlySet<string> = new Set([...NOTES, 'refused.json', 'spool']);

export function isPassing(common: string, folder: string, name: string): boolean {
  return PASSING.has(name) && folder === join(common, 'guardrail');
}

/** Settings that `init --agents` wired, and what they call; a manifest that cannot be read is the doctor's affair. */
export async function agentFiles({ env }: WatchDeps): Promise<readonly string[]> {
  const { entries } = await readAgentManifest(env).catch(() => ({ entries: [] }));
  return entries.length === 0 ? [] : [agentShimPath(env), ...entries.map(({ path }) => path)];
}

function hooksOf(layout: Layout | null): readonly string[] {
  return (layout?.worktrees ?? []).map((worktree) => resolve(worktree.hooks));
}

const MOST = 500;

async function filesIn(folder: string): Promise<readonly string[]> {
  const isTree = folder.endsWith('.guardrail');
  const names = await readdir(folder, { recursive: isTree }).catch(() => []);
  return names.slice(0, MOST).map((name) => join(folder, name));
}

/** Its names are marked one by one, so its own times, which every note moves, say nothing more. */
function markFolder(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? `${path} -` : `${path} ${found.ino} ${found.mode}`;
}

function mark(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? `${path} -` : `${path} ${found.ino} ${found.mode} ${found.size} ${found.ctimeNs}`;
}
