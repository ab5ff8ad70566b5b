import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { readBytes } from '../../system/files.ts';
import type { Git } from '../../system/git.ts';

/** One `core.hooksPath`, as some configuration file says it. */
export type HooksPath = { readonly scope: string; readonly origin: string; readonly value: string };

export type Worktree = {
  readonly root: string;
  readonly gitDir: string;
  /** Its own configuration file; read by git only under `extensions.worktreeConfig`. */
  readonly config: string;
  readonly hooksPaths: readonly HooksPath[];
  /** The folder git takes hooks from here. */
  readonly hooks: string;
};

/** Where this clone keeps what we touch. */
export type Layout = {
  readonly root: string;
  readonly common: string;
  /** Ours: `<common>/guardrail`. */
  readonly ours: string;
  readonly worktrees: readonly Worktree[];
  /** Root of the main working tree, if it and the git folder can be moved as one. */
  readonly movable: string | null;
  readonly gitVersion: readonly [major: number, minor: number];
  readonly replaying: boolean;
};

export async function readLayout(git: Git): Promise<Layout> {
  if ((await git.text(['rev-parse', '--is-bare-repository'])) === 'true') {
    throw new Error('find the working tree: this repository is bare; on a server see guardrail pre-receive --help');
  }
  const root = await git.text(['rev-parse', '--show-toplevel']);
  const here = git.at(root);
  const common = resolve(root, await here.text(['rev-parse', '--git-common-dir']));
  const roots = await worktreeRoots(here);
  const entered = await Promise.all(roots.map((path) => readWorktree(git.at(path))));
  const worktrees = entered.filter((worktree) => worktree !== null);
  return {
    root,
    common,
    ours: join(common, 'guardrail'),
    worktrees,
    movable: await movableRoot(worktrees.find((worktree) => worktree.gitDir === common)),
    gitVersion: await readVersion(git),
    replaying: await isReplaying(here, root),
  };
}

async function worktreeRoots(git: Git): Promise<readonly string[]> {
  const listing = await git.text(['worktree', 'list', '--porcelain', '-z']);
  const entries = listing.split('\0\0').map((entry) => entry.split('\0'));
  return entries.flatMap((lines) => {
    const path = lines.find((line) => line.startsWith('worktree '))?.slice('worktree '.length);
    const gone = lines.some((line) => line === 'bare' || line.startsWith('prunable'));
    return path === undefined || gone ? [] : [path];
  });
}

/** Null for a worktree whose folder cannot be entered any more. */
async function readWorktree(git: Git): Promise<Worktree | null> {
  const top = await git.ask(['rev-parse', '--show-toplevel']).catch(() => null);
  if (top === null || top.code !== 0) return null;
  const root = top.stdout.toString('utf8').replace(/\n$/, ''); // of a submodule, git lists its git folder
  const at = async (name: string): Promise<string> =>
    resolve(git.cwd, await git.text(['rev-parse', '--git-path', name]));
  return {
    root,
    gitDir: await git.text(['rev-parse', '--absolute-git-dir']),
    config: await at('config.worktree'),
    hooksPaths: await readHooksPaths(git),
    hooks: await at('hooks'),
  };
}

/** `.git` is the folder itself, or a file (in a submodule) that names it by a relative path. */
async function movableRoot(main: Worktree | undefined): Promise<string | null> {
  if (main === undefined) return null;
  const path = join(main.root, '.git');
  if (path === main.gitDir) return main.root;
  const link = (await readBytes(path))?.toString('utf8').replace(/^gitdir: /, '');
  return link === undefined || isAbsolute(link) ? null : main.root;
}

async function readHooksPaths(git: Git): Promise<readonly HooksPath[]> {
  const answer = await git.ask([
    'config',
    '-z',
    '--show-scope',
    '--show-origin',
    '--type=path',
    '--get-all',
    'core.hooksPath',
  ]);
  const words = answer.stdout.toString('utf8').split('\0').slice(0, -1);
  const found: HooksPath[] = [];
  for (let i = 0; i + 2 < words.length; i += 3) {
    found.push({
      scope: words[i] ?? '',
      origin: (words[i + 1] ?? '').replace(/^file:/, ''),
      value: words[i + 2] ?? '',
    });
  }
  return found;
}

async function readVersion(git: Git): Promise<Layout['gitVersion']> {
  const said = await git.text(['version']);
  const [, major, minor] = /(\d+)\.(\d+)/.exec(said) ?? [];
  if (major === undefined || minor === undefined) throw new Error(`read the version of git: it says "${said}"`);
  return [Number(major), Number(minor)];
}

const REPLAY = ['rebase-merge', 'rebase-apply', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'sequencer'];

async function isReplaying(git: Git, root: string): Promise<boolean> {
  const paths = await Promise.all(REPLAY.map((name) => git.text(['rev-parse', '--git-path', name])));
  return paths.some((path) => existsSync(resolve(root, path)));
}

/** git takes a relative `core.hooksPath` from the root of the working tree. */
export function absoluteHooksPath(worktree: Worktree, value: string): string {
  return isAbsolute(value) ? value : join(worktree.root, value);
}

/** Ours is what a file of ours names: its relative value means nothing in a linked worktree, where another line of ours follows. */
export function isOurs(layout: Layout, worktree: Worktree, { origin, value }: HooksPath): boolean {
  const from = dirname(resolve(worktree.root, origin));
  return from === layout.ours || dirname(absoluteHooksPath(worktree, value)) === layout.ours;
}

/** Where `core.hooksPath` would point without us. */
export function foreignFolders(layout: Layout, worktree: Worktree): readonly string[] {
  return worktree.hooksPaths
    .filter((path) => !isOurs(layout, worktree, path))
    .map((path) => absoluteHooksPath(worktree, path.value));
}
