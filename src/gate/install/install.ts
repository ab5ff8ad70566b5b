import { join } from 'node:path';
import { engine } from '../../system/engine.ts';
import { absent, makeFolder, readState, textFile } from '../../system/files.ts';
import type { Environment, Git } from '../../system/git.ts';
import { userPaths } from '../../system/paths.ts';
import { newUlid } from '../../system/ulid.ts';
import { applyEdits, relativeFolders } from './apply.ts';
import { copyEngine, engineFault, planEngine, runningBuild, shippedHooks, type EngineSource } from './engine-copy.ts';
import { readLayout, type Layout } from './layout.ts';
import { readManifest, writeManifest, type Manifest } from './manifest.ts';
import { changesOf, entriesOf, planInstall, type FileEdit, type Plan } from './plan.ts';
import { planReach, type Reach } from './reach.ts';
import { CONFIG_PATH, starterConfig } from './starter-config.ts';

/** All that init is going to do, before it does it. */
export type Installation = {
  readonly layout: Layout;
  readonly manifest: Manifest | null;
  readonly source: EngineSource;
  readonly engines: string;
  /** Folder of the copy, and whether it has to be made. */
  readonly engine: { readonly folder: string; readonly isThere: boolean };
  readonly reach: Reach;
  readonly plan: Plan;
  /** `.guardrail/config.yaml`, where there is none. */
  readonly config: FileEdit | null;
  readonly changes: readonly FileEdit[];
};

export type Around = { readonly env: Environment; readonly now: () => number };

export async function prepareInstall(git: Git, { env, now }: Around): Promise<Installation> {
  const layout = await readLayout(git);
  const build = runningBuild();
  const source = await planEngine(build);
  const engines = join(userPaths(env).data, 'engines');
  const folder = join(engines, source.name);
  const manifest = await readManifest(layout.ours);
  const reach = await planReach(env, folder);
  const wanted = { shippedHooks: shippedHooks(build), reach };
  const plan = await planInstall(layout, manifest, wanted);
  const config = await planConfig(git.at(layout.root), layout, now());
  const changes = [...changesOf(plan), ...(config === null ? [] : [config])];
  const isThere = (await engineFault(folder)) === null;
  return { layout, manifest, source, engines, engine: { folder, isThere }, reach, plan, config, changes };
}

async function planConfig(git: Git, layout: Layout, now: number): Promise<FileEdit | null> {
  const path = join(layout.root, CONFIG_PATH);
  const current = await readState(path);
  if (current.kind !== 'absent') return null;
  const head = await git.ask(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  const since = head.code === 0 ? head.stdout.toString('utf8').trim() : null;
  const wanted = textFile(starterConfig({ repo: newUlid(now), since, branch: await unusualBranch(git) }), 0o644);
  return { path, original: absent, current, wanted, block: null };
}

const USUAL = ['refs/remotes/origin/HEAD', 'refs/heads/main', 'refs/heads/master', 'refs/remotes/origin/main'];

/** The branch we stand on, where none is there that counts as protected without being named. */
async function unusualBranch(git: Git): Promise<string | null> {
  const usual = await git.text(['for-each-ref', '--format=%(refname)', ...USUAL]);
  const own = (await git.ask(['symbolic-ref', '--quiet', '--short', 'HEAD'])).stdout.toString('utf8').trim();
  return usual !== '' || ['', 'main', 'master'].includes(own) ? null : own;
}

export async function install(planned: Installation & { readonly team: readonly FileEdit[] }): Promise<void> {
  const { layout, plan, manifest, config, team } = planned;
  await copyEngine(planned.source, planned.engines);
  await applyEdits(team); // tracked files belong to the repository, not to this clone: uninstall leaves them
  const made = await applyEdits([...plan.edits, ...(config === null ? [] : [config])]);
  const kept = (manifest?.entries ?? []).filter((entry) => entry.keep);
  const ownConfig = config === null ? [] : entriesOf(layout, [config]).map((entry) => ({ ...entry, keep: true }));
  makeFolder(layout.ours);
  await writeManifest(layout.ours, {
    v: 1,
    version: engine,
    engine: planned.engine.folder,
    node: process.execPath,
    reach: { socket: planned.reach.socket, client: planned.reach.client },
    place: plan.place,
    entries: [...entriesOf(layout, plan.edits), ...kept, ...ownConfig],
    folders: [...new Set([...(manifest?.folders ?? []), ...relativeFolders(layout, made)])],
  });
}
