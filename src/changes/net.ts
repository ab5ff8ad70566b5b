import type { Oid, Path, Unread } from '../model/change.ts';
import { automaticMerge } from './auto-merge.ts';
import { compare, keyOf } from './compare.ts';
import type { RawEdit } from './compare.ts';
import { uniqueActors } from './edits.ts';
import type { Draft, Who } from './edits.ts';
import type { Reach } from './graph.ts';
import { branchName } from './push-lines.ts';
import { emptyTree } from './repository.ts';
import type { Update } from './updates.ts';
import type { Work } from './work.ts';

/** Many branches of a first push each bring the whole tree; beyond this the rest is named as not looked at. */
const MOST_EDITS = 200_000;

export type NetDrafts = { readonly drafts: readonly Draft[]; readonly unread: readonly Unread[] };

/** What each ref changes in the end: its tip against what it stands on, or against the automatic merge of all of that. */
export async function netDrafts(work: Work, updates: readonly Update[], history: readonly Draft[]): Promise<NetDrafts> {
  const plans = [];
  for (const update of updates) plans.push(...(await planOf(work, update, updates)));
  const objects = work.repository.scratch.reader(work.git);
  const pairs = new Map(
    plans.map(({ before, after }) => [`${before} ${after}`, { kind: 'trees' as const, before, after }]),
  );
  const edits = await compare(objects, [...pairs.values()], 'lines');
  const touched = touching(history);
  const drafts: Draft[] = [];
  const unread: Unread[] = [];
  let total = 0;
  for (const { update, reach, before, after } of plans) {
    const own = edits.get(keyOf({ kind: 'trees', before, after })) ?? [];
    total += own.length;
    if (total > MOST_EDITS)
      unread.push({ what: update.ref, path: null, why: `this push changes over ${MOST_EDITS} files` });
    else if (own.length > 0)
      drafts.push({ ...headOf(update), before, after, edits: own, whoOf: whoOf(work, reach, touched) });
  }
  return { drafts: [...drafts, ...(await looseDrafts(work, updates))], unread };
}

type Plan = { readonly update: Update; readonly reach: Reach; readonly before: Oid; readonly after: Oid };

function headOf({ ref }: Update): Pick<Draft, 'id' | 'scope' | 'title' | 'branch'> {
  const branch = branchName(ref);
  return { id: ref, scope: 'net', title: branch ?? ref, branch };
}

async function planOf(work: Work, update: Update, all: readonly Update[]): Promise<readonly Plan[]> {
  const { ref, target } = update;
  if (target?.type !== 'commit' || isNotes(ref) || isNamed(update, all)) return [];
  const tip = work.graph.fresh.get(target.oid);
  if (tip === undefined) return []; // nothing new behind it
  const reach = work.graph.reach(tip.oid);
  return [{ update, reach, before: await standsOn(work, reach, update, tip.tree), after: tip.tree }];
}

/** Notes are a tree of object ids, not the files of a project: their history is looked at, their paths mean nothing. */
function isNotes(ref: string): boolean {
  return ref.startsWith('refs/notes/') || ref.startsWith('refs/guardrail/');
}

/** A tag on the tip of a branch in the same push says nothing that the branch does not. */
function isNamed(update: Update, all: readonly Update[]): boolean {
  if (!update.ref.startsWith('refs/tags/')) return false;
  return all.some(({ ref, target }) => ref.startsWith('refs/heads/') && target?.oid === update.target?.oid);
}

async function standsOn(work: Work, reach: Reach, update: Update, result: Oid): Promise<Oid> {
  const { git, repository, graph } = work;
  const [only, ...more] = reach.boundary;
  if (only === undefined) return emptyTree(repository);
  const heads =
    more.length === 0 ? [only] : (await git.text(['merge-base', '--independent', only, ...more])).split('\n');
  const [head = only] = heads;
  if (heads.length > 1) {
    // the ref's own last state first: others were merged into it
    const ordered = heads.toSorted((a, b) => Number(b === update.old?.oid) - Number(a === update.old?.oid));
    return automaticMerge(repository, ordered, result, work.upstream);
  }
  const tree = graph.border.get(head)?.tree;
  if (tree === undefined) throw new Error(`judge ${update.ref}: git did not tell what ${head} holds`);
  return tree;
}

/** Which history parts touch a path, under either name. */
function touching(history: readonly Draft[]): ReadonlyMap<Path, readonly Draft[]> {
  const byPath = new Map<Path, Draft[]>();
  for (const draft of history) {
    for (const edit of draft.edits) {
      for (const path of namesOf(edit)) {
        const known = byPath.get(path);
        if (known) known.push(draft);
        else byPath.set(path, [draft]);
      }
    }
  }
  return byPath;
}

function namesOf(edit: RawEdit): readonly Path[] {
  return edit.from === null ? [edit.path] : [edit.path, edit.from];
}

/** The commits of this ref that touch the file; where none does by itself (a merge's making), all of them are suspects. */
function whoOf(work: Work, reach: Reach, touched: ReadonlyMap<Path, readonly Draft[]>): (edit: RawEdit) => Who {
  const mine = new Set(reach.commits);
  return (edit) => {
    const drafts = new Set(namesOf(edit).flatMap((path) => touched.get(path) ?? []));
    const found = [...drafts].map((draft) => draft.id).filter((oid) => mine.has(oid));
    const commits = found.length > 0 ? found : reach.commits;
    const authors = commits.flatMap((oid) => {
      const commit = work.graph.fresh.get(oid);
      return commit === undefined ? [] : work.context.authorsOf(commit);
    });
    return { commits, authors: uniqueActors(authors.length > 0 ? authors : [work.context.operator]) };
  };
}

/** A ref may name a tree or a single blob: it is pushed all the same, so it is looked at all the same. */
async function looseDrafts(work: Work, updates: readonly Update[]): Promise<readonly Draft[]> {
  const { git, repository, context } = work;
  const empty = emptyTree(repository);
  const loose = updates.filter(
    ({ before, after, target }) => before !== after && target !== null && target.type !== 'commit',
  );
  const trees = loose.flatMap(({ target }) => (target?.type === 'tree' ? [target.oid] : []));
  const pairs = trees.map((after) => ({ kind: 'trees' as const, before: empty, after }));
  const edits = await compare(git, pairs, 'lines');
  return loose.flatMap((update) => {
    const oid = update.target?.oid ?? empty;
    const isTree = update.target?.type === 'tree';
    const blob: RawEdit = {
      status: 'add',
      path: update.ref,
      from: null,
      before: null,
      after: { oid, mode: '100644' },
      lines: 'unknown',
    };
    const own = isTree ? (edits.get(keyOf({ kind: 'trees', before: empty, after: oid })) ?? []) : [blob];
    const whoPushed = (): Who => ({ commits: [], authors: [context.operator] });
    return [
      {
        ...headOf(update),
        scope: 'whole' as const,
        before: empty,
        after: isTree ? oid : empty,
        edits: own,
        whoOf: whoPushed,
      },
    ];
  });
}
