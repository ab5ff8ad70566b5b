import type { Oid, Path } from '../model/change.ts';
import { GitError } from '../system/git.ts';
import type { Git } from '../system/git.ts';
import { pathFromBytes, pathToBytes } from '../system/bytes.ts';
import { compare } from './compare.ts';
import type { RawEdit } from './compare.ts';
import type { Repository } from './repository.ts';

/** Which of the commits that are merged stands for what is known already, where they conflict; null: the one merged into. */
export type Upstream = (commits: readonly Oid[]) => Promise<Oid | null>;

/**
 * The tree git makes of these commits by itself, with the upstream side wherever they conflict: what then differs from it
 * is what a person or an agent put in by hand. `result` is what was really committed.
 */
export async function automaticMerge(
  repository: Repository,
  commits: readonly Oid[],
  result: Oid,
  upstream: Upstream,
): Promise<Oid> {
  const [into, ...others] = commits;
  if (into === undefined) throw new Error(`find the automatic merge behind ${result}: it has no parents`);
  const merged = await mergeByGit(repository, into, others, async (sides) => (await upstream(sides)) ?? into);
  return merged ?? mergeByPath(repository, commits, result, (await upstream(commits)) ?? into);
}

type Chosen = (sides: readonly Oid[]) => Promise<Oid>;

/** Needs `git merge-tree --write-tree` (git 2.38); null with an older git. More than two are merged one after the other. */
async function mergeByGit(
  repository: Repository,
  into: Oid,
  others: readonly Oid[],
  upstream: Chosen,
): Promise<Oid | null> {
  const { git } = await repository.scratch.open();
  let current = into;
  for (const [index, next] of others.entries()) {
    const tree = await mergeTwo(repository, current, next, upstream);
    if (tree === null || index === others.length - 1) return tree;
    current = await git.text([...NOBODY, 'commit-tree', tree, '-p', current, '-p', next], '');
  }
  return null;
}

const NOBODY = ['-c', 'user.name=guardrail', '-c', 'user.email=guardrail@localhost', '-c', 'commit.gpgSign=false'];
const MERGE = [
  '-c',
  'merge.renormalize=false',
  '-c',
  'merge.renames=true',
  '-c',
  'merge.directoryRenames=conflict',
  'merge-tree',
  '--write-tree',
  '--no-messages',
  '--allow-unrelated-histories',
  '-z',
];

async function mergeTwo(repository: Repository, ours: Oid, theirs: Oid, upstream: Chosen): Promise<Oid | null> {
  const { git } = await repository.scratch.open();
  const answer = await git.ask([...MERGE, ours, theirs]);
  if (answer.code === 129) return null; // usage: this git knows only the trivial merge
  if (answer.code > 1) throw new GitError(['merge-tree', ours, theirs], answer.code, answer.stderr);
  const end = answer.stdout.indexOf(0);
  const tree = answer.stdout.toString('latin1', 0, end);
  if (answer.code === 0) return tree;
  const conflicts = parseConflicts(answer.stdout.subarray(end + 1));
  return takeFrom(repository, tree, await upstream([ours, theirs]), (path) => conflicts.has(path));
}

/** `100644 <oid> 2\tpath\0`, up to an empty field. */
function parseConflicts(bytes: Buffer): ReadonlySet<Path> {
  const paths = new Set<Path>();
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(0, at);
    if (end <= at) break;
    const field = bytes.subarray(at, end);
    paths.add(pathFromBytes(field.subarray(field.indexOf(0x09) + 1)));
    at = end + 1;
  }
  return paths;
}

/** Without that git: whatever equals one of the parents is taken to be merged, the rest is judged against upstream. */
export async function mergeByPath(
  repository: Repository,
  commits: readonly Oid[],
  result: Oid,
  upstream: Oid,
): Promise<Oid> {
  const trees = await treesOf(repository, commits);
  const lists = await Promise.all(trees.map((tree) => difference(repository, tree, result)));
  const [first = [], ...others] = lists.map((list) => new Set(list.map((edit) => edit.path)));
  const byHand = new Set([...first].filter((path) => others.every((paths) => paths.has(path))));
  return takeFrom(repository, result, upstream, (path) => byHand.has(path));
}

/** `tree` with some of its paths as another commit has them: a new tree in the scratch store. */
async function takeFrom(repository: Repository, tree: Oid, source: Oid, wants: (path: Path) => boolean): Promise<Oid> {
  const [sourceTree = source] = await treesOf(repository, [source]);
  const edits = (await difference(repository, tree, sourceTree)).filter((edit) => wants(edit.path));
  if (edits.length === 0) return tree;
  const { git: aside } = await repository.scratch.index(tree, `${tree}-${sourceTree}`);
  await aside.run(['update-index', '-z', '--index-info'], Buffer.concat(edits.map(indexInfo)));
  return aside.text(['write-tree', '--missing-ok']);
}

function indexInfo(edit: RawEdit): Buffer {
  const entry =
    edit.after === null ? `0 ${'0'.repeat(edit.before?.oid.length ?? 40)}` : `${edit.after.mode} ${edit.after.oid}`;
  return Buffer.concat([Buffer.from(`${entry}\t`), pathToBytes(edit.path), Buffer.from([0])]);
}

async function difference(repository: Repository, before: Oid, after: Oid): Promise<readonly RawEdit[]> {
  const { git } = await repository.scratch.open();
  const [edits = []] = (await compare(git, [{ kind: 'trees', before, after }], 'no lines', 'no renames')).values();
  return edits;
}

async function treesOf(repository: Repository, commits: readonly Oid[]): Promise<readonly Oid[]> {
  const { git } = await repository.scratch.open();
  return (await git.text(['rev-parse', ...commits.map((commit) => `${commit}^{tree}`)])).split('\n');
}

/** The first commit that a protected branch already holds, merged side before the one merged into. */
export function upstreamAmong(git: Git, landed: readonly Oid[]): Upstream {
  return async ([into, ...merged]) => {
    for (const commit of [...merged, ...(into === undefined ? [] : [into])]) {
      for (const tip of landed) {
        // a commit of the scratch store (a step of an octopus) is unknown to git here: not landed
        if ((await git.ask(['merge-base', '--is-ancestor', commit, tip])).code === 0) return commit;
      }
    }
    return null;
  };
}
