import type { History } from '../../log/history.ts';
import { forgetPast, removePast } from '../../log/history/undo.ts';
import { addPast, finishPast, standing, type NewPast, type Standing } from '../../log/history/write.ts';
import type { Gate } from '../../gate/open.ts';
import { mainArea } from '../../model/area.ts';
import type { Oid } from '../../model/change.ts';
import { saysItMends } from '../../model/mends.ts';
import type { Git } from '../../system/git.ts';
import { claimsOf } from '../outcomes/claims.ts';
import { writtenBy } from './author.ts';
import { clockFrom } from './clock.ts';
import type { Branch } from './branch.ts';
import { readRecorded, type Recorded } from './recorded.ts';
import { walk, type Walked } from './walk.ts';

/** What became of reading the past. */
export type Synced =
  | {
      readonly kind: 'read';
      /** Commits that were new, and those that the branch holds no more. */
      readonly fresh: number;
      readonly removed: number;
      /** Not to its end: the next time goes on from here. */
      readonly isCut: boolean;
    }
  /** This clone is older than what was read of the repository already, in another one. */
  | { readonly kind: 'behind' }
  /** Another process is reading it. */
  | { readonly kind: 'busy' }
  /** A clone without its files: git would fetch each version of each of them. */
  | { readonly kind: 'partial clone' };

export type SyncOptions = {
  /** Asked after each bundle of commits; true: enough for now. */
  readonly isEnough?: () => boolean;
  /** Ends it also before the first of them. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (done: number) => void;
  /** Commits that are kept at a time. */
  readonly bundle?: number;
};

const BUNDLE = 500;
/** A history of which more than this was rewritten is another one, and read from its beginning. */
const MOST_REMOVED = 20_000;

/** Brings what is known of the branch to its tip: with no new commit it asks git nothing at all. */
export async function syncHistory(
  gate: Gate,
  branch: Branch,
  history: History,
  options: SyncOptions = {},
): Promise<Synced> {
  const stood = standing(history);
  const isWhole = stood.shallow === branch.shallow;
  if (isWhole && stood.tip === branch.tip && stood.heads.join(' ') === branch.tip) {
    finishPast(history, stood.id, { ...branch, now: gate.now() });
    return { kind: 'read', fresh: 0, removed: 0, isCut: false };
  }
  if (await isPartialClone(gate.git)) return { kind: 'partial clone' };
  const start = isWhole ? await findStart(gate.git, branch.tip, history, stood) : 'anew';
  if (start === 'behind') return { kind: 'behind' };
  if (start === 'anew') forgetPast(history, stood.id);
  const removed = start === 'anew' || start.length === 0 ? 0 : removePast(history, stood.id, start);
  const recorded = await readRecorded(gate.env, branch.repo);
  const read = await readOn(gate, branch, history, { id: stood.id, recorded, heads: standing(history).heads, options });
  if (read === 'busy') return { kind: 'busy' };
  if (!read.isCut) finishPast(history, stood.id, { ...branch, now: gate.now() });
  return { kind: 'read', removed, ...read };
}

async function isPartialClone(git: Git): Promise<boolean> {
  const answer = await git.ask([
    'config',
    '--get-regexp',
    String.raw`^(extensions\.partialclone|remote\..*\.promisor)$`,
  ]);
  return answer.code === 0;
}

/** Commits that are read and that the branch holds no more; `anew` where git cannot tell, because it has lost them. */
async function findStart(
  git: Git,
  tip: Oid,
  history: History,
  { heads }: Standing,
): Promise<readonly Oid[] | 'anew' | 'behind'> {
  if (heads.length === 0) return [];
  const input = [...heads, `^${tip}`].map((line) => `${line}\n`).join('');
  const answer = await git.ask(['rev-list', '--stdin', `--max-count=${MOST_REMOVED + 1}`], input);
  const stale = answer.stdout
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  const isGone = answer.code !== 0 || stale.length > MOST_REMOVED;
  if ((isGone || stale.length > 0) && history.has(tip)) return 'behind';
  return isGone ? 'anew' : stale;
}

type Reading = {
  readonly id: number;
  readonly recorded: Recorded;
  readonly heads: readonly Oid[];
  readonly options: SyncOptions;
};
type ReadOn = { readonly fresh: number; readonly isCut: boolean };

async function readOn(
  gate: Gate,
  branch: Branch,
  history: History,
  { id, recorded, heads, options }: Reading,
): Promise<ReadOn | 'busy'> {
  const range = { tip: branch.tip, known: heads, notes: branch.notes };
  const { bundle: most = BUNDLE } = options;
  const open = new Set(heads);
  const clock = clockFrom(gate.now(), (oid) => history.timeOf(oid));
  let from = heads;
  let fresh = 0;
  let bundle: Walked[] = [];
  const keep = (): boolean => {
    for (const commit of bundle) {
      for (const parent of commit.parents) open.delete(parent);
      open.add(commit.oid);
    }
    const to = [...open];
    const commits = bundle.map((commit) => pastOf(commit, branch, recorded, clock(commit)));
    if (!addPast(history, id, commits, { from, to })) return false;
    fresh += bundle.length;
    [from, bundle] = [to, []];
    options.onProgress?.(fresh);
    return true;
  };
  try {
    for await (const commit of walk(gate.git, range, options.signal)) {
      bundle.push(commit);
      if (bundle.length < most) continue;
      if (!keep()) return 'busy';
      if (options.isEnough?.() === true) return { fresh, isCut: true };
    }
  } catch (error) {
    if (options.signal?.aborted !== true) throw error;
    return { fresh, isCut: true };
  }
  return keep() ? { fresh, isCut: false } : 'busy';
}

/** Of a commit that touches more files than this (an import, a reformatting) the rest is counted and not remembered. */
const MOST_FILES = 5_000;

function pastOf(commit: Walked, branch: Branch, recorded: Recorded, ts: number): NewPast {
  const isMerge = commit.parents.length > 1;
  const files = branch.cuts.has(commit.oid) ? [] : commit.files;
  const { agent, model } = recorded(commit) ?? writtenBy(commit);
  return {
    oid: commit.oid,
    // where a clone ends nobody knows what the commit changed
    isMerge: isMerge || branch.cuts.has(commit.oid),
    ts,
    email: commit.author.email,
    agent,
    model,
    area: mainArea(files.map(({ path, added, deleted }) => ({ path, lines: added + deleted }))),
    isFix: !isMerge && saysItMends(commit.message),
    added: files.reduce((sum, { added }) => sum + added, 0),
    deleted: files.reduce((sum, { deleted }) => sum + deleted, 0),
    fileCount: files.length,
    paths: files.slice(0, MOST_FILES).map(({ path }) => path),
    claims: isMerge ? [] : claimsOf(commit.message),
  };
}
