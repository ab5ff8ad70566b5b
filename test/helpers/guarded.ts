import { createHash } from 'node:crypto';
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../../src/command-line.ts';
import type { How, Ran, Repo } from './repo.ts';

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

/** Every file below, with mode and content; not what git itself writes when a commit or a push is made. */
export async function snapshot(root: string): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  const entries = await readdir(root, { withFileTypes: true, recursive: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(root, path);
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
