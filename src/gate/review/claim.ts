import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../../model/json.ts';
import { codeOf, draftOf } from '../../system/files.ts';
import { userPaths } from '../../system/paths.ts';
import { isMarkAlive, ownMark } from '../../system/process-mark.ts';
import type { Gate } from '../open.ts';

/** How far a review has come, for whoever waits. */
export type Progress = {
  readonly key: string;
  readonly branch: string;
  readonly head: string;
  readonly stage: string;
  readonly files: number;
  readonly done: number;
  readonly of: number;
  readonly tokens: number;
  readonly money: number;
  readonly since: number;
};
export type Claim = {
  /** A newer commit of the same branch has not taken it from us. */
  readonly isOurs: () => boolean;
  readonly tell: (progress: Progress) => void;
  /** Still at it: to be said more often than SILENT_MS. */
  readonly beat: () => void;
  readonly release: () => void;
};

/** Whoever says nothing for so long hangs or was stopped: waited for, it would hold up every push of its branch for ever. */
export const SILENT_MS = 60_000;

/** One review at a time for each branch of a clone; the newest commit takes it from an older one, which then ends by itself. */
export function takeClaim(gate: Gate, first: Progress): Claim {
  const path = pathOf(gate, first.branch);
  const mark = `${ownMark()} ${first.key}`;
  const tell = (progress: Progress): void => {
    write(path, { mark, ...progress });
    touch(path, gate.now());
  };
  tell(first);
  const isOurs = (): boolean => read(path)?.['mark'] === mark;
  return {
    isOurs,
    tell: (progress) => {
      if (isOurs()) tell(progress);
    },
    beat: () => {
      if (isOurs()) touch(path, gate.now());
    },
    release: () => {
      if (isOurs()) rmSync(path, { force: true });
    },
  };
}

/** The review that is under way for a branch; null where none is, or where whoever did it is gone. */
export function progressOf(gate: Gate, branch: string): Progress | null {
  const path = pathOf(gate, branch);
  const found = read(path);
  if (found === null || typeof found['mark'] !== 'string' || !isMarkAlive(found['mark'])) return null;
  if (gate.now() - changedAt(path) > SILENT_MS) return null;
  const text = (key: string): string => (typeof found[key] === 'string' ? found[key] : '');
  const number = (key: string): number => (typeof found[key] === 'number' ? found[key] : 0);
  return {
    key: text('key'),
    branch: text('branch'),
    head: text('head'),
    stage: text('stage'),
    files: number('files'),
    done: number('done'),
    of: number('of'),
    tokens: number('tokens'),
    money: number('money'),
    since: number('since'),
  };
}

/** A review that ended in an error of ours is seen by nobody: whoever waits for its verdict is told. */
export function noteFailure(gate: Gate, { branch, head }: Pick<Progress, 'branch' | 'head'>, why: string): void {
  const path = pathOf(gate, branch);
  const isHeld = progressOf(gate, branch) !== null;
  if (!isHeld) write(path, { head, failed: why.slice(0, 1_000) });
}

export function failureOf(gate: Gate, { branch, head }: Pick<Progress, 'branch' | 'head'>): string | null {
  const found = read(pathOf(gate, branch));
  return found?.['head'] === head && typeof found['failed'] === 'string' ? found['failed'] : null;
}

/** Null: it can be. Where a review cannot say how far it is, it comes to no end that anybody would hear of. */
export function whyNotKept({ env }: Gate): string | null {
  const folder = join(userPaths(env).state, 'reviews');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function pathOf({ env, repository }: Gate, branch: string): string {
  const name = createHash('sha256').update(`${repository.commonDir}\n${branch}`).digest('hex').slice(0, 24);
  return join(userPaths(env).state, 'reviews', `${name}.json`);
}

function touch(path: string, now: number): void {
  try {
    utimesSync(path, now / 1000, now / 1000);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error; // taken this very moment: the next look sees that
  }
}

function changedAt(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
}

function write(path: string, value: unknown): void {
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
  const draft = draftOf(path);
  writeFileSync(draft, JSON.stringify(value), { mode: 0o600 });
  renameSync(draft, path);
}

function read(path: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isRecord(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError || ['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return null;
    throw new Error(`read how far a review is (${path})`, { cause: error });
  }
}
