import type { Oid } from '../model/change.ts';
import type { Git } from '../system/git.ts';
import type { CommitWho } from './context.ts';

export type Commit = CommitWho & {
  readonly tree: Oid;
  readonly parents: readonly Oid[];
  /** Reached, but not new: its tree is what a new commit is compared with. */
  readonly isBoundary: boolean;
};

/** More than this in one push is an import, which `since` is for; it bounds time and memory. */
export const MOST_COMMITS = 20_000;

const FIELDS = ['%m', '%H', '%T', '%P', '%an', '%ae', '%cn', '%ce', '%B', '%N'];
const LOG = [
  'log',
  '--stdin',
  '--boundary',
  '--topo-order',
  '--no-show-signature',
  '--no-mailmap', // a file of the repository must not rename authors
  '--no-decorate',
  '--no-patch',
  '--encoding=UTF-8',
  '-z',
  `--format=tformat:${FIELDS.join('%x00')}`,
];

/** Commits reachable from `tips` and not from `known`, children before parents, and those that border on them: one process. */
export async function readCommits(
  git: Git,
  tips: readonly Oid[],
  known: readonly Oid[],
  notes: readonly string[],
  most: number,
): Promise<readonly Commit[]> {
  if (tips.length === 0) return [];
  const input = [...tips, ...known.map((oid) => `^${oid}`)].map((line) => `${line}\n`).join('');
  const answer = await git.run(
    [...LOG, `--max-count=${most}`, '--no-notes', ...notes.map((ref) => `--notes=${ref}`)],
    input,
  );
  return parseCommits(answer);
}

/** Fields end with a NUL, and so does the record (-z): git cuts a message at a NUL of its own. */
function parseCommits(bytes: Buffer): readonly Commit[] {
  const fields = bytes.toString('utf8').split('\0');
  const commits: Commit[] = [];
  for (let at = 0; at + FIELDS.length <= fields.length; at += FIELDS.length) {
    commits.push(parseCommit(fields.slice(at, at + FIELDS.length)));
  }
  return commits;
}

function parseCommit(fields: readonly string[]): Commit {
  const field = (index: number): string => fields[index] ?? '';
  const [mark, oid, parents, note] = [field(0), field(1), field(3), field(9)];
  if (!/^[<>-]$/.test(mark) || !/^[0-9a-f]{40,64}$/.test(oid)) {
    throw new Error(`read git log: its answer does not begin a commit: "${fields.join(' ').slice(0, 80)}"`);
  }
  return {
    oid,
    tree: field(2),
    parents: parents === '' ? [] : parents.split(' '),
    author: { name: field(4), email: field(5) },
    committer: { name: field(6), email: field(7) },
    message: field(8),
    // without a notes ref git prints the placeholder itself
    notes: note.trim() === '' || note.trim() === '%N' ? [] : [note],
    isBoundary: mark === '-',
  };
}
