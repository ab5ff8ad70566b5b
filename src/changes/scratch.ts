import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Oid } from '../model/change.ts';
import type { Git } from '../system/git.ts';

/**
 * An object store beside the repository's: an automatic merge makes trees, and judging must leave nothing behind.
 * It lives as long as its change is looked at, because an edit's `before` may be a blob that only the automatic merge holds.
 */
export type Scratch = {
  /** A git that writes to the scratch store and reads both. */
  readonly open: () => Promise<ScratchGit>;
  /** A git with an index of its own that holds this tree, for building another one. */
  readonly index: (treeish: string, name: string) => Promise<{ readonly git: Git; readonly head: Oid }>;
  /** The git to read with: sees the scratch store once there is one. */
  readonly reader: (git: Git) => Git;
  readonly close: () => Promise<void>;
};
type ScratchGit = { readonly git: Git; readonly folder: string };

export function openScratch(git: Git, objects: string, mergeDrivers: readonly string[]): Scratch {
  let opened: Promise<ScratchGit> | null = null;
  let variables: Readonly<Record<string, string>> = {};
  const make = async (): Promise<ScratchGit> => {
    const folder = await mkdtemp(join(tmpdir(), 'guardrail-objects-'));
    sweepAtExit();
    folders.add(folder);
    variables = storeVariables(git, folder, objects);
    return { git: withoutDrivers(git.at(git.cwd, variables), mergeDrivers), folder };
  };
  const index: Scratch['index'] = async (treeish, name) => {
    const { git: writer, folder } = await scratch.open();
    const aside = writer.at(writer.cwd, { ...variables, GIT_INDEX_FILE: join(folder, `index-${name}`) });
    await aside.run(['read-tree', treeish]);
    return { git: aside, head: await aside.text(['write-tree', '--missing-ok']) };
  };
  const scratch: Scratch = {
    index,
    open: () => (opened ??= make()),
    reader: (reading) => (opened === null ? reading : reading.at(reading.cwd, variables)),
    close: async () => {
      const store = opened;
      opened = null;
      if (store === null) return;
      const { folder } = await store;
      folders.delete(folder);
      await rm(folder, { recursive: true, force: true });
    },
  };
  return scratch;
}

/** What was not closed goes with the process: an error between opening and closing must not fill the temporary folder. */
const folders = new Set<string>();

let isWatching = false;

function sweepAtExit(): void {
  if (isWatching) return; // one listener, however many changes a process judges
  isWatching = true;
  process.once('exit', () => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
}

/** A push's own quarantine is kept as one more alternate (githooks(5), pre-receive). */
function storeVariables(git: Git, folder: string, objects: string): Readonly<Record<string, string>> {
  const others = git.env['GIT_ALTERNATE_OBJECT_DIRECTORIES'];
  const alternates = [quotePath(objects), ...(others === undefined || others === '' ? [] : [others])].join(':');
  return { GIT_OBJECT_DIRECTORY: folder, GIT_ALTERNATE_OBJECT_DIRECTORIES: alternates };
}

/** The list is separated by colons; git reads an entry in double quotes like a C string. */
function quotePath(path: string): string {
  return /[:"\n]/.test(path) ? `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : path;
}

/**
 * A configured merge driver is a program that decides what the "automatic" merge holds, so it could hide an edit. Here it
 * fails, its files count as conflicts, and what was really committed for them is looked at.
 */
function withoutDrivers(git: Git, drivers: readonly string[]): Git {
  const off = drivers.flatMap((name) => ['-c', `merge.${name}.driver=false`]);
  return {
    ...git,
    run: (args, input) => git.run([...off, ...args], input),
    ask: (args, input) => git.ask([...off, ...args], input),
    text: (args, input) => git.text([...off, ...args], input),
  };
}
