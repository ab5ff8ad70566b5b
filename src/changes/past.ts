import type { Oid, Part } from '../model/change.ts';
import type { Git } from '../system/git.ts';
import { MOST_COMMITS, readCommits, type Commit } from './commits.ts';
import type { InletContext } from './context.ts';
import { shallowCuts } from './coverage.ts';
import { finishParts } from './edits.ts';
import { graphOf } from './graph.ts';
import { historyDrafts } from './history.ts';
import type { Repository } from './repository.ts';

/** What landed since a time, a commit at a time. */
export type Past = {
  /** Where the window begins: a history younger than what was asked for is not a quiet one. */
  readonly from: number;
  readonly commits: readonly PastCommit[];
  /** Commits that were cut off: where the clone is shallow a commit seems to bring every file there is. */
  readonly left: { readonly shallow: number; readonly beyond: boolean };
};
export type PastCommit = {
  readonly commit: Commit;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The commit as a change of its own; null for a merge that git makes by itself. */
  readonly part: Part | null;
};

/**
 * Oldest first. Everything on HEAD that is not behind the newest commit of its first-parent line from before `since`: what
 * was merged within the window counts as of the window, whenever it was written.
 */
export async function readPast(
  git: Git,
  repository: Repository,
  context: InletContext,
  window: { readonly head: Oid; readonly since: number },
): Promise<Past> {
  const { head, since } = window;
  const seconds = Math.floor(since / 1000);
  const base = await git.text(['rev-list', '-1', '--first-parent', `--min-age=${seconds}`, head]);
  const known = base === '' ? [] : [base];
  const notes = repository.hasNotes ? ['refs/notes/guardrail'] : [];
  const graph = graphOf(await readCommits(git, [head], known, notes, MOST_COMMITS));
  const cut = new Set(shallowCuts(repository, graph).map(({ what }) => what.replace('parent of ', '')));
  const upstream = (): Promise<null> => Promise.resolve(null);
  const drafts = await historyDrafts({ git, repository, context, graph, upstream }, 'lines');
  const whole = drafts.filter(({ id }) => !cut.has(id)).map((draft) => ({ ...draft, scope: 'whole' as const }));
  const parts = await finishParts(git, repository, context, whole, { has: () => false, tips: [] });
  const byId = new Map(parts.map((part) => [part.id, asLanded(part)]));
  const dates = await readDates(git, head, known);
  const commits = [...graph.fresh.values()].reverse().map((commit): PastCommit => {
    return { commit, at: (dates.get(commit.oid) ?? seconds) * 1000, part: byId.get(commit.oid) ?? null };
  });
  const from = base === '' ? Math.min(...commits.map(({ at }) => at)) : since;
  return { from, commits, left: { shallow: cut.size, beyond: graph.fresh.size >= MOST_COMMITS } };
}

/** On the day of the commit what was there before it is what had landed. */
function asLanded(part: Part): Part {
  const { trees } = part;
  return {
    ...part,
    ...(trees === undefined ? {} : { trees: { ...trees, landed: [trees.before] } }),
    edits: part.edits.map((edit) => ({ ...edit, landed: edit.before !== null })),
  };
}

async function readDates(git: Git, head: Oid, known: readonly Oid[]): Promise<ReadonlyMap<Oid, number>> {
  const listed = await git.text(['rev-list', '--timestamp', head, ...known.map((oid) => `^${oid}`)]);
  return new Map(
    listed.split('\n').map((line): [Oid, number] => {
      const [seconds, oid = ''] = line.split(' ');
      return [oid, Number(seconds)];
    }),
  );
}
