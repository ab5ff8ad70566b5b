import { join } from 'node:path';
import { engine } from '../../system/engine.ts';
import { makeFolder } from '../../system/files.ts';
import { applyEdits, relativeFolders } from './apply.ts';
import type { Layout } from './layout.ts';
import { writeManifest, type Manifest } from './manifest.ts';
import { changesOf, entriesOf, planInstall } from './plan.ts';

/** Puts back what init wrote and somebody took away: the very plan of init, with the engine it named. Answers the files it wrote. */
export async function repair(
  layout: Layout,
  manifest: Manifest | null,
  named: { readonly engine: string; readonly node: string },
): Promise<readonly string[]> {
  const { engine: folder, node } = manifest ?? named;
  const reach = manifest?.reach ?? NOBODY;
  const wanted = { shippedHooks: join(folder, 'hooks'), reach: { engine: folder, node, ...reach } };
  const plan = await planInstall(layout, manifest, wanted);
  const changes = changesOf(plan);
  if (changes.length === 0 && manifest !== null) return [];
  makeFolder(layout.ours);
  const made = await applyEdits(plan.edits);
  const kept = (manifest?.entries ?? []).filter((entry) => entry.keep);
  await writeManifest(layout.ours, {
    v: 1,
    version: manifest?.version ?? engine,
    engine: folder,
    node,
    reach,
    place: plan.place,
    entries: [...entriesOf(layout, plan.edits), ...kept],
    folders: [...new Set([...(manifest?.folders ?? []), ...relativeFolders(layout, made)])],
  });
  return changes.map((edit) => edit.path);
}

/** Hooks then start the engine themselves, until init runs again. */
const NOBODY = { socket: '', client: null } as const;
