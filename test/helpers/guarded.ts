import { createHash } from 'node:crypto';
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { How, Ran, Repo } from './repo.ts';

/** The built command line, as a user starts it. */
export const CLI: string = fileURLToPath(new URL('../../dist/guardrail.mjs', import.meta.url));

/** Put together here, so that no scanner finds a key in this file. */
const WORDS = ['OPENSSH', 'PRIVATE', 'KEY'].join(' ');
export const PRIVATE_KEY: string = `-----BEGIN ${WORDS}-----\n${'b3BlbnNzaC1rZXktdjEA'.repeat(8)}\n-----END ${WORDS}-----\n`;

export function guardrail(repo: Repo, args: readonly string[], how: How = {}): Promise<Ran> {
  return repo.run(process.execPath, [CLI, ...args], how);
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
