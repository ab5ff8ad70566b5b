import { closeSync, fsyncSync, openSync, readFileSync, readdirSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../model/json.ts';
import { newUlid } from '../system/ulid.ts';
import { codeOf } from './failure.ts';
import { makePrivateFolder } from './folder.ts';
import type { Minted } from './mint.ts';

/** At most so many files are taken in by one append, so that a long outage is not paid on one keystroke. */
const AT_ONCE = 500;
const DONE = '.jsonl';

/**
 * Events that the database would not take, one per line. Each batch is a file of its own that appears whole (written,
 * synced, then renamed), so a reader never meets half a line and never removes what somebody is still writing.
 */
export function writeSpool(folder: string, events: readonly Minted[], now: number): string {
  makePrivateFolder(folder);
  const path = join(folder, `${newUlid(now)}${DONE}`);
  const unfinished = `${path}.part`;
  const file = openSync(unfinished, 'wx', 0o600);
  try {
    writeAll(file, Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join('')));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
  return path;
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

export type SpoolFile =
  | { readonly kind: 'events'; readonly path: string; readonly events: readonly Minted[] }
  | { readonly kind: 'unreadable'; readonly path: string; readonly why: string };

export function readSpool(folder: string): readonly SpoolFile[] {
  return namesIn(folder)
    .filter((name) => name.endsWith(DONE))
    .sort()
    .slice(0, AT_ONCE)
    .flatMap((name) => readOne(join(folder, name)) ?? []);
}

/** Null where another process has just taken it in. */
function readOne(path: string): SpoolFile | null {
  try {
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    return { kind: 'events', path, events: lines.map(parseMinted) };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    return { kind: 'unreadable', path, why: error instanceof Error ? error.message : String(error) };
  }
}

/** No folder means that nothing was ever spooled. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw new Error(`read the spool ${folder}`, { cause: error });
  }
}

/** Taken in: the event is in the chain. */
export function removeSpool(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** Never deleted, never read again: its name says what is the matter. */
export function setSpoolAside(path: string): void {
  renameSync(path, `${path}.unreadable`);
}

function parseMinted(line: string): Minted {
  const raw: unknown = JSON.parse(line);
  if (!isRecord(raw)) throw new Error('a line that is not an event');
  const text = (key: string): string => {
    const value = raw[key];
    if (typeof value !== 'string') throw new Error(`an event without ${key}`);
    return value;
  };
  const number = (key: string): number => {
    const value = raw[key];
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Error(`an event without ${key}`);
    return value;
  };
  return {
    id: text('id'),
    v: number('v'),
    ts: number('ts'),
    repo: text('repo'),
    checkout: text('checkout'),
    actor: text('actor'),
    kind: text('kind'),
    subject: text('subject'),
    payload: text('payload'),
  };
}
