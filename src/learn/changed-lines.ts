import { lookUp, readObjects } from '../changes/objects.ts';
import type { Origin } from '../log/origin.ts';
import type { Shown, ShownLine } from '../model/evidence.ts';
import { COMMAND } from '../model/fact.ts';
import { redact } from '../model/redact.ts';
import { sha256 } from '../system/files.ts';
import type { Git } from '../system/git.ts';

export type Spot = {
  readonly path: string;
  readonly line: number | null;
  /** It speaks of a line that the change took away. */
  readonly removed: boolean;
};

const ABOVE = 4;
const MOST_LINES = 14;
const LONGEST = 300;
const LARGEST = 1_000_000;

/** The lines around a spot as the change had them: from git's objects alone, which a working tree does not touch. */
export async function changedLines(git: Git, origin: Origin, spot: Spot): Promise<Shown> {
  if (spot.path === COMMAND) return gone('it was a command that an agent wanted to run, and its words are not kept');
  if (/[\n\0]/.test(spot.path)) return gone('git cannot be asked for a path like this one');
  const { before, after } = await blobsOf(git, origin, spot.path);
  if (before === null && after === null) {
    return gone('git no longer has them: the change was never committed, or was cleaned away');
  }
  const sizes = [before, after].map((blob) => blob?.size ?? 0);
  if (Math.max(...sizes) > LARGEST) return gone('the file is too large to be shown here');
  return shownOf(await rowsOf(git, before?.oid ?? null, after?.oid ?? null), spot);
}

function shownOf(rows: readonly DiffRow[] | null, spot: Spot): Shown {
  if (rows === null) return gone('the file is binary');
  if (rows.length === 0) return gone('nothing in this file differs any more');
  return { kind: 'lines', lines: around(rows, spot) };
}

function gone(why: string): Shown {
  return { kind: 'gone', why };
}

type Blob = { readonly oid: string; readonly size: number };
type Pair = { readonly before: Blob | null; readonly after: Blob | null };

/** The pair whose hash the event holds; where none fits (the file was renamed), what the objects it names have at this path. */
async function blobsOf(git: Git, origin: Origin, path: string): Promise<Pair> {
  const at = (oid: string): Buffer => Buffer.from(`${oid}:${path}`);
  const names = [...origin.befores.map(at), ...origin.afters.map(at)];
  const written = origin.written === null ? [] : [Buffer.from(origin.written)];
  const found = (await lookUp(git, [...names, ...written])).map((one) => (one?.type === 'blob' ? one : null));
  const befores = unique(found.slice(0, origin.befores.length));
  const afters = unique(found.slice(origin.befores.length));
  for (const before of [...befores, null]) {
    const own = [...afters, null].find((after) => isProven(origin, before, after));
    if (own !== undefined) return { before, after: own };
  }
  const [before = null, after = null] = [befores[0], afters[0]];
  return before !== null && before.oid === after?.oid ? { before: null, after } : { before, after };
}

function isProven({ evidence, salt }: Origin, before: Blob | null, after: Blob | null): boolean {
  if (before === null && after === null) return false;
  return sha256(`${salt}:${before?.oid ?? ''}:${after?.oid ?? ''}`) === evidence;
}

function unique(blobs: readonly (Blob | null)[]): readonly Blob[] {
  return [...new Map(blobs.flatMap((blob) => (blob === null ? [] : [[blob.oid, blob]]))).values()];
}

type DiffRow = ShownLine & { readonly old: number };

/** Null where it is binary. */
async function rowsOf(git: Git, before: string | null, after: string | null): Promise<readonly DiffRow[] | null> {
  if (before !== null && after !== null) {
    const diff = await git.run(['diff', '--no-ext-diff', '--no-textconv', '--no-color', '-U3', before, after, '--']);
    return diff.includes('Binary files') && !diff.includes('\n@@ ') ? null : readHunks(diff.toString('utf8'));
  }
  const [bytes] = await readObjects(git, [before ?? after ?? '']);
  if (bytes === undefined || bytes === null || bytes.includes(0)) return null;
  const mark = after === null ? '-' : '+';
  const lines = bytes.toString('utf8').replace(/\n$/, '').split('\n');
  return lines.map((text, i) => ({ mark, number: i + 1, old: i + 1, text }));
}

/** `@@ -12,7 +12,9 @@`, then lines that begin with a blank, `+` or `-`. */
function readHunks(diff: string): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  let at: { old: number; now: number } | null = null;
  for (const line of diff.split('\n')) {
    const start = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (start !== null) at = { old: Number(start[1]), now: Number(start[2]) };
    else if (at !== null) {
      const [mark, text] = [line.slice(0, 1), line.slice(1)];
      if (mark !== '+' && mark !== '-' && mark !== ' ') continue;
      rows.push({ mark, number: mark === '-' ? at.old : at.now, old: at.old, text });
      if (mark !== '+') at.old += 1;
      if (mark !== '-') at.now += 1;
    }
  }
  return rows;
}

/** A few lines before the spot and some after it; the first that changed where it names no line. */
function around(rows: readonly DiffRow[], { line, removed }: Spot): readonly ShownLine[] {
  const marks = removed ? ['-', ' '] : ['+', ' '];
  const isThere = (row: DiffRow): boolean => row.mark !== (removed ? '+' : '-');
  const exact = rows.findIndex((row) => isThere(row) && (removed ? row.old : row.number) === line);
  const changed = rows.findIndex(({ mark }) => mark === marks[0]);
  const first = Math.max(0, exact >= 0 ? exact : changed >= 0 ? changed : 0);
  const from = Math.max(0, first - ABOVE);
  return rows.slice(from, from + MOST_LINES).map(({ mark, number, text }) => ({
    mark,
    number,
    text: redact(text.trimEnd().slice(0, LONGEST)),
  }));
}
