import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';
import { runProgram } from './run-program.ts';

/** Contents of a folder into another that need not be there: links, modes and times are kept. */
export async function copyInto(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await run('cp', ['-a', `${from}/.`, to]);
}

/** Whatever two hundred files of a Node API would cost: one program. */
async function run(program: string, args: readonly string[]): Promise<void> {
  const ran = await runProgram({ program, args, cwd: '/', env: { PATH: process.env['PATH'] ?? '' }, input: '' });
  if (ran.code !== 0) throw new Error(`${program} ${args.join(' ')}: exit ${ran.code}: ${ran.stderr}`);
}

/** Makes the folder of that name once in a run of the suite, whichever test asks first. */
export async function keptOnce(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(inject('kept'), name);
  if (existsSync(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}.`);
  await make(draft);
  // another worker may have been quicker: then ours is one too many, and goes with the rest
  await rename(draft, folder).catch((error: unknown) => {
    if (!existsSync(folder)) throw error;
  });
  return folder;
}

/** Puts a folder back to how it is now, as often as that is asked. */
export async function rewinder(folder: string): Promise<() => Promise<void>> {
  const kept = await mkdtemp(join(inject('kept'), 'rewind-'));
  await copyInto(folder, kept);
  return async () => {
    await run('rm', ['-rf', folder]);
    await copyInto(kept, folder);
  };
}
