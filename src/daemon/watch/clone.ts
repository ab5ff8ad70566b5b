import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from '../../gate/install/layout.ts';
import { makePrivateFolder } from '../../log/folder.ts';
import { keyOf, type Guarded } from '../../gate/registry.ts';
import { absent, readBytes, textFile, writeState } from '../../system/files.ts';
import type { Environment } from '../../system/git.ts';
import { userPaths } from '../../system/paths.ts';
import { parseSnapshot, writeSnapshot, type Snapshot } from './snapshot.ts';
import { noRepairs, type Repairs } from './tampering.ts';

/** One guarded clone as the watcher keeps it in mind between two looks. */
export type Clone = {
  readonly guarded: Guarded;
  readonly snapshot: Snapshot | null;
  /** As of the last full look; its files' times say when another one is due. */
  readonly layout: Layout | null;
  readonly mark: string;
  readonly repairs: Repairs;
  /** What the user should know of the watching itself. */
  readonly note: string | null;
};

export async function openClone(env: Environment, guarded: Guarded): Promise<Clone> {
  const snapshot = parseSnapshot(await readBytes(snapshotPath(env, guarded.common)));
  return { guarded, snapshot, layout: null, mark: '', repairs: noRepairs, note: null };
}

/** A deleted clone is forgotten; one on a disk that is not there just now would be, too, and comes back with the next init. */
export function isGone({ common }: Guarded): boolean {
  return !existsSync(join(common, 'HEAD'));
}

export async function keepSnapshot(env: Environment, common: string, snapshot: Snapshot): Promise<void> {
  makePrivateFolder(userPaths(env).state);
  makePrivateFolder(snapshotFolder(env));
  await writeState(snapshotPath(env, common), textFile(writeSnapshot(snapshot), 0o600));
}

export async function dropSnapshot(env: Environment, common: string): Promise<void> {
  await writeState(snapshotPath(env, common), absent);
}

export function snapshotPath(env: Environment, common: string): string {
  return join(snapshotFolder(env), `${keyOf(common)}.json`);
}

function snapshotFolder(env: Environment): string {
  return join(userPaths(env).state, 'watched');
}
