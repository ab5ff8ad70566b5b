import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export type Ran = { readonly code: number; readonly stdout: Buffer; readonly stderr: string };
export type Variables = Readonly<Record<string, string>>;

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
  const folder = await mkdtemp(join(tmpdir(), 'guardrail-test-'));
  const home = join(folder, 'home');
  const root = join(folder, 'work');
  await mkdir(home);
  await mkdir(root);
  await writeFile(join(home, '.gitconfig'), CONFIG);
  const repo = openRepo(root, folder, {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    GUARDRAIL_DAEMON: 'off', // a suite starts hundreds of commits, and what it starts must end with it
  });
  await repo.git('init', '--quiet', ...init);
  return repo;
}

function openRepo(root: string, folder: string, env: Variables): Repo {
  const run = (program: string, args: readonly string[], how: How = {}): Promise<Ran> =>
    runProgram(program, args, how.cwd ?? root, { ...env, ...how.env }, how.input);
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
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function runProgram(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Variables,
  input: string | Buffer = '',
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => void stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => void stderr.push(chunk));
    child.stdin.on('error', () => {}); // a program that does not read its input closes it early
    child.on('error', reject);
    child.on('close', (code, signal) =>
      signal === null
        ? resolve({ code: code ?? 0, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') })
        : reject(new Error(`${program} ${args.join(' ')}: killed by ${signal}`)),
    );
    child.stdin.end(input);
  });
}
