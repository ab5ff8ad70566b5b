import {
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, draftOf } from '../system/files.ts';
import { isMarkAlive, ownMark } from '../system/process-mark.ts';

/** A file that says which process may listen here: `4711 123456`, its number and its start. */
export type Claim = { readonly isOurs: () => boolean; readonly release: () => void };

/** Long enough for whoever found the same dead claim as we did to have taken it from us. */
const SETTLE_MS = 40;

/**
 * The folder of a socket: ours, for nobody else, and no link. Whoever can write there could listen in our place; so a folder that
 * is not like that is not mended but refused, and everybody judges without a daemon.
 */
export function makeSocketFolder(path: string): void {
  const folder = dirname(path);
  if (statIfThere(folder) === null) makeParents(folder);
  const fault = folderFault(folder);
  if (fault !== null) throw new Error(`listen in ${folder}: ${fault}`);
}

function makeParents(folder: string): void {
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error; // another daemon was quicker
  }
}

/** Null: nobody else can put a socket there. */
export function folderFault(folder: string): string | null {
  const found = statIfThere(folder);
  if (found === null) return null;
  if (!found.isDirectory()) return 'it is not a folder of its own';
  if (process.getuid !== undefined && found.uid !== process.getuid()) return 'it belongs to somebody else';
  return (found.mode & 0o077) === 0 ? null : 'others may enter it: chmod 700';
}

function statIfThere(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null;
}

/**
 * Null: another process holds it. A claim of one that has ended is taken over by renaming it away, which only one of those who
 * found it can do; and who was too slow, and renamed the claim of the next one, puts it back.
 */
export async function claim(path: string): Promise<Claim | null> {
  const file = `${path}.lock`;
  const own = `${ownMark()}\n`;
  for (let tries = 0; tries < 3; tries += 1) {
    if (tryClaim(file, own)) break;
    const held = readIfThere(file);
    if (held === null) continue;
    if (isMarkAlive(held) && (await isServing(path))) return null;
    takeAway(file, held);
  }
  await sleep(SETTLE_MS);
  const isOurs = (): boolean => readIfThere(file) === own;
  if (!isOurs()) return null;
  return {
    isOurs,
    release: () => {
      if (isOurs()) rmSync(file, { force: true });
    },
  };
}

/** By a link, so that nobody ever reads a claim that is not written yet. */
function tryClaim(file: string, own: string): boolean {
  const draft = draftOf(file);
  writeFileSync(draft, own, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

function takeAway(file: string, held: string): void {
  const aside = draftOf(file);
  try {
    renameSync(file, aside);
    if (readIfThere(aside) !== held) linkSync(aside, file);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(codeOf(error))) throw error; // somebody was quicker, and then has it
  } finally {
    rmSync(aside, { force: true });
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/**
 * One that has only just claimed it may not listen yet. One that does not say a word is stopped, or caught in a loop: its
 * socket is taken from it. Nobody waits for us here, and a machine may be busy: we listen for longer than a client does, or one that
 * is well would lose its socket to whoever was too impatient to ask it.
 */
async function isServing(path: string): Promise<boolean> {
  for (let tries = 0; tries < 10; tries += 1) {
    const heard = await knock(path, HUNG_MS);
    if (heard !== 'nobody') return heard === 'answers';
    await sleep(SETTLE_MS * 2);
  }
  return false;
}

const PATIENCE_MS = 2_000;
const HUNG_MS = 5_000;

/** `nobody`: nothing listens there. */
export async function knock(path: string, patience: number = PATIENCE_MS): Promise<'answers' | 'silent' | 'nobody'> {
  return await new Promise((resolve) => {
    const socket = connect(path);
    const end = (said: 'answers' | 'silent' | 'nobody'): void => {
      socket.destroy();
      resolve(said);
    };
    socket.setTimeout(patience, () => end('silent'));
    socket.once('connect', () => socket.write('\0')); // no request begins so: it says no, and that it is there
    socket.once('data', () => end('answers'));
    socket.once('end', () => end('answers'));
    socket.once('error', () => end('nobody'));
  });
}

/** What lies there is of a daemon that has ended, or that hangs. Only who holds the claim may do this. */
export function clearSocket(path: string): void {
  const found = statIfThere(path);
  if (found !== null && !found.isSocket()) throw new Error(`listen at ${path}: what lies there is no socket`);
  rmSync(path, { force: true });
}

/** Removes the socket if it still is the one that we made: a daemon that was stopped for long may have been replaced. */
export function removeOwnSocket(path: string, inode: number): void {
  if (isOwnSocket(path, inode)) rmSync(path, { force: true });
}

export function isOwnSocket(path: string, inode: number): boolean {
  return statSync(path, { throwIfNoEntry: false })?.ino === inode;
}
