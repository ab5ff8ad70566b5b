import { openGate, type Gate } from '../../gate/open.ts';
import { countUntraced, keepTraced, untraced } from '../../log/history/claims.ts';
import { standing } from '../../log/history/write.ts';
import { reasonOf } from '../../log/failure.ts';
import { openHistory, type History, type HistoryTip } from '../../log/history.ts';
import type { Io } from '../../system/io.ts';
import { readBranch, type Branch } from '../history/branch.ts';
import { syncHistory, type Synced } from '../history/sync.ts';
import { withCommitGraph } from './commit-graph.ts';
import { isTold, NO_NEWS, tellOutcomes, type News } from './tell.ts';
import { trace } from './trace.ts';

export type OutcomeSync =
  | {
      readonly kind: 'synced';
      readonly repo: string;
      readonly ref: string;
      readonly history: Synced;
      readonly tip: HistoryTip | null;
      readonly traced: Tracing;
      readonly news: News;
    }
  /** There is nothing to be read, or it cannot be kept. Everything else goes on without. */
  | { readonly kind: 'nothing'; readonly why: string };

/** Mending commits whose lines were followed now, and those that are left. */
export type Tracing = { readonly done: number; readonly left: number; readonly unread: number };

export type OutcomeOptions = {
  /** Milliseconds for reading, and for following lines; null: as long as it takes. */
  readonly reading: number | null;
  readonly tracing: number | null;
  readonly onProgress?: (what: 'read' | 'traced', done: number) => void;
};

/** Reads on in the history, follows lines of what mends as far as the time allows, and writes into the log what became of commits. */
export async function syncOutcomes(gate: Gate, options: OutcomeOptions): Promise<OutcomeSync> {
  const branch = await readBranch(gate);
  if (branch.tip === null) return { kind: 'nothing', why: 'nothing has landed yet: no protected branch has a commit' };
  let history: History | null = null;
  try {
    history = openHistory(gate.env, branch.repo, { readOnly: false });
    return await syncOpen(gate, branch, history, options);
  } catch (error) {
    const where = history === null ? 'keep the history' : `keep the history in ${history.path}`;
    return { kind: 'nothing', why: `${where}: ${reasonOf(error)}` };
  } finally {
    history?.close();
  }
}

async function syncOpen(gate: Gate, branch: Branch, history: History, options: OutcomeOptions): Promise<OutcomeSync> {
  const { onProgress } = options;
  const synced = await syncHistory(gate, branch, history, {
    isEnough: deadline(options.reading),
    signal: options.reading === null ? undefined : AbortSignal.timeout(options.reading * GRACE),
    onProgress: (done) => onProgress?.('read', done),
  });
  // with nothing new it is over at once, however much is left to follow: who wants all of it says so
  const isNew = synced.kind === 'read' && synced.fresh > 0;
  const isWhole = synced.kind === 'read' && !synced.isCut;
  const traced =
    isWhole && (isNew || options.tracing === null)
      ? await traceOn(gate, branch, history, options)
      : { done: 0, left: countUntraced(history, standing(history).id), unread: 0 };
  const news = (await isTold(gate, history)) ? NO_NEWS : await tellOutcomes(gate, history);
  return { kind: 'synced', repo: branch.repo, ref: branch.ref, history: synced, tip: history.tip(), traced, news };
}

/** Before its first commit git puts all of them in order, which nobody can ask it to hurry with: it is ended after so many times the time. */
const GRACE = 3;
const BUNDLE = 20;

async function traceOn(
  gate: Gate,
  branch: Branch,
  history: History,
  { tracing, onProgress }: OutcomeOptions,
): Promise<Tracing> {
  const { id } = standing(history);
  const isEnough = deadline(tracing);
  if (isEnough() || countUntraced(history, id) === 0) return { done: 0, left: countUntraced(history, id), unread: 0 };
  const git = await withCommitGraph(gate, branch.repo, branch.tip, tracing === null);
  let done = 0;
  let unread = 0;
  while (!isEnough()) {
    const next = untraced(history, id, BUNDLE);
    if (next.length === 0) break;
    for (const commit of next) {
      const traced = await trace(git, history, id, commit);
      keepTraced(history, commit, traced.claims);
      done += 1;
      unread += traced.unread;
      onProgress?.('traced', done);
      if (isEnough()) break;
    }
  }
  return { done, unread, left: countUntraced(history, id) };
}

function deadline(milliseconds: number | null): () => boolean {
  if (milliseconds === null) return () => false;
  const end = performance.now() + milliseconds;
  return () => performance.now() >= end;
}

/**
 * For who is about to show numbers: with nothing new it is a question to git and one to the log. Outside of a repository, and where
 * nothing can be kept, the numbers are shown as they are.
 */
export async function syncIfStale(io: Io, milliseconds: number): Promise<OutcomeSync> {
  let gate: Gate;
  try {
    gate = await openGate(io);
  } catch (error) {
    return { kind: 'nothing', why: reasonOf(error) };
  }
  return await syncOutcomes(gate, { reading: milliseconds, tracing: 0 });
}
