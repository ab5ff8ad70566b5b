import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Environment } from './git.ts';

/**
 * Starts a program that speaks lines of JSON and ends when its input does, says these, and takes the first line that fits.
 * Null where none came in time.
 */
export async function askLines(
  program: string,
  args: readonly string[],
  {
    env,
    cwd,
    say,
    until,
    milliseconds,
  }: {
    readonly env: Environment;
    readonly cwd: string;
    readonly say: readonly string[];
    readonly until: (line: string) => boolean;
    readonly milliseconds: number;
  },
): Promise<string | null> {
  return await new Promise((resolve) => {
    const child = spawn(program, [...args], { cwd, env: { ...env }, stdio: ['pipe', 'pipe', 'ignore'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
    const end = (answer: string | null): void => {
      clearTimeout(timer);
      resolve(answer); // who has answered once is not asked again: what follows changes nothing
      child.kill('SIGKILL');
    };
    child.once('error', () => end(null));
    child.once('close', () => end(null));
    child.stdin.on('error', () => undefined);
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (until(line)) end(line);
    });
    child.stdin.write(say.map((line) => `${line}\n`).join(''));
  });
}
