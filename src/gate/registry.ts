import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makePrivateFolder } from '../log/folder.ts';
import { isRecord } from '../model/json.ts';
import { absent, codeOf, readBytes, sha256, textFile, writeState } from '../system/files.ts';
import type { Environment } from '../system/git.ts';
import { userPaths } from '../system/paths.ts';

/** A clone that init guards on this account: whoever watches reads it from here, one file per clone. */
export type Guarded = {
  /** The common git folder; its digest names the file. */
  readonly common: string;
  /** The working tree in which init ran. */
  readonly root: string;
  /** What the log calls it. */
  readonly repo: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** The user wants stripped hooks and settings put back, not only told. */
  readonly restore: boolean;
  /** Folder of the engine's copy and its node: enough to write the hooks anew when the manifest is gone too. */
  readonly engine: string;
  readonly node: string;
};

export function registryFolder(env: Environment): string {
  return join(userPaths(env).state, 'repositories');
}

export function keyOf(common: string): string {
  return sha256(common).slice(0, 24);
}

/** Renamed into place, so that two inits and a watcher never see half of it. */
export async function register(env: Environment, guarded: Guarded): Promise<void> {
  makePrivateFolder(userPaths(env).state);
  makePrivateFolder(registryFolder(env));
  await writeState(fileOf(env, guarded.common), textFile(`${JSON.stringify({ v: 1, ...guarded }, null, 1)}\n`, 0o600));
}

export async function unregister(env: Environment, common: string): Promise<void> {
  await writeState(fileOf(env, common), absent);
}

export async function findGuarded(env: Environment, common: string): Promise<Guarded | null> {
  const bytes = await readBytes(fileOf(env, common));
  return bytes === null ? null : parse(bytes);
}

/** A file that nobody can read is passed over and named: one of them must not blind the watcher to the others. */
export async function readRegistry(
  env: Environment,
): Promise<{ readonly guarded: readonly Guarded[]; readonly unreadable: readonly string[] }> {
  const names = (await namesIn(registryFolder(env))).filter((name) => /^[0-9a-f]+\.json$/.test(name)).sort();
  const guarded: Guarded[] = [];
  const unreadable: string[] = [];
  for (const name of names) {
    const path = join(registryFolder(env), name);
    const bytes = await readBytes(path);
    const one = bytes === null ? null : parse(bytes);
    if (one !== null) guarded.push(one);
    else if (bytes !== null) unreadable.push(path);
  }
  return { guarded, unreadable };
}

function fileOf(env: Environment, common: string): string {
  return join(registryFolder(env), `${keyOf(common)}.json`);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function parse(bytes: Buffer): Guarded | null {
  const raw = parseOrNull(bytes);
  if (!isRecord(raw) || raw['v'] !== 1) return null;
  const { common, root, repo, since, restore, engine, node } = raw;
  if (typeof common !== 'string' || typeof root !== 'string' || typeof repo !== 'string') return null;
  if (typeof since !== 'number' || typeof engine !== 'string' || typeof node !== 'string') return null;
  return { common, root, repo, since, restore: restore === true, engine, node };
}

function parseOrNull(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
