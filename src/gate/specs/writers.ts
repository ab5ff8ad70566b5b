import { identifyAuthors } from '../../agents/identify.ts';
import { readCommits } from '../../changes/commits.ts';
import type { CommitWho } from '../../changes/context.ts';
import type { Actor } from '../../model/actor.ts';
import type { Edit, Oid, Path } from '../../model/change.ts';
import { pathToBytes } from '../../system/bytes.ts';
import { commitWriters } from '../attribution.ts';
import type { Gate } from '../open.ts';

/** More commits than this on one branch are not asked whose they are: then nobody can say that people alone wrote a spec. */
const MOST = 500;

/** The commits of a branch that have not landed, the newest first. */
export type Branch = {
  readonly commits: readonly CommitWho[];
  readonly isCut: boolean;
  readonly range: readonly string[];
  /** What earlier gates of this user recorded of who wrote a commit. */
  readonly recorded: (commit: CommitWho) => readonly Actor[];
};
type Since = { readonly repo: string; readonly tips: readonly Oid[]; readonly landed: Oid | null };

export async function readBranch(gate: Gate, { repo, tips, landed }: Since, withWriters: boolean): Promise<Branch> {
  const { git, repository } = gate;
  const notes = repository.hasNotes ? ['refs/notes/guardrail'] : [];
  const known = landed === null ? [] : [landed];
  const read = await readCommits(git, tips, known, notes, MOST);
  const commits = read.filter(({ isBoundary }) => !isBoundary);
  return {
    commits,
    isCut: commits.length >= MOST,
    range: [...tips, ...known.map((oid) => `^${oid}`)],
    recorded: withWriters ? await commitWriters(gate, repo) : () => [],
  };
}

export type Written = {
  /** Somebody on this branch, or in what is about to be committed, touched it. */
  readonly isTouched: boolean;
  /** Whoever may have written it and is no person. */
  readonly others: readonly Actor[];
};

/** Who wrote what a branch makes of a spec. */
export async function writersOf(gate: Gate, branch: Branch, path: Path, edits: readonly Edit[]): Promise<Written> {
  const edit = edits.find((one) => one.path === path);
  const touched = await touching(gate, branch, path);
  const known = branch.commits.filter(({ oid }) => touched.has(oid));
  const authors = [
    ...(edit?.authors ?? []),
    ...known.flatMap((commit) => [...identifyAuthors(commit), ...branch.recorded(commit)]),
  ];
  const others = authors.filter(({ kind }) => kind !== 'human');
  const unseen = branch.isCut && known.length < touched.size;
  return {
    isTouched: edit !== undefined || touched.size > 0,
    others: unseen && others.length === 0 ? [NOBODY] : others,
  };
}

const NOBODY: Actor = {
  kind: 'unknown',
  agent: null,
  vendors: ['unknown'],
  session: null,
  name: null,
  email: null,
  env: {},
  evidence: ['the branch has too many commits to look at each'],
};

async function touching({ git }: Gate, { commits, range }: Branch, path: Path): Promise<ReadonlySet<Oid>> {
  if (commits.length === 0) return new Set();
  const input = Buffer.concat([
    Buffer.from(`${range.join('\n')}\n--\n`),
    Buffer.from(':(top,literal)'),
    pathToBytes(path),
    Buffer.from('\n'),
  ]);
  const answer = await git.text(['rev-list', '--stdin'], input);
  return new Set(answer.split('\n').filter((oid) => oid !== ''));
}
