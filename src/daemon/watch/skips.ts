import { openRepository } from '../../changes/repository.ts';
import { unnamed } from '../../gate/repository-id.ts';
import type { Guarded } from '../../gate/registry.ts';
import type { Log } from '../../log/open.ts';
import { passesOf, type Whose } from '../../log/watched.ts';
import type { Oid } from '../../model/change.ts';
import type { Git } from '../../system/git.ts';
import { coveredOf, newCommits, newOnRemotes, readNewCommits, type NewCommit } from './commits.ts';
import type { WatchDeps } from './deps.ts';
import type { Finding } from './finding.ts';
import { judgeLate, openLate, thereOf, type Late } from './late.ts';
import type { Movements, Pushed } from './movements.ts';
import type { Snapshot } from './snapshot.ts';

/** More than this of one look are told, not judged: somebody imported a history. */
const MOST_JUDGED = 20;
const MOST_OPEN = 2_000;

export type Scene = {
  /** Standing in the common git folder. */
  readonly git: Git;
  readonly guarded: Guarded;
  /** A working tree that is there, and all of them. */
  readonly root: string;
  readonly roots: readonly string[];
  readonly log: Log;
  readonly deps: WatchDeps;
};

/** What went around the gate, before anybody has judged it. */
export type Skips = {
  readonly skipped: readonly Skipped[];
  readonly pushes: readonly Pushed[];
  readonly open: Snapshot['open'];
};
export type Skipped = { readonly commit: NewCommit; readonly what: 'unjudged' | 'bypass' };

/**
 * Which commits and pushes went around the gate. A commit that some hook let pass is none; a copied one (rebase, cherry-pick) waits
 * for its push, which judges it; and what a fetch brought is not ours.
 */
export async function findSkips(scene: Scene, before: Snapshot, moves: Movements): Promise<Skips> {
  const { git, log } = scene;
  const listed = await newCommits(git, before, moves);
  const onRemotes = await newOnRemotes(git, before, moves);
  const known = new Set(listed.map(({ oid }) => oid));
  const ours = new Set([...moves.made, ...before.open.keys()]);
  const shown = [...ours].filter((oid) => onRemotes.has(oid) && !known.has(oid));
  const commits = [...listed, ...(await readNewCommits(git, shown))];
  if (commits.length === 0 && moves.pushes.length === 0) return { skipped: [], pushes: [], open: before.open };
  const repository = await openRepository(git.at(scene.root));
  const whose = { repos: [...new Set([scene.guarded.repo, unnamed(repository)])], checkouts: scene.roots };
  const covered = await coveredOf(git, log, whose, commits);
  const open = new Map(before.open);
  const skipped: Skipped[] = [];
  for (const commit of commits) {
    const was = open.get(commit.oid);
    open.delete(commit.oid);
    if (covered.byPush.has(commit.oid) || covered.byCommit.has(commit.oid)) continue;
    const isReached = onRemotes.has(commit.oid);
    const isReplayed = moves.replayed.has(commit.oid) || was === 'pending';
    if (!isReached) open.set(commit.oid, isReplayed ? 'pending' : 'unjudged');
    if (isReached || !isReplayed) skipped.push({ commit, what: isReached ? 'bypass' : 'unjudged' });
  }
  const pushes = moves.pushes.filter((push) => !isJudgedPush(log, whose, push, repository.remotes));
  return { skipped, pushes, open: new Map([...open].slice(-MOST_OPEN)) };
}

/** Late: nothing is refused any more, but what the rules say of it is known and remembered. */
export async function judgeSkips(
  scene: Scene,
  before: Snapshot,
  { skipped, pushes }: Skips,
): Promise<readonly Finding[]> {
  const told = new Set(skipped.map(({ commit }) => commit.oid));
  return [...(await judgeAll(scene, before, skipped)), ...(await pushesAround(scene, before, pushes, told))];
}

async function judgeAll(scene: Scene, before: Snapshot, skipped: readonly Skipped[]): Promise<readonly Finding[]> {
  if (skipped.length === 0) return [];
  const gate = await openLate(scene.deps, scene.root, before);
  const findings: Finding[] = [];
  for (const [index, { commit, what }] of skipped.entries()) {
    const [parent = null] = commit.parents;
    const late = index < MOST_JUDGED ? await judgeLate(gate, parent, commit.oid) : TOO_MANY;
    const where = what === 'bypass' ? 'reached a remote and nobody judged it' : 'was made and nobody judged it';
    findings.push(skipOf(what, commit.oid, `commit ${commit.oid.slice(0, 10)} ${where}`, late));
  }
  return findings;
}

const TOO_MANY: Late = {
  level: '',
  actor: 'unknown',
  why: `more than ${MOST_JUDGED} at once: judge them with guardrail check`,
};

/** Pushes that no hook saw, of commits that were judged one by one: the push gate was gone around all the same. */
async function pushesAround(
  scene: Scene,
  before: Snapshot,
  pushes: readonly Pushed[],
  told: ReadonlySet<Oid>,
): Promise<readonly Finding[]> {
  const untold = pushes.filter(({ after }) => !told.has(after));
  if (untold.length === 0) return [];
  const gate = await openLate(scene.deps, scene.root, before);
  const findings: Finding[] = [];
  for (const { tracking, before: was, after } of untold.slice(0, MOST_JUDGED)) {
    const late = was === null ? NOTHING_LATE : await judgeLate(gate, was, after);
    const detail = `${tracking} was pushed to ${after.slice(0, 10)} and no push was judged`;
    findings.push({ ...skipOf('bypass', after, detail, late), more: { head: after, ref: tracking, before: was } });
  }
  return findings;
}

const NOTHING_LATE: Late = { level: '', actor: 'unknown', why: null };

function skipOf(what: Skipped['what'], oid: Oid, detail: string, { level, actor, why }: Late): Finding {
  return { kind: 'skip', what, subject: `commit ${oid.slice(0, 10)}`, detail, level, actor, more: { head: oid, why } };
}

/** `refs/remotes/origin/main` stands for `refs/heads/main`, which is what the hook was told. */
function isJudgedPush(
  log: Log,
  whose: Whose,
  { tracking, after }: Pushed,
  remotes: readonly Parameters<typeof thereOf>[1][],
): boolean {
  const names = remotes.flatMap((remote) => thereOf(tracking, remote) ?? []);
  return passesOf(log, after, whose).some(({ what, beside }) => what === 'tip' && names.includes(beside));
}
