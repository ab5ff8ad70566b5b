import { basename, dirname } from 'node:path';
import type { Git } from '../../system/git.ts';
import { digestOf, isLogId, parseNote } from './note.ts';
import type { Entry, Held } from './place.ts';

const REFS = 'refs/guardrail/anchors';
/** What a remote was seen to hold. Not under refs/remotes: nothing there is work that lands. */
const SEEN = 'refs/guardrail/remotes';
const MOST_REFS = 5_000;
const MOST_COMMITS = 1_000_000;

export function refOf(log: string): string {
  return `${REFS}/${log}`;
}

export function seenRef(remote: string, log: string): string {
  return `${SEEN}/${remote}/anchors/${log}`;
}

/**
 * Notes lie in the messages of a chain of commits, one ref for each log: two machines never meet in one, nothing of a working tree is
 * touched, and what was pushed once cannot be taken back by who wrote it.
 */
export async function readRefs(git: Git, log: string | null): Promise<Held> {
  const refs = await listRefs(git);
  const ours = refs.filter(({ id }) => id === log);
  const local = ours.find(({ ref }) => log !== null && ref === refOf(log));
  const seen = ours.filter(({ ref }) => ref !== local?.ref);
  const others = refs.flatMap(({ id, subject }) => {
    const note = id === log ? null : parseNote(subject);
    return note === null || note.log !== id ? [] : [note];
  });
  if (ours.length === 0) return { kind: 'read', entries: [], others, isPart: false, faults: [], says: [] };
  const lost = [];
  for (const { ref } of seen) if (local === undefined || !(await isWithin(git, ref, local.ref))) lost.push(ref);
  const faults = lost.map((ref) => `${local?.ref ?? refOf(log ?? '')} lacks what ${ref} was seen to hold`);
  const isPart = (await git.text(['rev-parse', '--is-shallow-repository'])) === 'true';
  const entries = await readCommits(
    git,
    ours.map(({ ref }) => ref),
  );
  return { kind: 'read', entries, others, isPart, faults, says: isPart ? ['this clone is shallow'] : [] };
}

type Ref = { readonly ref: string; readonly id: string; readonly subject: string };

async function listRefs(git: Git): Promise<readonly Ref[]> {
  const format = '--format=%(refname) %(contents:subject)';
  const lines = (await git.text(['for-each-ref', `--count=${MOST_REFS}`, format, REFS, SEEN])).split('\n');
  return lines.flatMap((line) => {
    const end = line.indexOf(' ');
    const ref = end < 0 ? line : line.slice(0, end);
    const id = ref.slice(ref.lastIndexOf('/') + 1);
    return isLogId(id) ? [{ ref, id, subject: end < 0 ? '' : line.slice(end + 1) }] : [];
  });
}

async function isWithin(git: Git, older: string, newer: string): Promise<boolean> {
  return (await git.ask(['merge-base', '--is-ancestor', older, newer])).code === 0;
}

/** All of them by one git: reading stays linear however many there are. */
async function readCommits(git: Git, refs: readonly string[]): Promise<readonly Entry[]> {
  const how = ['--no-show-signature', '-z', '--topo-order', '--reverse', `--max-count=${MOST_COMMITS}`, '--format=%B'];
  const out = await git.run(['log', ...how, ...refs, '--']);
  const bodies = out.toString('utf8').split('\0');
  if (bodies.at(-1) === '') bodies.pop();
  return bodies.map((body) => {
    const text = body.trimEnd();
    return { text, note: parseNote(text) };
  });
}

const IDENTITY = ['-c', 'user.name=guardrail', '-c', 'user.email=guardrail@localhost', '-c', 'commit.gpgSign=false'];

/** `make` is given the digest of the note it stands on. Tries again when another process has moved the ref in between. */
export async function writeRef(git: Git, log: string, make: (before: string | null) => string): Promise<string> {
  const ref = refOf(log);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const refs = (await listRefs(git)).filter(({ id }) => id === log);
    const tip = (await git.ask(['rev-parse', '--verify', '--quiet', ref])).stdout.toString('utf8').trim();
    const parents = await tipsOf(
      git,
      refs.map((one) => one.ref),
    );
    const [first] = parents;
    const text =
      first === undefined ? null : await git.text(['log', '-1', '--no-show-signature', '--format=%B', first]);
    const message = make(text === null ? null : digestOf(text.trimEnd()));
    const tree = await git.text(['mktree'], '');
    const words = parents.flatMap((parent) => ['-p', parent]);
    const commit = await git.text([...IDENTITY, 'commit-tree', tree, ...words, '-m', message]);
    const before = tip === '' ? '0'.repeat(commit.length) : tip;
    const moved = await git.ask(['update-ref', '-m', 'guardrail: anchor', ref, commit, before]);
    if (moved.code === 0) return commit;
    if (attempt === 4) throw new Error(`write ${ref}: ${moved.stderr.trim().split('\n', 1)[0] ?? ''}`);
  }
  throw new Error(`write ${ref}: it kept moving under us`);
}

/** What was seen at a remote is stood on too, so that the next push is not refused as being behind. */
async function tipsOf(git: Git, refs: readonly string[]): Promise<readonly string[]> {
  if (refs.length === 0) return [];
  return (await git.text(['merge-base', '--independent', ...refs])).split('\n').filter((oid) => oid !== '');
}

/** A server that does not answer is not waited for by a daemon. */
const SLOW = ['-c', 'http.lowSpeedLimit=1', '-c', 'http.lowSpeedTime=20'];

/**
 * One ref of ours, which holds no file. No hook is asked: it would run somebody's tests every quarter of an hour, for nothing that any of
 * them could look at.
 */
export async function pushRef(git: Git, log: string, remote: string): Promise<void> {
  const remotes = (await git.text(['remote'])).split('\n');
  if (!remotes.includes(remote)) throw new Error(`push anchors to ${remote}: there is no remote of this name`);
  const ref = refOf(log);
  const pushed = await whereUrlsCount(git).ask([...SLOW, 'push', '--quiet', '--no-verify', remote, `${ref}:${ref}`]);
  if (pushed.code === 0) return void (await git.run(['update-ref', seenRef(remote, log), ref]));
  await fetchRefs(git, remote).catch(() => undefined); // what the remote holds is stood on the next time
  throw new Error(`push ${ref} to ${remote}: ${cause(pushed.stderr)}`);
}

/** Looks what a remote holds, of whatever log. */
export async function fetchRefs(git: Git, remote: string): Promise<void> {
  const remotes = (await git.text(['remote'])).split('\n');
  if (!remotes.includes(remote)) throw new Error(`fetch anchors of ${remote}: there is no remote of this name`);
  const words = ['fetch', '--quiet', '--no-tags', remote, `+${REFS}/*:${SEEN}/${remote}/anchors/*`];
  const fetched = await whereUrlsCount(git).ask([...SLOW, ...words]);
  if (fetched.code !== 0) throw new Error(`fetch anchors of ${remote}: ${cause(fetched.stderr)}`);
}

/** A remote that is named by a relative path (`../shop.git`) is meant from the top of the working tree, as git itself means it. */
function whereUrlsCount(git: Git): Git {
  return basename(git.cwd) === '.git' ? git.at(dirname(git.cwd)) : git;
}

/** Of all that git says, why: its last line is mostly advice. */
function cause(text: string): string {
  const lines = text.trim().split('\n');
  return (lines.find((line) => /^(fatal|error):|rejected/.test(line)) ?? lines.at(-1) ?? '').trim().slice(0, 200);
}
