import type { Actor } from '../model/actor.ts';
import type { Oid } from '../model/change.ts';
import { automaticMerge } from './auto-merge.ts';
import type { Commit } from './commits.ts';
import { compare, keyOf } from './compare.ts';
import type { Comparison } from './compare.ts';
import type { Draft } from './edits.ts';
import { emptyTree } from './repository.ts';
import type { Work } from './work.ts';

/** One part for each new commit that adds something of its own: a merge that git can make by itself adds nothing. */
export async function historyDrafts(work: Work, lines: 'lines' | 'no lines' = 'no lines'): Promise<readonly Draft[]> {
  const { git, repository, context, graph } = work;
  const compared: Compared[] = [];
  for (const commit of graph.fresh.values()) compared.push(await comparisonOf(work, commit));
  const objects = repository.scratch.reader(git);
  const edits = await compare(
    objects,
    compared.map(({ comparison }) => comparison),
    lines,
  );
  return compared.flatMap(({ commit, comparison, before }) => {
    const own = edits.get(keyOf(comparison));
    if (own === undefined) return [];
    const authors = context.authorsOf(commit);
    return [{ ...headOf(commit), before, after: commit.tree, edits: own, whoOf: () => who(commit.oid, authors) }];
  });
}

type Compared = { readonly commit: Commit; readonly comparison: Comparison; readonly before: Oid };

function who(oid: Oid, authors: readonly Actor[]): ReturnType<Draft['whoOf']> {
  return { commits: [oid], authors };
}

function headOf(commit: Commit): Pick<Draft, 'id' | 'scope' | 'title' | 'branch'> {
  const subject = commit.message.split('\n', 1)[0] ?? '';
  return { id: commit.oid, scope: 'history', title: `${commit.oid.slice(0, 7)} ${subject}`, branch: null };
}

async function comparisonOf(work: Work, commit: Commit): Promise<Compared> {
  const { repository, graph, upstream } = work;
  const [parent] = commit.parents;
  if (commit.parents.length > 1) {
    const before = await automaticMerge(repository, commit.parents, commit.tree, upstream);
    return { commit, before, comparison: { kind: 'trees', before, after: commit.tree } };
  }
  const stood = parent === undefined ? undefined : (graph.fresh.get(parent) ?? graph.border.get(parent));
  const before = stood?.tree ?? emptyTree(repository);
  return { commit, before, comparison: { kind: 'commit', commit: commit.oid } };
}
