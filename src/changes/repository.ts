import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Oid } from '../model/change.ts';
import { GitError } from '../system/git.ts';
import type { Git } from '../system/git.ts';
import { parseConfig } from './config.ts';
import type { Config, Remote } from './config.ts';
import { openScratch } from './scratch.ts';
import type { Scratch } from './scratch.ts';

/** What git says of the repository before anything is judged: read once, with as few processes as possible. */
export type Repository = {
  /** Top of the working tree; null where there is none (bare, or a server's hook). */
  readonly root: string | null;
  readonly gitDir: string;
  readonly commonDir: string;
  /** Where git keeps the file of this name for this worktree, as `git rev-parse --git-path` says. */
  readonly gitPath: (name: string) => Promise<string>;
  /** null while there is no commit. */
  readonly head: Oid | null;
  /** Tree of HEAD; null without a commit, and where there is no working tree (nobody commits there). */
  readonly headTree: Oid | null;
  /** Short name; null when HEAD is detached. */
  readonly branch: string | null;
  readonly isShallow: boolean;
  readonly objectFormat: string;
  /** Branches and tracking refs. */
  readonly refs: readonly Ref[];
  readonly remotes: readonly Remote[];
  /** URL of `origin`, else of the only remote. */
  readonly origin: string | null;
  readonly user: { readonly name: string | null; readonly email: string | null };
  /** Which operation copies commits that exist already; git runs hooks for some of its steps. */
  readonly replay: 'rebase' | 'cherry-pick' | 'revert' | null;
  /** Some gate has left notes on commits (refs/notes/guardrail). */
  readonly hasNotes: boolean;
  /** What is being merged; empty when no merge is under way. */
  readonly mergeHeads: readonly Oid[];
  /** Objects we make for ourselves (automatic merges) and never leave behind. */
  readonly scratch: Scratch;
};

export type Ref = { readonly name: string; readonly oid: Oid; readonly target: string | null };

export async function openRepository(git: Git): Promise<Repository> {
  const [places, refs, config] = await Promise.all([askPlaces(git), askRefs(git), askConfig(git)]);
  const head = await findHead(git, refs);
  const { gitDir } = places;
  return {
    ...places,
    ...head,
    gitPath: (name) => gitPath(git, gitDir, name),
    refs: refs.filter(({ name }) => name !== NOTES).map(({ name, oid, target }) => ({ name, oid, target })),
    hasNotes: refs.some(({ name }) => name === NOTES),
    remotes: config.remotes,
    origin: (config.remotes.find((remote) => remote.name === 'origin') ?? config.remotes[0])?.url ?? null,
    user: config.user,
    replay: findReplay(gitDir),
    mergeHeads: readMergeHeads(gitDir),
    scratch: openScratch(git, places.objects, config.mergeDrivers),
  };
}

/** Empty tree by object format: git knows it without having it. */
export function emptyTree(repository: Repository): Oid {
  return repository.objectFormat === 'sha256'
    ? '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321'
    : '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
}

type Places = Pick<Repository, 'root' | 'headTree' | 'gitDir' | 'commonDir' | 'isShallow' | 'objectFormat'> & {
  readonly objects: string;
};

const QUESTIONS = [
  '--show-object-format',
  '--is-shallow-repository',
  '--absolute-git-dir',
  '--git-common-dir',
  '--git-path',
  'objects',
  '--show-toplevel', // these two may fail (no working tree, no commit), when the others are answered already
  'HEAD^{tree}',
];

async function askPlaces(git: Git): Promise<Places> {
  const answer = await git.ask(['rev-parse', ...QUESTIONS]);
  const [objectFormat, shallow, gitDir, commonDir, objects, root, tree] = answer.stdout.toString('utf8').split('\n');
  if (objectFormat === undefined || gitDir === undefined || commonDir === undefined || objects === undefined) {
    const cause = new GitError(['rev-parse'], answer.code, answer.stderr);
    throw new Error(`open the repository at ${git.cwd}: ${cause.stderr.trim() || cause.message}`, { cause });
  }
  return {
    objectFormat,
    isShallow: shallow === 'true',
    gitDir,
    commonDir: resolve(git.cwd, commonDir),
    objects: resolve(git.cwd, objects),
    root: root === undefined || root === '' ? null : root,
    headTree: answer.code === 0 && tree !== undefined ? tree : null, // git repeats a name that it cannot resolve
  };
}

const NOTES = 'refs/notes/guardrail';

type ListedRef = Ref & { readonly isHead: boolean };

async function askRefs(git: Git): Promise<readonly ListedRef[]> {
  const format = '--format=%(HEAD)%(objectname) %(refname) %(symref)';
  const answer = await git.ask(['for-each-ref', format, 'refs/heads', 'refs/remotes', NOTES]);
  if (answer.code !== 0) return []; // no repository: askPlaces says so, in better words
  const lines = answer.stdout.toString('utf8').split('\n');
  return lines.flatMap((line) => {
    const [oid, name, target] = line.slice(1).split(' ');
    if (oid === undefined || name === undefined) return [];
    return [{ name, oid, target: target === undefined || target === '' ? null : target, isHead: line.startsWith('*') }];
  });
}

async function askConfig(git: Git): Promise<Config> {
  return parseConfig(await git.run(['config', '--null', '--list']));
}

/** `for-each-ref` marks the branch that is checked out; only without one (detached, no commit yet) must git be asked again. */
async function findHead(git: Git, refs: readonly ListedRef[]): Promise<Pick<Repository, 'head' | 'branch'>> {
  const checkedOut = refs.find((ref) => ref.isHead);
  if (checkedOut) return { head: checkedOut.oid, branch: checkedOut.name.replace(/^refs\/heads\//, '') };
  const [oid, symbolic] = await Promise.all([
    git.ask(['rev-parse', '--quiet', '--verify', 'HEAD^{commit}']),
    git.ask(['symbolic-ref', '--quiet', 'HEAD']),
  ]);
  const branch = symbolic.stdout.toString('utf8').trim();
  return {
    head: oid.code === 0 ? oid.stdout.toString('utf8').trim() : null,
    branch: symbolic.code === 0 ? branch.replace(/^refs\/heads\//, '') : null,
  };
}

async function gitPath(git: Git, gitDir: string, name: string): Promise<string> {
  if (name === 'guardrail' || name.startsWith('guardrail/')) return join(gitDir, name); // a name git does not know is this worktree's
  return resolve(git.cwd, await git.text(['rev-parse', '--git-path', name]));
}

function findReplay(gitDir: string): Repository['replay'] {
  const has = (name: string): boolean => existsSync(join(gitDir, name));
  // `git am` uses rebase-apply too and marks it `applying`: it brings patches from outside, which are new
  if (has('rebase-merge') || (has('rebase-apply') && !has('rebase-apply/applying'))) return 'rebase';
  if (has('CHERRY_PICK_HEAD')) return 'cherry-pick';
  return has('REVERT_HEAD') ? 'revert' : null;
}

function readMergeHeads(gitDir: string): readonly Oid[] {
  const file = join(gitDir, 'MERGE_HEAD');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}
