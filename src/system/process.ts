import { spawn } from 'node:child_process';
import type { Environment } from './git.ts';

export type Ran = {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: Buffer;
  readonly stderr: string;
};
export type Start = {
  readonly cwd: string;
  readonly env: Environment;
  readonly input?: string | Buffer;
  readonly milliseconds?: number;
};

/** Runs a program that is not git to its end. That it cannot be started is an error; how it ended is an answer. */
export async function runProgram(program: string, args: readonly string[], start: Start): Promise<Ran> {
  return await new Promise((resolve, reject) => {
    const child = spawn(program, [...args], {
      cwd: start.cwd,
      env: { ...start.env },
      timeout: start.milliseconds ?? 0,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.once('error', (cause) => reject(new Error(`start ${program}`, { cause })));
    child.once('close', (code, signal) =>
      resolve({ code, signal, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') }),
    );
    child.stdin.on('error', () => undefined); // it may end before it has read what it was given
    child.stdin.end(start.input ?? '');
  });
}

/** Whoever waits for what it does need not wait for one that has ended. */
export type Detached = { readonly isRunning: () => boolean };

/** A process of its own, which outlives us, hears nothing and says nothing. */
export function startDetached(program: string, args: readonly string[], start: Pick<Start, 'cwd' | 'env'>): Detached {
  const child = spawn(program, [...args], { cwd: start.cwd, env: { ...start.env }, detached: true, stdio: 'ignore' });
  child.on('error', () => undefined); // it cannot be started: what it was for is done without it
  child.unref();
  return { isRunning: () => child.pid !== undefined && child.exitCode === null && child.signalCode === null };
}
