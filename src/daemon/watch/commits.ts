import type { Oid } from '../../model/change.ts';
import { passesOf, type Whose } from '../../log/watched.ts';
import type { Log } from '../../log/open.ts';
import type { Git } from '../../system/git.ts';
import type { Movements } from './movements.ts';
import { detached, type Refs } from './snapshot.ts';

export type NewCommit = { readonly oid: Oid; readonly tree: Oid; readonly parents: readonly Oid[] };

/** What a look reads of one scan: an import of more than this is counted, not judged one by one. */
const MOST = 2_000;
const FORMAT = ['--no-show-signature', '--no-notes', '-z', '--format=tformat:%H%x00%T%x00%P'];

/** Commits made here since the last look, parents first: neither known then, nor fetched since. */
export async function newCommits(git: Git, before: Refs, moves: Movements): Promise<readonly NewCommit[]> {
  if (moves.fresh.length === 0) return [];
  const known = [...new Set([...before.refs.values(), ...detached(before), ...moves.fetched])];
  const input = [...moves.fresh, ...known.map((oid) => `^${oid}`)].map((line) => `${line}\n`).join('');
  const words = ['log', '--ignore-missing', '--stdin', '--topo-order', `--max-count=${MOST}`, ...FORMAT];
  return parse(await git.text(words, input)).reverse();
}

/** Commits that a remote has now and had not, as its tracking refs say. */
export async function newOnRemotes(git: Git, before: Refs, moves: Movements): Promise<ReadonlySet<Oid>> {
  if (moves.remote.length === 0) return new Set();
  const known = [...before.refs].flatMap(([name, oid]) => (name.startsWith('refs/remotes/') ? [`^${oid}`] : []));
  const input = [...moves.remote, ...known].map((line) => `${line}\n`).join('');
  const listed = await git.text(['rev-list', '--ignore-missing', '--stdin', `--max-count=${MOST}`], input);
  return new Set(listed.split('\n'));
}

export async function readNewCommits(git: Git, oids: readonly Oid[]): Promise<readonly NewCommit[]> {
  if (oids.length === 0) return [];
  const input = oids.map((oid) => `${oid}\n`).join('');
  return parse(await git.text(['log', '--ignore-missing', '--stdin', '--no-walk=unsorted', ...FORMAT], input));
}

function parse(text: string): NewCommit[] {
  const fields = text.split('\0');
  const commits: NewCommit[] = [];
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [oid = '', tree = '', parents = ''] = fields.slice(at, at + 3);
    commits.push({ oid, tree, parents: parents === '' ? [] : parents.split(' ') });
  }
  return commits;
}

export type Covered = { readonly byCommit: ReadonlySet<Oid>; readonly byPush: ReadonlySet<Oid> };

/** Which of them a hook let pass: as the tree it was about to commit on that very commit, or as part of a push. */
export async function coveredOf(git: Git, log: Log, whose: Whose, commits: readonly NewCommit[]): Promise<Covered> {
  const byCommit = new Set<Oid>();
  const byPush = new Set<Oid>();
  for (const commit of commits.toReversed()) {
    if (byPush.has(commit.oid) || passesOf(log, commit.oid, whose).some(({ what }) => what !== 'tree')) {
      byPush.add(commit.oid);
      for (const parent of commit.parents) byPush.add(parent);
    } else if (await isPassed(git, log, whose, commit)) byCommit.add(commit.oid);
  }
  return { byCommit, byPush };
}

/** INVARIANT: never by the tree alone, or going back to an older tree with the hooks off would look judged. */
async function isPassed(git: Git, log: Log, whose: Whose, { tree, parents }: NewCommit): Promise<boolean> {
  const besides = passesOf(log, tree, whose).flatMap(({ what, beside }) => (what === 'tree' ? [beside] : []));
  if (besides.includes(parents[0] ?? '')) return true;
  for (const beside of besides) {
    // --amend: judged on the commit that it replaces, which stands where the new one does
    if (beside === '') continue;
    const answer = await git.ask(['rev-list', '--no-walk', '--parents', '--ignore-missing', beside]);
    const [oid = '', ...stood] = answer.stdout.toString('utf8').trim().split(' ');
    if (answer.code === 0 && oid === beside && stood.join(' ') === parents.join(' ')) return true;
  }
  return false;
}
