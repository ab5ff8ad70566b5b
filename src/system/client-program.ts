import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Environment } from './git.ts';
import { runProgram } from './process.ts';

/** A program that carries a question from a shell to a socket, by its absolute path: a name in PATH may be anybody's. */
export type ClientProgram = { readonly kind: 'nc' | 'curl'; readonly program: string };

/** The cheapest that is here: 2 ms for nc, 8 for curl, 60 for node, which then judges by itself instead. */
export async function findClient(env: Environment): Promise<ClientProgram | null> {
  for (const program of named('nc', env)) if (await speaksUnix(program, env)) return { kind: 'nc', program };
  for (const program of named('curl', env)) if (await isNewCurl(program, env)) return { kind: 'curl', program };
  return null;
}

/** OpenBSD's, which Debian and macOS have: `usage: nc [-46CDdFhklNnrStUuvZz]`. BusyBox, GNU and nmap mean other things by these letters. */
async function speaksUnix(program: string, env: Environment): Promise<boolean> {
  const { stdout, stderr } = await ask(program, '-h', env);
  return /usage: nc \[-\w*U\w*\]/.test(stdout + stderr);
}

/** `--unix-socket` is of 7.40. */
async function isNewCurl(program: string, env: Environment): Promise<boolean> {
  const [, major, minor] = /^curl (\d+)\.(\d+)/.exec((await ask(program, '--version', env)).stdout) ?? [];
  return Number(major) > 7 || (Number(major) === 7 && Number(minor) >= 40);
}

async function ask(program: string, flag: string, env: Environment): Promise<{ stdout: string; stderr: string }> {
  try {
    const ran = await runProgram(program, [flag], { cwd: '/', env, milliseconds: 2_000 });
    return { stdout: ran.stdout.toString('utf8'), stderr: ran.stderr };
  } catch {
    return { stdout: '', stderr: '' };
  }
}

function named(name: string, env: Environment): readonly string[] {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  return [...new Set(folders)].map((folder) => join(folder, name)).filter(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
