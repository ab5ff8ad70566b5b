import type { Change, Oid } from '../model/change.ts';
import type { Git } from '../system/git.ts';
import { upstreamAmong } from './auto-merge.ts';
import type { Upstream } from './auto-merge.ts';
import { MOST_COMMITS, readCommits } from './commits.ts';
import type { InletContext } from './context.ts';
import { coverageOf, cutHistory, renameCuts, shallowCuts } from './coverage.ts';
import { finishParts } from './edits.ts';
import { graphOf } from './graph.ts';
import type { Graph } from './graph.ts';
import { historyDrafts } from './history.ts';
import type { Seen } from './known.ts';
import { netDrafts } from './net.ts';
import { lookUp } from './objects.ts';
import type { Protected } from './protected.ts';
import { branchName } from './push-lines.ts';
import type { PushLine } from './push-lines.ts';
import type { Repository } from './repository.ts';
import { refUpdates, resolveLines } from './updates.ts';
import type { Update } from './updates.ts';
import type { Work } from './work.ts';

/** Refs that are about to move somewhere else, and what that place is known to have. */
export type Landing = {
  readonly inlet: Change['inlet'];
  readonly lines: readonly PushLine[];
  /** Where they are judged no more: commits the other side has, or that were there before guardrail. */
  readonly known: readonly Oid[];
  readonly seen: readonly Seen[];
  readonly guarded: Protected;
};

/** What this push, range or receive brings: a net part for each ref, a history part for each new commit. */
export async function landingChange(
  git: Git,
  repository: Repository,
  context: InletContext,
  landing: Landing,
): Promise<Change> {
  const { inlet, lines, seen, guarded } = landing;
  const updates = await resolveLines(git, lines);
  const graph = await readGraph(git, repository, updates, landing.known);
  const authorsOf = onceFor(context.authorsOf);
  const work: Work = {
    git,
    repository,
    context: { ...context, authorsOf },
    graph,
    upstream: upstreamOf(git, guarded, graph),
  };
  const history = await historyDrafts(work);
  const net = await netDrafts(work, updates, history);
  const drafts = [...net.drafts, ...history];
  const parts = await finishParts(git, repository, context, drafts, guarded);
  const email = context.operator.email ?? repository.user.email;
  const refs = await refUpdates(git, updates, { repository, graph, guarded, seen, email });
  const unread = [...net.unread, ...renameCuts(drafts), ...shallowCuts(repository, graph), ...cutHistory(graph)];
  return {
    inlet,
    repo: context.repo,
    at: context.at,
    branch: branchName(lines[0]?.ref ?? '') ?? repository.branch,
    operator: context.operator,
    parts,
    refs,
    coverage: coverageOf(parts, { refs: updates.length, commits: graph.fresh.size }, unread),
    replay: false,
  };
}

/** A commit is asked about once, however many files and refs it touches. */
function onceFor(authorsOf: InletContext['authorsOf']): InletContext['authorsOf'] {
  const known = new Map<Oid, ReturnType<InletContext['authorsOf']>>();
  return (commit) => {
    const authors = known.get(commit.oid) ?? authorsOf(commit);
    known.set(commit.oid, authors);
    return authors;
  };
}

async function readGraph(
  git: Git,
  repository: Repository,
  updates: readonly Update[],
  known: readonly Oid[],
): Promise<Graph> {
  const tips = updates.flatMap(({ target }) => (target?.type === 'commit' ? [target.oid] : []));
  const olds = updates.flatMap(({ old }) => (old?.type === 'commit' ? [old.oid] : []));
  const notes = repository.hasNotes ? ['refs/notes/guardrail'] : [];
  const present = await commitsHere(git, known);
  return graphOf(await readCommits(git, [...new Set(tips)], [...new Set([...olds, ...present])], notes, MOST_COMMITS));
}

/** A shallow clone need not have what `since` or a reflog names; what is not here cannot hide anything either. */
async function commitsHere(git: Git, oids: readonly Oid[]): Promise<readonly Oid[]> {
  const unique = [...new Set(oids)];
  const names = unique.map((oid) => Buffer.from(`${oid}^{}`));
  return (await lookUp(git, names)).flatMap((found) => (found?.type === 'commit' ? [found.oid] : []));
}

/** Where a merge conflicts, what has landed is upstream; else what the other side has already; else what was merged into. */
function upstreamOf(git: Git, guarded: Protected, graph: Graph): Upstream {
  const landed = upstreamAmong(
    git,
    guarded.tips.map((tip) => tip.oid),
  );
  return async (commits) => (await landed(commits)) ?? commits.findLast((oid) => !graph.fresh.has(oid)) ?? null;
}
