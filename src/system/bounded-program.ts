import { spawn } from 'node:child_process';
import type { Environment } from './git.ts';

export type BoundedStart = {
  readonly cwd: string;
  readonly env: Environment;
  readonly input: string;
  /** Ends it, and whatever it has started. */
  readonly signal: AbortSignal;
  /** Bytes of its output; beyond them it is ended. */
  readonly most: number;
};
export type BoundedRun = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it was ended by us, if it was. */
  readonly cut: 'time' | 'output' | null;
};

/**
 * Runs a program that may start others, in a process group of its own: when it ends, or has to, none of them is left. A group
 * is told by its number, so nothing else can be hit by it.
 */
export async function runBounded(program: string, args: readonly string[], start: BoundedStart): Promise<BoundedRun> {
  const { cwd, env, input, signal, most } = start;
  return await new Promise((resolve, reject) => {
    const child = spawn(program, [...args], { cwd, env: { ...env }, detached: true, stdio: 'pipe' });
    const kept: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
    let size = 0;
    let cut: BoundedRun['cut'] = null;
    const end = (why: BoundedRun['cut']): void => {
      cut ??= why;
      if (child.pid !== undefined) endGroup(child.pid);
    };
    const onAbort = (): void => end('time');
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= most) kept[name].push(chunk);
        else end('output');
      });
    }
    child.once('error', (cause) => {
      signal.removeEventListener('abort', onAbort);
      reject(new Error(`start ${program}`, { cause }));
    });
    child.once('exit', () => end(null)); // what it left behind would hold its pipes open
    child.once('close', (code) => {
      signal.removeEventListener('abort', onAbort);
      const text = (name: 'stdout' | 'stderr'): string => Buffer.concat(kept[name]).toString('utf8');
      resolve({ code, stdout: text('stdout'), stderr: text('stderr'), cut });
    });
    child.stdin.on('error', () => undefined); // it may end before it has read all
    child.stdin.end(input);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // nobody of it is left
  }
}
