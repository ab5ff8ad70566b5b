import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, readlink, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../../src/command-line.ts';
import { startBeside } from '../../src/system/git-answers.ts';
import { copyInto, keptOnce } from './copies.ts';
import { emptyRepo, makeRepo, type How, type Ran, type Repo } from './repo.ts';

/** The built command line, as a user starts it. */
export const CLI: string = fileURLToPath(new URL('../../dist/guardrail.mjs', import.meta.url));

/** Put together here, so that no scanner finds a key in this file. */
const WORDS = ['OPENSSH', 'PRIVATE', 'KEY'].join(' ');
export const PRIVATE_KEY: string = `-----BEGIN ${WORDS}-----\n${'b3BlbnNzaC1rZXktdjEA'.repeat(8)}\n-----END ${WORDS}-----\n`;

export function guardrail(repo: Repo, args: readonly string[], how: How = {}): Promise<Ran> {
  return repo.run(process.execPath, [CLI, ...args], how);
}

/**
 * The same command line in this process, for what is said and decided: a start of node costs more than most answers do. It knows
 * the repository's folder and variables, no terminal, and nobody above it (as `alone` has nobody).
 */
export async function guardrailHere(
  repo: Repo,
  args: readonly string[],
  { env = {}, cwd = repo.root, input = '' }: How = {},
): Promise<Ran> {
  startBeside(); // the process that runs the tests is large, as a daemon is
  const said: { readonly out: string[]; readonly err: string[] } = { out: [], err: [] };
  const keep = (into: string[]) => (text: string) => Promise.resolve(void into.push(text));
  const code = await main(args, {
    cwd,
    env: { ...repo.env, ...env },
    stdin: () => Promise.resolve(Buffer.from(input)),
    out: keep(said.out),
    err: keep(said.err),
    now: () => Date.now(),
    isTerminal: false,
    columns: 80,
    parent: 0,
  });
  return { code, stdout: Buffer.from(said.out.join('')), stderr: said.err.join('') };
}

const ENGINES = '.local/share/guardrail';

/**
 * What an earlier `init` of the same account left: the copy of the engine, and what V8 compiled of it. Half of what an init costs, and the
 * first hook after it; a test that is about a fresh account does without.
 */
export async function seedEngine(repo: Repo): Promise<void> {
  const kept = await keptOnce('engines', async (folder) => {
    const made = await makeRepo();
    const init = await guardrail(made, ['init', '--yes']); // its drill has run a hook
    if (init.code !== 0) throw new Error(`${CLI} init: exit ${init.code}: ${init.stderr}`);
    await copyInto(join(made.env['HOME'] ?? '', ENGINES), folder);
    await made.remove();
  });
  const place = join(repo.env['HOME'] ?? '', ENGINES);
  if (!existsSync(place)) await copyInto(kept, place);
}

/** `init` is 1.5 s of CPU. Made once, it is copied with its home, so that a test may break the engine too. */
export type Prepared = { readonly copy: () => Promise<Repo>; readonly remove: () => Promise<void> };

export async function prepareGuarded(files: Readonly<Record<string, string>>): Promise<Prepared> {
  const made = await makeRepo();
  await made.commit('first', files);
  await seedEngine(made);
  const init = await guardrail(made, ['init', '--yes']);
  if (init.code !== 0) throw new Error(`${CLI} init: exit ${init.code}: ${init.stderr}`);
  const copy = async (): Promise<Repo> => {
    const repo = await emptyRepo();
    await copyInto(made.root, repo.root);
    await copyInto(join(made.env['HOME'] ?? '', ENGINES), join(repo.env['HOME'] ?? '', ENGINES));
    // the two files of a clone that say where its engine is
    for (const name of ['.git/hooks/guardrail.env', '.git/guardrail/manifest.json']) {
      const file = join(repo.root, name);
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replaceAll(join(made.root, '..'), join(repo.root, '..')));
    }
    return repo;
  };
  return { copy, remove: made.remove };
}

/** Every file below, with mode and content; not what git itself writes when a commit or a push is made, nor in a folder left out. */
export async function snapshot(root: string, without = ''): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  const entries = await readdir(root, { withFileTypes: true, recursive: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(root, path);
    if (without !== '' && (name === without || name.startsWith(`${without}/`))) continue;
    if (/^\.git\/(logs|objects|refs|worktrees\/[^/]+\/logs)(\/|$)|^\.git\/(.*\/)?(index|[A-Z_]+)$/.test(name)) continue;
    if (entry.isSymbolicLink()) found[name] = `link ${await readlink(path)}`;
    else if (entry.isDirectory()) found[`${name}/`] = 'folder';
    else {
      const { mode } = await stat(path);
      found[name] = `${mode.toString(8)} ${createHash('sha256')
        .update(await readFile(path))
        .digest('hex')}`;
    }
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}
