import type { Change, Unread } from '../model/change.ts';
import type { Git } from '../system/git.ts';
import type { Remote } from './config.ts';
import type { InletContext } from './context.ts';
import { honestTips } from './honest.ts';
import { seenAt } from './known.ts';
import { landingChange } from './landing.ts';
import { findProtected, mainRemote } from './protected.ts';
import { parsePushLines } from './push-lines.ts';
import type { Repository } from './repository.ts';

/** What git hands to pre-push: the remote's name (the address itself for a push to an address), the address, the lines. */
export type Push = { readonly remote: string | null; readonly url: string; readonly stdin: Buffer };

/** Every line of a push and every commit in it, from the object database. */
export async function pushChange(git: Git, repository: Repository, context: InletContext, push: Push): Promise<Change> {
  const lines = parsePushLines(push.stdin);
  const remote = findRemote(repository, push);
  const main = mainRemote(repository);
  const seen = remote === null ? [] : await seenAt(git, repository, remote, context.at);
  const seenOnMain = main === null || main === remote ? seen : await seenAt(git, repository, main, context.at);
  const guarded = honestTips(findProtected(repository, context.protected), main === null ? null : seenOnMain);
  const there = findProtected(repository, context.protected, remote);
  const landed = main === null ? [] : guarded.tips; // a local branch has reached nobody yet
  const known = [...seen, ...landed].map(({ oid }) => oid);
  const change = await landingChange(git, repository, context, {
    inlet: 'push',
    lines,
    known: [...known, ...context.since],
    seen,
    guarded: { tips: guarded.tips, has: (ref) => guarded.has(ref) || there.has(ref) },
  });
  const isMirror = remote?.isMirror === true || lines.some(({ ref }) => ref.startsWith('refs/remotes/'));
  if (!isMirror) return change;
  const { coverage } = change;
  return { ...change, coverage: { ...coverage, unread: [...coverage.unread, MIRROR] } };
}

/** git/git:transport.c, run_pre_push_hook: a ref without a local peer is skipped, and that is what a mirror deletes. */
const MIRROR: Unread = {
  what: 'deletions of a mirror push',
  path: null,
  why: 'git does not tell a hook which refs it deletes when it mirrors: push the branches by name',
};

function findRemote(repository: Repository, { remote, url }: Push): Remote | null {
  const byName = repository.remotes.find(({ name }) => name === remote);
  return byName ?? repository.remotes.find(({ addresses }) => addresses.includes(url)) ?? null;
}
