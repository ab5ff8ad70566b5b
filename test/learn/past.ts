import type { Io } from '../../src/system/io.ts';
import type { Repo } from '../helpers/repo.ts';

/** A commit as a test writes it: bytes for a file, null to delete it; a path may hold whatever git lets it. */
export type Made = {
  readonly message: string | Buffer;
  /** Days after the first of January 2026. */
  readonly day: number;
  readonly by?: string;
  readonly files?: Readonly<Record<string, string | Buffer | null>>;
  /** Names of commits; by default the branch as it is. No parent: []. */
  readonly parents?: readonly string[];
  readonly branch?: string;
};

export const DAY: number = 86_400_000;
export const START: number = Date.UTC(2026, 0, 1);

/** Commits of any shape and date without a working tree, one process each: their ids in order. */
export async function land(repo: Repo, ...commits: readonly Made[]): Promise<string> {
  let oid = '';
  for (const made of commits) oid = await landOne(repo, made);
  return oid;
}

async function landOne(
  repo: Repo,
  { message, day, by = 'ana', files = {}, parents, branch = 'main' }: Made,
): Promise<string> {
  const ref = `refs/heads/${branch}`;
  const seconds = Math.round((START + day * DAY) / 1000);
  const who = `${by} <${by}@shop.example> ${seconds} +0000`;
  const from =
    parents ?? ((await repo.run('git', ['rev-parse', '-q', '--verify', ref])).code === 0 ? [`${ref}^0`] : []);
  const bytes = Buffer.from(message);
  const parts: (string | Buffer)[] = [];
  if (parents?.length === 0) parts.push(`reset ${ref}\n\n`);
  parts.push(`commit ${ref}\nauthor ${who}\ncommitter ${who}\ndata ${bytes.length}\n`, bytes, '\n');
  for (const [at, parent] of from.entries()) parts.push(`${at === 0 ? 'from' : 'merge'} ${parent}\n`);
  for (const [path, text] of Object.entries(files)) {
    if (text === null) parts.push(`D ${quoted(path)}\n`);
    else {
      const content = Buffer.from(text);
      parts.push(`M 100644 inline ${quoted(path)}\ndata ${content.length}\n`, content, '\n');
    }
  }
  const input = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
  const ran = await repo.run('git', ['fast-import', '--quiet', '--force'], { input });
  if (ran.code !== 0) throw new Error(`git fast-import: ${ran.stderr}`);
  return await repo.git('rev-parse', ref);
}

/** As fast-import takes it: each character is a byte. */
function quoted(path: string): string {
  const escaped = Array.from(path, (char) => {
    const code = char.charCodeAt(0);
    return code < 0x20 || code > 0x7e || char === '"' || char === '\\'
      ? `\\${code.toString(8).padStart(3, '0')}`
      : char;
  });
  return `"${escaped.join('')}"`;
}

/** A process that stands in the repository. What it says is kept. */
export function ioOf(repo: Repo, now: number, env: Repo['env'] = repo.env): Io & { readonly said: string[] } {
  const said: string[] = [];
  const say = async (text: string): Promise<void> => void said.push(text);
  return {
    cwd: repo.root,
    env,
    stdin: async () => Buffer.alloc(0),
    out: say,
    err: say,
    now: () => now,
    isTerminal: false,
    columns: 80,
    parent: 0,
    said,
  };
}
