import { accessSync, closeSync, constants, fstatSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '../../system/files.ts';
import { parseNote } from './note.ts';
import type { Note } from './note.ts';
import type { Held } from './place.ts';

/** Neither a link to elsewhere nor a pipe that nobody empties: those would be waited for, or written behind our back. */
const SAFE = constants.O_NOFOLLOW | constants.O_NONBLOCK;
const LARGEST = 64 * 1024 * 1024;

export function readFile(path: string, log: string | null): Held {
  try {
    const { text, isPart } = readEnd(path);
    const lines = text.split('\n').filter((line) => line !== '');
    const notes = lines.map((line) => ({ text: line, note: parseNote(line) }));
    const odd = notes.filter(({ note }) => note === null).length;
    const others = new Map<string, Note>();
    for (const { note } of notes) if (note !== null && note.log !== log) others.set(note.log, note);
    return {
      kind: 'read',
      entries: notes.filter(({ note }) => note !== null && note.log === log),
      others: [...others.values()],
      isPart,
      faults: [],
      says: [
        ...(odd > 0 ? [`${odd} of its lines are no anchors, and count for nothing`] : []),
        ...(isPart ? [`only its last ${LARGEST / 1024 / 1024} MB were read`] : []),
      ],
    };
  } catch (error) {
    return { kind: 'unreadable', why: reasonOf(error) };
  }
}

function readEnd(path: string): { readonly text: string; readonly isPart: boolean } {
  const file = openRegular(path, constants.O_RDONLY);
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, LARGEST));
    let at = 0;
    while (at < bytes.length) {
      const read = readSync(file, bytes, at, bytes.length - at, size - bytes.length + at);
      if (read === 0) break;
      at += read;
    }
    const text = bytes.subarray(0, at).toString('utf8');
    return { text: size > LARGEST ? text.slice(text.indexOf('\n') + 1) : text, isPart: size > LARGEST };
  } finally {
    closeSync(file);
  }
}

/** One line in one write, so that two processes never mix theirs. */
export function appendLine(path: string, line: string): void {
  const file = openRegular(path, constants.O_WRONLY | constants.O_APPEND);
  try {
    const bytes = Buffer.from(`${line}\n`);
    const written = writeSync(file, bytes);
    if (written !== bytes.length) throw new Error(`write ${path}: only ${written} of ${bytes.length} bytes fitted`);
  } finally {
    closeSync(file);
  }
}

function openRegular(path: string, flags: number): number {
  const file = openSync(path, flags | SAFE);
  if (fstatSync(file).isFile()) return file;
  closeSync(file);
  throw new Error(`open ${path}: it is not a regular file`);
}

/**
 * What keeps this account from taking back what it wrote. A file with the append-only attribute (chattr +a) refuses to be opened for
 * anything but appending, even by its owner: asked for without writing a byte.
 */
export function describeProtection(path: string): string {
  if (isRefused(() => closeSync(openRegular(path, constants.O_WRONLY)))) return 'append-only: its end can only grow';
  const { uid, mode } = statSync(path);
  const whose = uid === process.getuid?.() ? 'it belongs to this account' : `it belongs to user ${uid}`;
  const rights = (mode & 0o7777).toString(8).padStart(4, '0');
  const folder = canWrite(dirname(path)) ? '; its folder too can be written' : '';
  return `not protected: ${whose} (mode ${rights}${folder}), but this account can cut it; as root: chattr +a '${path}'`;
}

function isRefused(work: () => void): boolean {
  try {
    work();
    return false;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function canWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there; let its owner make it (touch, chmod 0622), since a file of ours could be taken away by us',
  ELOOP: 'it is a link',
  EISDIR: 'it is a folder',
  ENXIO: 'it is a pipe',
};

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return WHY[codeOf(error)] ?? message;
}

export function whyNot(error: unknown): string {
  return reasonOf(error);
}
