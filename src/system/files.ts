import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { chmod, lstat, readFile, readlink, rename, rm, rmdir, symlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What lies at a path, whole: enough to put it back byte for byte. */
export type FileState =
  | { readonly kind: 'absent' }
  | { readonly kind: 'file'; readonly mode: number; readonly bytes: Buffer }
  | { readonly kind: 'link'; readonly target: string };

export const absent: FileState = { kind: 'absent' };

export function textFile(text: string, mode: number): FileState {
  return { kind: 'file', mode, bytes: Buffer.from(text) };
}

export async function readState(path: string): Promise<FileState> {
  const found = await unlessMissing(lstat(path));
  if (found === null) return absent;
  if (found.isSymbolicLink()) return { kind: 'link', target: await readlink(path) };
  if (!found.isFile()) throw new Error(`read ${path}: neither a file nor a link`);
  return { kind: 'file', mode: found.mode & 0o7777, bytes: await readFile(path) };
}

/** Bytes of a file, links followed; null where there is none. */
export async function readBytes(path: string): Promise<Buffer | null> {
  return await unlessMissing(readFile(path));
}

/** Puts a state in place. A file is renamed into place, so that git never starts half a hook. */
export async function writeState(path: string, state: FileState): Promise<void> {
  if (state.kind === 'absent') {
    await rm(path, { force: true });
    return;
  }
  const beside = draftOf(path);
  if (state.kind === 'link') {
    await symlink(state.target, beside);
  } else {
    await writeFile(beside, state.bytes, { mode: state.mode, flag: 'wx' });
    await chmod(beside, state.mode); // the umask had its say in writeFile
  }
  await rename(beside, path);
}

let drafts = 0;

/** A name beside a file for what is to be renamed over it: its own for every writer, of other processes and of this one. */
export function draftOf(path: string): string {
  drafts += 1;
  return `${path}.guardrail-${process.pid}-${drafts}`;
}

/**
 * Makes the folder and says which of its parents are new, outermost first, so that they can be taken away again. One by one:
 * Node's own `recursive` never ends below a folder that is there and takes no others (HOME=/proc/home stopped a commit for good).
 */
export function makeFolder(path: string, mode = 0o777): readonly string[] {
  if (existsSync(path)) return [];
  const parents = makeFolder(dirname(path), mode);
  try {
    mkdirSync(path, { mode });
    return [...parents, path];
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return parents; // another process was quicker, or a link leads nowhere: whoever uses it sees
  }
}

/** Removes a folder of ours if nobody has put anything into it. */
export async function removeEmptyFolder(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error;
  }
}

export function isSameState(a: FileState, b: FileState): boolean {
  return digestState(a) === digestState(b);
}

/** One short text per state; equal exactly when kind, mode and bytes are. */
export function digestState(state: FileState): string {
  switch (state.kind) {
    case 'absent':
      return 'absent';
    case 'link':
      return `link ${state.target}`;
    case 'file':
      return `file ${state.mode.toString(8)} ${sha256(state.bytes)}`;
  }
}

export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function unlessMissing<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    // ENOTDIR: a parent of the path is a file, so there is nothing below it either
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return null;
    throw error;
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
