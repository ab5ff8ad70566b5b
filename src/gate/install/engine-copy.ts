import { cp, readdir, realpath, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRecord } from '../../model/json.ts';
import { engine } from '../../system/engine.ts';
import { makeFolder, readBytes, sha256, textFile, writeState } from '../../system/files.ts';

export const BUNDLE = 'guardrail.cjs';
const CONTENTS = 'contents.json';
const DRIVERS = ['better-sqlite3', 'libsql'];

/** What a copy is made of: file in the copy -> file it comes from. */
export type EngineSource = { readonly name: string; readonly files: ReadonlyMap<string, string> };

/** The build we run from: `dist/` of the package, or a copy that an earlier init made. */
export function runningBuild(from: string = dirname(fileURLToPath(import.meta.url))): string {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    const built = [folder, join(folder, 'dist')].find((place) => existsSync(join(place, BUNDLE)));
    if (built !== undefined) return built;
  }
  throw new Error(`find ${BUNDLE} above ${from}: build guardrail first (npm run build)`);
}

/** What `init` would call a copy of the engine that runs: clients and the daemon know each other by it. */
export async function engineName(build: string = runningBuild()): Promise<string> {
  return existsSync(join(build, CONTENTS)) ? basename(build) : (await planEngine(build)).name;
}

/** Folder of the shipped hooks: inside a copy, beside `dist/` in the package. */
export function shippedHooks(build: string): string {
  const inside = join(build, 'hooks');
  return existsSync(inside) ? inside : join(dirname(build), 'hooks');
}

/**
 * A copy is named by what is in it, so two clones never disagree about one folder and an edited copy shows by its name.
 * It brings its SQLite driver along: after `rm -rf node_modules` the hooks still judge and still record.
 */
export async function planEngine(build: string): Promise<EngineSource> {
  const files = new Map<string, string>();
  for (const file of await filesBelow(build)) files.set(relative(build, file), file);
  const hooks = shippedHooks(build);
  for (const file of await filesBelow(hooks)) files.set(join('hooks', relative(hooks, file)), file);
  for (const [name, folder] of await driverPackages(build)) {
    for (const file of await filesBelow(folder)) {
      if (!isForBuilding(relative(folder, file))) files.set(join('node_modules', name, relative(folder, file)), file);
    }
  }
  files.delete(CONTENTS);
  const digests = await digestAll(files);
  return { name: `${engine}-${sha256(digests).slice(0, 12)}`, files };
}

/** Copies under another name first: hooks of other clones may be running from the folder this very moment. */
export async function copyEngine(source: EngineSource, engines: string): Promise<string> {
  const target = join(engines, source.name);
  if ((await engineFault(target)) === null) return target;
  const draft = `${target}.draft-${process.pid}`;
  for (const [name, from] of source.files) {
    makeFolder(dirname(join(draft, name)));
    await cp(from, join(draft, name), { dereference: true });
  }
  await writeState(join(draft, CONTENTS), textFile(await digestAll(source.files), 0o644));
  await rm(target, { recursive: true, force: true });
  await rename(draft, target);
  return target;
}

/** What node is given to start it. */
export function engineEntry(build: string): string {
  return join(build, BUNDLE);
}

/** Null: the copy is whole and holds what its name says. Else what is wrong with it. */
export async function engineFault(folder: string): Promise<string | null> {
  if (!existsSync(join(folder, BUNDLE))) return `${folder} is missing`;
  const contents = await readBytes(join(folder, CONTENTS));
  if (contents === null) return `${folder} has no list of its contents`;
  const files = new Map<string, string>();
  for (const file of await filesBelow(folder)) files.set(relative(folder, file), file);
  files.delete(CONTENTS);
  const now = await digestAll(files);
  if (now !== contents.toString('utf8'))
    return `${changedFile(contents.toString('utf8'), now)} in ${folder} was changed`;
  const named = basename(folder).split('-').at(-1);
  return sha256(now).startsWith(named ?? ' ') ? null : `${folder} does not hold what its name says`;
}

function changedFile(before: string, now: string): string {
  const known = new Set(before.split('\n'));
  const current = new Set(now.split('\n'));
  const line = now.split('\n').find((row) => !known.has(row)) ?? before.split('\n').find((row) => !current.has(row));
  return line?.slice(line.indexOf(' ') + 1) ?? 'a file';
}

async function digestAll(files: ReadonlyMap<string, string>): Promise<string> {
  const lines: string[] = [];
  for (const [name, from] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push(`${sha256((await readBytes(from)) ?? '')} ${name}\n`);
  }
  return lines.join('');
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** C sources and type declarations of a driver: 10 MB that nothing runs. */
function isForBuilding(path: string): boolean {
  return /^(deps|src|types)\//.test(path) || /\.(md|d\.ts)$/.test(path) || path.startsWith('node_modules/');
}

/** The drivers that can be found from here, with all that they require in turn. */
async function driverPackages(build: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const follow = async (name: string, from: string): Promise<void> => {
    const folder = await packageFolder(name, from);
    if (folder === null || found.has(name)) return;
    found.set(name, folder);
    for (const needed of await dependenciesOf(folder)) await follow(needed, folder);
  };
  for (const name of DRIVERS) await follow(name, build);
  return found;
}

async function packageFolder(name: string, from: string): Promise<string | null> {
  // not require.resolve: `exports` of a package may hide its package.json
  const folders = createRequire(join(await realpath(from), 'package.json')).resolve.paths(name) ?? [];
  const folder = folders.map((place) => join(place, name)).find((place) => existsSync(join(place, 'package.json')));
  return folder === undefined ? null : await realpath(folder);
}

async function dependenciesOf(folder: string): Promise<readonly string[]> {
  const path = join(folder, 'package.json');
  const manifest: unknown = JSON.parse((await readBytes(path))?.toString('utf8') ?? 'null');
  if (!isRecord(manifest)) throw new Error(`read ${path}: not a package`);
  const { dependencies, optionalDependencies } = manifest;
  return [dependencies, optionalDependencies].flatMap((list) => (isRecord(list) ? Object.keys(list) : []));
}
