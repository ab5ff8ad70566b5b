import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runProgram, type Ran, type Variables } from './run-program.ts';

export type { Ran, Variables } from './run-program.ts';

/** A real repository in a folder of its own. It makes repositories and runs programs, and never works out an answer. */
export type Repo = {
  readonly root: string;
  /** All a child of this repository may know: no variable of the process that runs the tests. */
  readonly env: Variables;
  /** A git that must succeed: its output without the last newline. */
  readonly git: (...args: readonly string[]) => Promise<string>;
  readonly run: (program: string, args: readonly string[], how?: How) => Promise<Ran>;
  readonly write: (path: string, text: string | Buffer) => Promise<void>;
  /** Writes the files, stages everything and commits: the commit's id. */
  readonly commit: (message: string, files?: Readonly<Record<string, string>>) => Promise<string>;
  /** The same home and variables, standing in another folder. */
  readonly in: (folder: string) => Repo;
  readonly remove: () => Promise<void>;
};
export type How = { readonly input?: string | Buffer; readonly env?: Variables; readonly cwd?: string };

const CONFIG = `[user]
	name = Ana
	email = ana@shop.example
[init]
	defaultBranch = main
[commit]
	gpgSign = false
[protocol "file"]
	allow = always
[gc]
	auto = 0
[maintenance]
	auto = false
`;

/** `git init` in a new folder; `init` are further words for it (`--bare`, `--object-format=sha256`). */
export async function makeRepo(...init: readonly string[]): Promise<Repo> {
  const repo = await emptyRepo();
  await repo.git('init', '--quiet', ...init);
  return repo;
}

/** The same without a repository in it yet. */
export async function emptyRepo(): Promise<Repo> {
  const folder = await mkdtemp(join(tmpdir(), 'guardrail-test-'));
  const home = join(folder, 'home');
  const root = join(folder, 'work');
  await mkdir(home);
  await mkdir(root);
  await writeFile(join(home, '.gitconfig'), CONFIG);
  return openRepo(root, folder, {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    GUARDRAIL_DAEMON: 'off', // a suite starts hundreds of commits, and what it starts must end with it
  });
}

function openRepo(root: string, folder: string, env: Variables): Repo {
  const run = (program: string, args: readonly string[], how: How = {}): Promise<Ran> =>
    runProgram({ program, args, cwd: how.cwd ?? root, env: { ...env, ...how.env }, input: how.input ?? '' });
  const git = async (...args: readonly string[]): Promise<string> => {
    const ran = await run('git', args);
    if (ran.code !== 0) throw new Error(`git ${args.join(' ')}: exit ${ran.code}: ${ran.stderr}`);
    return ran.stdout.toString('utf8').replace(/\n$/, '');
  };
  const write = async (path: string, text: string | Buffer): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  return {
    root,
    env,
    run,
    git,
    write,
    commit: async (message, files = {}) => {
      for (const [path, text] of Object.entries(files)) await write(path, text);
      await git('add', '--all');
      await git('commit', '--quiet', '--no-verify', '--allow-empty', '--message', message);
      return git('rev-parse', 'HEAD');
    },
    in: (other) => openRepo(other, folder, env),
    // what was started in the background may still be writing its last line
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }),
  };
}
