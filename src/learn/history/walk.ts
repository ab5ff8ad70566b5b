import type { Oid, Path } from '../../model/change.ts';
import { pathFromBytes } from '../../system/bytes.ts';
import type { Git } from '../../system/git.ts';

/** A commit as `git log` tells it. */
export type Walked = {
  readonly oid: Oid;
  readonly tree: Oid;
  readonly parents: readonly Oid[];
  /** When it was committed, in milliseconds; as the clock of that day had it. */
  readonly ts: number;
  readonly author: Person;
  readonly committer: Person;
  readonly message: string;
  readonly note: string;
  readonly files: readonly WalkedFile[];
};
export type Person = { readonly name: string; readonly email: string };
export type WalkedFile = { readonly path: Path; readonly added: number; readonly deleted: number };

const FIELDS = ['%H', '%T', '%P', '%ct', '%an', '%ae', '%cn', '%ce', '%B'];

/** One stream, whatever the user's configuration says: what it sets is set back, word by word. */
const LOG = [
  'log',
  '--stdin',
  '--reverse',
  '--topo-order', // parents before children, whatever their clocks say
  '-z',
  '--numstat',
  '--root', // log.showRoot
  '--no-diff-merges', // log.diffMerges
  '--no-renames',
  '--no-ext-diff',
  '--no-textconv',
  '--no-relative',
  '--diff-algorithm=myers',
  '--ignore-submodules=none',
  '-O/dev/null', // diff.orderFile
  '--no-follow', // log.follow
  '--no-show-signature',
  '--no-mailmap',
  '--no-decorate',
  '--no-color',
  '--encoding=UTF-8',
  '--no-notes',
];

export type Range = {
  readonly tip: Oid;
  readonly known: readonly Oid[];
  /** Where gates leave who wrote a commit; null where none did. */
  readonly notes: string | null;
};

/** Every commit of a range, parents first, as they come. */
export async function* walk(
  git: Git,
  { tip, known, notes }: Range,
  signal?: AbortSignal,
): AsyncGenerator<Walked, void, void> {
  const fields = notes === null ? FIELDS : [...FIELDS, '%N'];
  const args = [...LOG, ...(notes === null ? [] : [`--notes=${notes}`]), `--format=tformat:${fields.join('%x00')}`];
  const input = [tip, ...known.map((oid) => `^${oid}`)].map((line) => `${line}\n`).join('');
  let head: Buffer[] = [];
  let files: WalkedFile[] = [];
  for await (const token of tokens(git.stream(args, input, signal))) {
    if (head.length < fields.length) {
      head.push(token);
      continue;
    }
    const file = readFile(token);
    if (file !== null) {
      files.push(file);
      continue;
    }
    yield commitOf(head, files);
    [head, files] = [[token], []];
  }
  if (head.length === fields.length) yield commitOf(head, files);
  else if (head.length > 0) throw new Error(`read git log: its answer ends within a commit: ${fieldOf(head, 0)}`);
}

/** What stands between NULs. A long one comes in pieces, and is put together once. */
async function* tokens(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  let pieces: Buffer[] = [];
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(0, from); end >= 0; end = chunk.indexOf(0, from)) {
      const last = chunk.subarray(from, end);
      yield pieces.length === 0 ? last : Buffer.concat([...pieces, last]);
      pieces = [];
      from = end + 1;
    }
    if (from < chunk.length) pieces.push(chunk.subarray(from));
  }
}

const TAB = 9;
const NEWLINE = 10;

/** `3\t1\tpath` or `-\t-\tbinary`, the first of a commit behind a line end; null: the next commit begins. */
function readFile(token: Buffer): WalkedFile | null {
  const start = token[0] === NEWLINE ? 1 : 0;
  const first = token.indexOf(TAB, start);
  const second = first < 0 ? -1 : token.indexOf(TAB, first + 1);
  if (second < 0) return null; // an id holds no tab
  const count = (from: number, to: number): number => Number(token.toString('latin1', from, to)) || 0; // `-`: binary
  return {
    path: pathFromBytes(token.subarray(second + 1)),
    added: count(start, first),
    deleted: count(first + 1, second),
  };
}

/** Longer ones hold a log, not a message. */
const LONGEST_MESSAGE = 64 * 1024;

function commitOf(head: readonly Buffer[], files: readonly WalkedFile[]): Walked {
  const oid = fieldOf(head, 0);
  if (!/^[0-9a-f]{40,64}$/.test(oid)) throw new Error(`read git log: "${oid.slice(0, 80)}" does not begin a commit`);
  const parents = fieldOf(head, 2);
  const note = fieldOf(head, 9).trim();
  return {
    oid,
    tree: fieldOf(head, 1),
    parents: parents === '' ? [] : parents.split(' '),
    ts: Number(fieldOf(head, 3)) * 1000 || 0,
    author: { name: fieldOf(head, 4), email: fieldOf(head, 5) },
    committer: { name: fieldOf(head, 6), email: fieldOf(head, 7) },
    message: (head[8] ?? Buffer.alloc(0)).toString('utf8', 0, LONGEST_MESSAGE),
    note: note === '%N' ? '' : note,
    files,
  };
}

function fieldOf(head: readonly Buffer[], at: number): string {
  return head[at]?.toString('utf8') ?? '';
}
