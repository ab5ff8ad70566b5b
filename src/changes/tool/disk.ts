import { closeSync, constants, fstatSync, openSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Mode } from '../../model/change.ts';
import type { Content } from '../../model/content.ts';
import { codeOf } from '../../system/files.ts';
import { decode } from '../decode.ts';

const LARGEST = 5 * 1024 * 1024;

/** A file as it lies there now. */
export type OnDisk = { readonly content: Content; readonly mode: Mode; readonly bytes: Buffer | null };

const ABSENT: OnDisk = { content: { kind: 'absent' }, mode: '100644', bytes: null };

/** A pipe or a device would never answer, so only what is a plain file is read. */
export function readDisk(path: string): OnDisk {
  let file: number;
  try {
    // without waiting: to open a pipe blocks until somebody writes into it
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return ABSENT;
    return unreadable(`it cannot be opened (${code ?? String(error)})`);
  }
  try {
    const found = fstatSync(file);
    if (found.isDirectory()) return ABSENT;
    if (!found.isFile()) return unreadable('it is no plain file');
    if (found.size > LARGEST) return unreadable(`it has ${found.size} bytes and a file is read up to ${LARGEST}`);
    const bytes = readFileSync(file);
    return { content: decode(bytes), mode: (found.mode & 0o111) === 0 ? '100644' : '100755', bytes };
  } catch (error) {
    return unreadable(`it cannot be read (${codeOf(error) ?? String(error)})`);
  } finally {
    closeSync(file);
  }
}

function unreadable(why: string): OnDisk {
  return { content: { kind: 'unreadable', why }, mode: '100644', bytes: null };
}

/** Where a path really leads: a link in it may leave the repository. What does not exist yet is taken as it is written. */
export function realPath(path: string): string {
  const full = resolve(path);
  for (let folder = full, rest = ''; ;) {
    try {
      return join(realpathSync(folder), rest);
    } catch (error) {
      const parent = dirname(folder);
      if (parent === folder || codeOf(error) === 'ELOOP') return full;
      rest = join(basename(folder), rest);
      folder = parent;
    }
  }
}

export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
  } catch {
    return []; // no such folder: nothing lies in it
  }
}
