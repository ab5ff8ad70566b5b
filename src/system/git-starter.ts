import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GitAnswer } from './git.ts';

/**
 * A shell that stays and starts git for us. `fork` copies the page tables of whoever calls it, and Node stands still meanwhile:
 * 3 to 30 ms in a daemon of 90 MB, a tenth of that in a shell.
 */
export type Starter = {
  /** Null: this one cannot say, so git is started by ourselves. */
  readonly run: (start: Start) => Promise<GitAnswer | null>;
  readonly end: () => void;
};

export type Start = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly input: string | Buffer | undefined;
};

/** What only reads may be run a second time by ourselves when the shell has lost it. (`write-tree` writes the same tree again.) */
const READING: ReadonlySet<string> = new Set([
  'cat-file',
  'diff-tree',
  'for-each-ref',
  'log',
  'ls-tree',
  'merge-base',
  'rev-list',
  'rev-parse',
  'status',
  'symbolic-ref',
  'version',
  'write-tree',
]);

/** It says that it has begun within this, or it is given up. */
const PATIENCE_MS = 2_000;
/** The shell keeps no process alive; an answer that is awaited does. */
const HOLD_MS = 60_000;
/** git's own: 128 it died, 129 it was called wrongly. What a shell says of one that never ran, or that a signal ended, is above and below. */
const LARGEST = 125;

type Running = { readonly done: (code: number | null) => void; readonly late: NodeJS.Timeout };

/** Answers come back as files: with pipes the bytes of several gits would have to be told apart. */
export function openStarter(onEnd: () => void): Starter {
  const folder = mkdtempSync(join(tmpdir(), `guardrail-git-${process.pid}-`));
  const running = new Map<number, Running>();
  let last = 0;
  let isOver = false;
  const shell = spawn('/bin/sh', ['-s'], { cwd: '/', env: { PATH: process.env['PATH'] ?? '' }, stdio: 'pipe' });
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    shell.stdin.end();
    shell.kill();
    for (const { done } of running.values()) done(null);
    rmSync(folder, { recursive: true, force: true });
    onEnd();
  };
  listenTo(shell, running, end);
  // the shell outlives us if we are killed: it tidies up when nothing can be said to it any more
  shell.stdin.write(`trap 'rm -rf ${quoted(folder).replaceAll("'", `'\\''`)}' EXIT\n`);
  const run = async ({ cwd, env, args, input }: Start): Promise<GitAnswer | null> => {
    if (isOver || !isRunnable(cwd, env, args)) return null;
    const id = (last += 1);
    const [given, out, err] = ['in', 'out', 'err'].map((name) => join(folder, `${id}.${name}`));
    if (given === undefined || out === undefined || err === undefined) return null;
    const files = [given, out, err];
    const hold = setInterval(() => undefined, HOLD_MS);
    try {
      for (const file of files) writeFileSync(file, file === given ? (input ?? '') : '', { mode: 0o600, flag: 'wx' });
      const code = await new Promise<number | null>((done) => {
        running.set(id, { done, late: setTimeout(end, PATIENCE_MS) });
        shell.stdin.write(lineOf(id, { cwd, env, args, files }));
      });
      if (code === null || code > LARGEST) return null;
      return { code, stdout: readFileSync(out), stderr: readFileSync(err, 'utf8') };
    } catch {
      return null; // a disk that is full: a pipe needs none
    } finally {
      clearInterval(hold);
      running.delete(id);
      for (const file of files) rmSync(file, { force: true });
    }
  };
  return { run, end };
}

/** `p ID PID`: begun; `d ID CODE`: done. */
function listenTo(shell: ChildProcessWithoutNullStreams, running: ReadonlyMap<number, Running>, end: () => void): void {
  const pids = new Map<number, string>();
  let text = '';
  const hear = (line: string): void => {
    const [, what, id = '', says = ''] = /^([pd]) (\d+) (\d+)$/.exec(line) ?? [];
    const one = running.get(Number(id));
    clearTimeout(one?.late);
    if (what === 'p') pids.set(Number(id), says);
    if (what !== 'd') return;
    one?.done(Number(says));
  };
  shell.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) hear(line);
    for (const [id, pid] of pids) {
      if (running.has(id) && !lines.some((line) => line.startsWith(`d ${id} `))) continue;
      pids.delete(id);
      shell.stdin.write(`wait ${pid}\n`); // or it stays a zombie, and in the shell's list of jobs
    }
  });
  for (const stream of [shell.stdin, shell.stdout, shell.stderr]) {
    stream.on('error', end);
    if (stream instanceof Socket) stream.unref();
  }
  shell.stderr.resume();
  shell.once('error', end);
  shell.once('exit', end);
  shell.unref();
}

function isRunnable(cwd: string, env: Start['env'], args: readonly string[]): boolean {
  const verb = args.find((word, at) => word !== '-c' && args[at - 1] !== '-c') ?? '';
  return READING.has(verb) && cwd.startsWith('/') && ![cwd, ...Object.entries(env).flat(), ...args].some(hasNul);
}

function hasNul(word: string): boolean {
  return word.includes('\0');
}

/** `env -i`: exactly these variables, and none that the shell sets or would not let anybody set. */
function lineOf(
  id: number,
  { cwd, env, args, files }: Omit<Start, 'input'> & { readonly files: readonly string[] },
): string {
  const [given = '', out = '', err = ''] = files.map(quoted);
  const variables = Object.entries(env).map(([name, value]) => quoted(`${name}=${value}`));
  const words = ['env', '-i', ...variables, 'git', ...args.map(quoted)].join(' ');
  return `(cd ${quoted(cwd)} || { echo d ${id} 127; exit; }; ${words} <${given} >${out} 2>${err}; echo d ${id} $?) & echo p ${id} $!\n`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
