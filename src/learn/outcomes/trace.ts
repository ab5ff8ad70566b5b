import { findPast, type Placed } from '../../log/history/claims.ts';
import type { History } from '../../log/history.ts';
import type { Claim } from '../../log/history/write.ts';
import type { Oid } from '../../model/change.ts';
import { GitError, type Git } from '../../system/git.ts';
import { readReplaced, type Replaced } from './deleted-lines.ts';

/** `unread`: files whose lines git could not, or not in time, follow. */
export type Traced = { readonly claims: readonly Claim[]; readonly unread: number };

const DAY_MS = 86_400_000;
const HOTFIX_DAYS = 7;
const MOST_FILES = 20;
const MOST_LINES = 300;
/** Of one question to git: a file that was rewritten ten thousand times is not worth more. */
const PATIENCE_MS = 10_000;
const MOST_BYTES = 4 << 20;

/**
 * Who wrote the lines that a mending commit replaced? Of all of them the last one is blamed (R-SZZ: what was older had worked until then);
 * the others are named only if they are a week old at most. Renamed files and lines whose spacing changed are followed.
 */
export async function trace(git: Git, history: History, repo: number, commit: Placed): Promise<Traced> {
  const diff = await bounded(git, [...DIFF, `${commit.oid}^`, commit.oid, '--']);
  if (diff === null) return { claims: [], unread: 1 };
  const files = readReplaced(diff).slice(0, MOST_FILES);
  const deleted = new Set<Oid>();
  const beside = new Set<Oid>();
  let unread = 0;
  for (const file of files) {
    const writers = await writersOf(git, commit.oid, file);
    if (writers === null) unread += 1;
    for (const line of file.deleted) addTo(deleted, writers?.get(line));
    for (const line of file.beside) addTo(beside, writers?.get(line));
  }
  const known = (oids: ReadonlySet<Oid>): readonly Placed[] =>
    [...oids].flatMap((oid) => {
      const found = findPast(history, repo, oid);
      return found === null || found.isMerge || found.n >= commit.n ? [] : [found];
    });
  return { claims: claimsOf(known(deleted), known(beside), commit), unread };
}

function claimsOf(deleted: readonly Placed[], beside: readonly Placed[], { ts }: Placed): readonly Claim[] {
  const [last] = deleted.toSorted((a, b) => b.n - a.n);
  const fresh = [...deleted, ...beside].filter((one) => one.oid !== last?.oid && ts - one.ts <= HOTFIX_DAYS * DAY_MS);
  const hotfixes = [...new Set(fresh.map(({ oid }) => oid))].map((named): Claim => ({ kind: 'hotfix', named }));
  return last === undefined ? hotfixes : [{ kind: 'blame', named: last.oid }, ...hotfixes];
}

const DIFF = [
  'diff-tree',
  '-r',
  '--raw',
  '-z',
  '-p',
  '-U0',
  '--inter-hunk-context=0',
  '--find-renames=50%',
  '-l200',
  '--no-ext-diff',
  '--no-textconv',
  '--no-relative',
  '--no-color',
  '--diff-algorithm=myers',
  '--submodule=short',
  '--ignore-submodules=none',
  '-O/dev/null',
];

/** An empty name takes back the files that `blame.ignoreRevsFile` names. */
const BLAME = ['blame', '--incremental', '-w', '--no-textconv', '--ignore-revs-file=', '--no-progress', '--root'];

/** Who wrote each line last, before the commit. */
async function writersOf(git: Git, commit: Oid, file: Replaced): Promise<ReadonlyMap<number, Oid> | null> {
  const lines = [...new Set([...file.deleted, ...file.beside])].toSorted((a, b) => a - b).slice(0, MOST_LINES);
  if (lines.length === 0) return new Map();
  if (/\p{Surrogate}/u.test(file.path)) return null; // bytes that no argument of ours can hold
  const ranges = rangesOf(lines).flatMap(([from, to]) => ['-L', `${from},${to}`]);
  const answer = await bounded(git, [...BLAME, ...ranges, `${commit}^`, '--', file.path]);
  return answer === null ? null : readBlame(answer.toString('utf8'));
}

function rangesOf(lines: readonly number[]): readonly (readonly [from: number, to: number])[] {
  const ranges: [number, number][] = [];
  for (const line of lines) {
    const open = ranges.at(-1);
    if (open !== undefined && open[1] === line - 1) open[1] = line;
    else ranges.push([line, line]);
  }
  return ranges;
}

/** `<commit> <line there> <line here> <how many>`, each with headers below it, which all begin with a word. */
function readBlame(text: string): ReadonlyMap<number, Oid> {
  const writers = new Map<number, Oid>();
  for (const line of text.split('\n')) {
    const [, oid, first, count] = /^([0-9a-f]{40,64}) \d+ (\d+) (\d+)$/.exec(line) ?? [];
    if (oid === undefined) continue;
    for (let at = 0; at < Math.min(Number(count), MOST_LINES); at += 1) writers.set(Number(first) + at, oid);
  }
  return writers;
}

/** Null where git could not, or not in time, or said too much. */
async function bounded(git: Git, args: readonly string[]): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of git.stream(args, '', AbortSignal.timeout(PATIENCE_MS))) {
      size += chunk.length;
      if (size > MOST_BYTES) return null;
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof GitError) return null;
    throw error;
  }
  return Buffer.concat(chunks);
}

function addTo(set: Set<Oid>, oid: Oid | undefined): void {
  if (oid !== undefined) set.add(oid);
}
