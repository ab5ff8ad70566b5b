import type { Actor } from '../model/actor.ts';
import type { Change, Oid } from '../model/change.ts';
import type { Git } from '../system/git.ts';
import { compare } from './compare.ts';
import type { RawEdit } from './compare.ts';
import type { InletContext } from './context.ts';
import { coverageOf, renameCuts } from './coverage.ts';
import { finishParts, uniqueActors } from './edits.ts';
import { findProtected } from './protected.ts';
import type { Protected } from './protected.ts';
import { emptyTree } from './repository.ts';
import type { Repository } from './repository.ts';

/** The index exactly as git will commit it: the one it names in GIT_INDEX_FILE. The working tree is never read. */
export async function stagedChange(
  git: Git,
  repository: Repository,
  soon: InletContext | Promise<InletContext>,
  options: { readonly message?: string; readonly tree?: Oid | Promise<Oid> } = {},
): Promise<Change> {
  const tree = options.tree ?? writeTree(git);
  // git compares while the rules are still being read; only a merge under way has to wait for them
  const isMerge = repository.mergeHeads.length > 0;
  const [context, after, early] = await Promise.all([
    soon,
    tree,
    isMerge ? null : compareWithHead(git, repository, tree),
  ]);
  const guarded = findProtected(repository, context.protected);
  const before = early?.before ?? (await stagedBase(git, repository, guarded, after));
  const authors = authorsOfStaged(repository, context, options.message ?? '');
  const snapshot: Snapshot = { inlet: 'staged', id: 'index', before, after, authors };
  return snapshotChange(
    git,
    repository,
    context,
    guarded,
    early === null ? snapshot : { ...snapshot, edits: early.edits },
  );
}

async function compareWithHead(
  git: Git,
  repository: Repository,
  tree: Oid | Promise<Oid>,
): Promise<{ readonly before: Oid; readonly edits: readonly RawEdit[] }> {
  const before = repository.headTree ?? emptyTree(repository);
  return { before, edits: await comparePair(git, repository, before, await tree) };
}

async function comparePair(git: Git, repository: Repository, before: Oid, after: Oid): Promise<readonly RawEdit[]> {
  const compared = await compare(repository.scratch.reader(git), [{ kind: 'trees', before, after }], 'lines');
  return [...compared.values()][0] ?? [];
}

/** Id of the tree that git would commit now: the marker that the hooks compare. Entries of `git add -N` are not in it. */
export async function writeTree(git: Git): Promise<Oid> {
  const answer = await git.ask(['write-tree']);
  if (answer.code === 0) return answer.stdout.toString('utf8').trim();
  throw new Error(`read what is staged: ${answer.stderr.trim()}; git cannot commit it either`);
}

export type Snapshot = {
  readonly inlet: Change['inlet'];
  readonly id: string;
  readonly before: Oid;
  readonly after: Oid;
  readonly authors: readonly Actor[];
  /** Where they are known already. */
  readonly edits?: readonly RawEdit[];
};

/** One pair of trees as a change of its own. */
export async function snapshotChange(
  git: Git,
  repository: Repository,
  context: InletContext,
  guarded: Protected,
  snapshot: Snapshot,
): Promise<Change> {
  const { inlet, id, before, after, authors } = snapshot;
  const { branch } = repository;
  const edits = snapshot.edits ?? (await comparePair(git, repository, before, after));
  const draft = { id, scope: 'whole' as const, title: branch ?? 'detached HEAD', branch, before, after, edits };
  const whoOf = (): { readonly commits: readonly Oid[]; readonly authors: readonly Actor[] } => ({
    commits: [],
    authors,
  });
  const parts = await finishParts(git, repository, context, [{ ...draft, whoOf }], guarded);
  return {
    inlet,
    repo: context.repo,
    at: context.at,
    branch,
    operator: context.operator,
    parts,
    refs: [],
    coverage: coverageOf(parts, { refs: 0, commits: 0 }, renameCuts([{ id, edits }])),
    replay: repository.replay !== null,
  };
}

/** HEAD, also for `--amend`; while a merge is under way, what git made of it by itself. */
async function stagedBase(
  git: Git,
  repository: Repository,
  guarded: Protected,
  tree: Oid | Promise<Oid>,
): Promise<Oid> {
  const { head, headTree, mergeHeads } = repository;
  if (head === null) return emptyTree(repository);
  if (mergeHeads.length === 0) return headTree ?? git.text(['rev-parse', `${head}^{tree}`]);
  const { automaticMerge, upstreamAmong } = await import('./auto-merge.ts');
  const landed = guarded.tips.map((tip) => tip.oid);
  return automaticMerge(repository, [head, ...mergeHeads], await tree, upstreamAmong(git, landed));
}

/** Whoever runs git, and every suspect the message names: a person's own name there does not add a person. */
function authorsOfStaged(repository: Repository, context: InletContext, message: string): readonly Actor[] {
  if (message === '') return [context.operator];
  const self = { name: repository.user.name ?? '', email: repository.user.email ?? '' };
  const named = context.authorsOf({ oid: '', author: self, committer: self, message, notes: [] });
  return uniqueActors([context.operator, ...named.filter((actor) => actor.kind !== 'human')]);
}
