import type { FileVersion, Lines, Oid, Path } from '../model/change.ts';
import type { Git } from '../system/git.ts';
import { pathFromBytes } from '../system/bytes.ts';

/** One line of a raw diff: what git itself says, before sizes, authors and landing are known. */
export type RawEdit = {
  readonly status: 'add' | 'modify' | 'delete' | 'rename';
  readonly path: Path;
  readonly from: Path | null;
  readonly before: RawFile | null;
  readonly after: RawFile | null;
  readonly lines: Lines;
};
export type RawFile = Pick<FileVersion, 'oid' | 'mode'>;

/** Two trees, or a commit against its parent. Its key finds the answer. */
export type Comparison =
  | { readonly kind: 'trees'; readonly before: Oid; readonly after: Oid }
  | { readonly kind: 'commit'; readonly commit: Oid };

/** Above this many additions times deletions, similarity would cost more than it tells; equal contents are found always. */
const RENAME_LIMIT = 500;

const DIFF = [
  '-c',
  'core.quotePath=false',
  'diff-tree',
  '--stdin',
  '-r',
  '-z',
  '--root',
  '--raw',
  '--full-index',
  `-l${RENAME_LIMIT}`,
  '--no-ext-diff', // a user's diff tool would reformat what we parse
  '--no-textconv', // and this one would run a program for it
  '--no-relative', // or hide what is outside the folder we stand in
  '--ignore-submodules=none', // `.gitmodules` may ask git to overlook a submodule that moves
  '-O/dev/null', // diff.orderFile
];

/** All comparisons in one process; a key without edits is left out. */
export async function compare(
  git: Git,
  comparisons: readonly Comparison[],
  lines: 'lines' | 'no lines',
  renames: 'renames' | 'no renames' = 'renames',
): Promise<ReadonlyMap<string, readonly RawEdit[]>> {
  if (comparisons.length === 0) return new Map();
  const input = comparisons.map((comparison) => `${keyOf(comparison)}\n`).join('');
  const more = [
    lines === 'lines' ? '--numstat' : '--raw',
    renames === 'renames' ? '--find-renames=50%' : '--no-renames',
  ];
  return parseRaw(await git.run([...DIFF, ...more], input));
}

export function keyOf(comparison: Comparison): string {
  return comparison.kind === 'commit' ? comparison.commit : `${comparison.before} ${comparison.after}`;
}

/** Git gives up on similar (not on equal) files in silence; this is its own condition for it. */
export function isRenameCut(edits: readonly RawEdit[]): boolean {
  const added = edits.filter((edit) => edit.status === 'add').length;
  const deleted = edits.filter((edit) => edit.status === 'delete').length;
  return added * deleted > RENAME_LIMIT * RENAME_LIMIT;
}

/**
 *     <commit>\0                                    or for two trees   <before> <after>\n
 *     :100644 100644 <oid> <oid> R087\0old\0new\0   :100644 000000 <oid> <oid> D\0path\0
 *     3\t1\tpath\0                                  3\t1\t\0old\0new\0  -\t-\tbinary\0
 */
export function parseRaw(bytes: Buffer): ReadonlyMap<string, readonly RawEdit[]> {
  const answers = new Map<string, Section>();
  let section: Section = { edits: [], lines: new Map() };
  const read = reader(bytes);
  while (!read.isAtEnd()) {
    const key = read.treesKey() ?? null;
    if (key !== null) {
      section = openSection(answers, key);
      continue;
    }
    const head = read.field();
    if (head[0] === COLON) section.edits.push(rawEdit(head.toString('latin1'), read.path));
    else if (head.includes(TAB)) readNumbers(head, read.path, section.lines);
    else section = openSection(answers, head.toString('latin1'));
  }
  const done = [...answers].map(([key, { edits, lines }]): [string, readonly RawEdit[]] => [
    key,
    withLines(edits, lines),
  ]);
  return new Map(done.filter(([, edits]) => edits.length > 0));
}

type Section = { readonly edits: RawEdit[]; readonly lines: Map<Path, Lines> };

function openSection(answers: Map<string, Section>, key: string): Section {
  const known = answers.get(key);
  // the same pair asked twice is answered twice: the second answer says nothing new
  const section = { edits: [], lines: new Map() };
  if (known === undefined) answers.set(key, section);
  return section;
}

const COLON = 0x3a;
const TAB = 0x09;

type Reader = {
  readonly isAtEnd: () => boolean;
  readonly treesKey: () => string | null;
  readonly field: () => Buffer;
  readonly path: () => Path;
};

function reader(bytes: Buffer): Reader {
  let at = 0;
  const field = (): Buffer => {
    const end = bytes.indexOf(0, at);
    if (end === -1) throw new Error(`read git diff-tree: its answer ends inside a field at byte ${at}`);
    const slice = bytes.subarray(at, end);
    at = end + 1;
    return slice;
  };
  return {
    isAtEnd: () => at >= bytes.length,
    treesKey: () => {
      if (bytes[at] === COLON) return null;
      const key = TREES.exec(bytes.toString('latin1', at, at + 130))?.[1];
      if (key === undefined) return null;
      at += key.length + 1;
      return key;
    },
    field,
    path: () => pathFromBytes(field()),
  };
}

const TREES = /^([0-9a-f]{40,64} [0-9a-f]{40,64})\n/;
const RAW = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([AMDTR])\d*$/;

function rawEdit(head: string, path: () => Path): RawEdit {
  const [, beforeMode = '', afterMode = '', beforeOid, afterOid, letter] = RAW.exec(head) ?? [];
  const status = letter === undefined ? undefined : STATUS[letter];
  if (status === undefined || beforeOid === undefined || afterOid === undefined) {
    throw new Error(`read git diff-tree: unknown entry "${head}"`);
  }
  const first = path();
  return {
    status,
    from: status === 'rename' ? first : null,
    path: status === 'rename' ? path() : first,
    before: rawFile(beforeMode, beforeOid),
    after: rawFile(afterMode, afterOid),
    lines: 'unknown',
  };
}

const STATUS: Readonly<Record<string, RawEdit['status']>> = {
  A: 'add',
  M: 'modify',
  T: 'modify', // a file becomes a link or the other way round
  D: 'delete',
  R: 'rename',
};

function rawFile(mode: string, oid: Oid): RawFile | null {
  if (mode === '000000') return null;
  if (mode === '120000' || mode === '160000') return { oid, mode };
  return { oid, mode: mode === '100755' ? '100755' : '100644' }; // trees of early gits hold modes such as 100664
}

function readNumbers(head: Buffer, path: () => Path, lines: Map<Path, Lines>): void {
  const second = head.indexOf(TAB, head.indexOf(TAB) + 1);
  const [added, removed] = head.toString('latin1', 0, second).split('\t');
  const name = head.subarray(second + 1);
  if (name.length === 0) path(); // a rename: the old name first
  const target = name.length === 0 ? path() : pathFromBytes(name);
  lines.set(target, added === '-' ? 'binary' : { added: Number(added), removed: Number(removed) });
}

function withLines(edits: readonly RawEdit[], lines: ReadonlyMap<Path, Lines>): readonly RawEdit[] {
  return edits.map((edit) => ({ ...edit, lines: lines.get(edit.path) ?? 'unknown' }));
}
