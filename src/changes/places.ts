import type { Edit, FileVersion, Oid, Part, Path } from '../model/change.ts';
import type { Content } from '../model/content.ts';
import type { Git } from '../system/git.ts';
import { nameAt } from './edits.ts';
import { lookUp } from './objects.ts';
import type { Found } from './objects.ts';
import { listSiblings } from './siblings.ts';

export type Place =
  | { readonly kind: 'object'; readonly oid: Oid; readonly size: number }
  | Exclude<Content, { kind: 'text' }>;
export type Places = { readonly before: Place; readonly after: Place; readonly landed: Place };

const ABSENT: Place = { kind: 'absent' };
const GLOB = ':(glob)';

/** Paths of one part. */
export type Wish = { readonly part: Part; readonly paths: readonly Path[] };

/** A pattern stands for every file that exists before or after, as `git ls-files ':(glob)…'` reads it. */
export async function resolveGlobs(git: Git, part: Part, paths: readonly Path[]): Promise<readonly Path[]> {
  const patterns = paths.filter((path) => path.startsWith(GLOB)).map((path) => path.slice(GLOB.length));
  const plain = paths.filter((path) => !path.startsWith(GLOB));
  if (patterns.length === 0 || part.trees === undefined) return plain;
  const found = await listSiblings(git, [part.trees.before, part.trees.after], patterns);
  return [...new Set([...plain, ...found])];
}

type Query = { readonly wish: Wish; readonly path: Path; readonly side: keyof Places; readonly name: Buffer };

/** Where each wanted file is on its three sides, for all wishes in one process. */
export async function locate(git: Git, wishes: readonly Wish[]): Promise<ReadonlyMap<Part, ReadonlyMap<Path, Places>>> {
  const all = new Map<Part, Map<Path, Places>>();
  const queries: Query[] = [];
  for (const wish of wishes) {
    const edits = new Map(wish.part.edits.map((edit) => [edit.path, edit]));
    all.set(wish.part, new Map(wish.paths.map((path): [Path, Places] => [path, placesOf(path, edits.get(path))])));
    for (const path of wish.paths) queries.push(...queriesFor(wish, path, edits.get(path)));
  }
  const found = await lookUp(
    git,
    queries.map(({ name }) => name),
  );
  for (const [index, { wish, path, side }] of queries.entries()) {
    const places = all.get(wish.part);
    const known = places?.get(path);
    // of several protected branches the first that has the file speaks
    if (known?.[side].kind === 'absent') places?.set(path, { ...known, [side]: placeOf(found[index] ?? null) });
  }
  return all;
}

/** A sibling is looked up on both sides; an edit knows its own blobs, and its old name is what has landed. */
function queriesFor(wish: Wish, path: Path, edit: Edit | undefined): readonly Query[] {
  const { trees } = wish.part;
  if (trees === undefined || isOdd(edit?.from ?? path)) return [];
  const landed = trees.landed.map((tip): Query => ({
    wish,
    path,
    side: 'landed',
    name: nameAt(tip, edit?.from ?? path),
  }));
  if (edit) return landed;
  return [
    ...landed,
    { wish, path, side: 'before', name: nameAt(trees.before, path) },
    { wish, path, side: 'after', name: nameAt(trees.after, path) },
  ];
}

/** git is asked line by line, and such a name would be two lines. */
function isOdd(path: Path): boolean {
  return /[\n\r]/.test(path);
}

const ODD: Place = { kind: 'unreadable', why: 'a name with a line break cannot be looked up' };

function placesOf(path: Path, edit: Edit | undefined): Places {
  const unknown = isOdd(edit?.from ?? path) ? ODD : ABSENT;
  if (edit === undefined) return { before: unknown, after: unknown, landed: unknown };
  return { before: versionPlace(edit.before), after: versionPlace(edit.after), landed: unknown };
}

function versionPlace(file: FileVersion | null): Place {
  if (file === null) return ABSENT;
  if (file.mode === '160000')
    return { kind: 'unreadable', why: 'it is a submodule: its files are in another repository' };
  if (file.size === null) return { kind: 'unreadable', why: `git does not have object ${file.oid}` };
  return { kind: 'object', oid: file.oid, size: file.size };
}

function placeOf(found: Found | null): Place {
  return found === null || found.type !== 'blob' ? ABSENT : { kind: 'object', oid: found.oid, size: found.size };
}
