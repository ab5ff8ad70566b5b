import { appendFileSync, lstatSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Environment } from '../system/git.ts';
import { userPaths } from '../system/paths.ts';

/** What the daemon tells of itself; what it judged is in the log of verdicts. */
export type Journal = {
  readonly path: string;
  readonly write: (line: string) => void;
  /** The last thing that went wrong, of the journal itself too. */
  readonly lastError: () => string | null;
  readonly fail: (line: string) => void;
};

const MOST_BYTES = 5 << 20;
const KEPT = 5;

export function journalPath(env: Environment): string {
  return join(userPaths(env).state, 'daemon.log');
}

/** INVARIANT: a disk that is full costs these lines and no answer. */
export function openJournal(path: string, now: () => number, most: number = MOST_BYTES): Journal {
  let error: string | null = null;
  const write = (line: string): void => {
    try {
      rotate(path, most);
      appendFileSync(path, `${new Date(now()).toISOString()} ${process.pid} ${oneLine(line)}\n`, { mode: 0o600 });
    } catch (cause) {
      error = `write ${path}: ${cause instanceof Error ? cause.message : String(cause)}`;
    }
  };
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  } catch {
    // the first line says so
  }
  return {
    path,
    write,
    lastError: () => error,
    fail: (line) => {
      write(`error: ${line}`);
      error = line;
    },
  };
}

/** For a person: the newest lines, also right after a rotation. */
export function lastLines(path: string, count = 200): string {
  const text = [`${path}.1`, path].map((file) => (sizeOf(file) === 0 ? '' : readFileSync(file, 'utf8'))).join('');
  return text
    .split('\n')
    .slice(-count - 1)
    .join('\n');
}

/** daemon.log, daemon.log.1 (the one before) to daemon.log.4. */
function rotate(path: string, most: number): void {
  if (sizeOf(path) < most) return;
  for (let age = KEPT - 1; age > 0; age -= 1) {
    const from = age === 1 ? path : `${path}.${age - 1}`;
    if (sizeOf(from) > 0) renameSync(from, `${path}.${age}`);
  }
}

function sizeOf(path: string): number {
  return lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Words of a client may hold anything; a line stays a line. */
function oneLine(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ').slice(0, 500);
}
