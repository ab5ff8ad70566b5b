import type { Change, Edit, FileVersion, Oid, Part, Path } from '../model/change.ts';
import type { Content, Sides } from '../model/content.ts';
import { compare } from './compare.ts';
import { decode } from './decode.ts';
import { nameAt } from './edits.ts';
import { lookUp, readObjects } from './objects.ts';
import type { Found } from './objects.ts';
import { emptyTree } from './repository.ts';
import type { Repository } from './repository.ts';
import type { Git } from '../system/git.ts';

/** What reading may cost. One call is what is held at a time; a change is what a hook may spend on one push. */
export type Bounds = { readonly file: number; readonly call: number; readonly change: number };

const MB = 1024 * 1024;
export const BOUNDS: Bounds = { file: 5 * MB, call: 64 * MB, change: 1024 * MB };

/**
 * The contents of changed files and of the unchanged siblings an analyzer asked for (paths or `:(glob)` patterns), before,
 * after and on the protected branch. Every path gets an answer; what is not read says why.
 */
export async function readSides(
  git: Git,
  repository: Repository,
  change: Change,
  part: Part,
  paths: readonly Path[],
  bounds: Bounds = BOUNDS,
): Promise<ReadonlyMap<Path, Sides>> {
  const objects = repository.scratch.reader(git);
  const all = await resolveGlobs(objects, repository, part, paths);
  const places = await locate(objects, part, all);
  const contents = await readPlaces(objects, change, places, bounds);
  const contentOf = (place: Place): Content =>
    place.kind === 'object' ? (contents.get(place.oid) ?? { kind: 'unreadable', why: 'it was not read' }) : place;
  return new Map(
    [...places].map(([path, { before, after, landed }]): [Path, Sides] => [
      path,
      { before: contentOf(before), after: contentOf(after), landed: contentOf(landed) },
    ]),
  );
}

type Place = { readonly kind: 'object'; readonly oid: Oid; readonly size: number } | Exclude<Content, { kind: 'text' }>;
type Places = { readonly before: Place; readonly after: Place; readonly landed: Place };

const ABSENT: Place = { kind: 'absent' };
const GLOB = ':(glob)';

/** A pattern stands for every file that exists before or after, as `git ls-files ':(glob)…'` reads it. */
async function resolveGlobs(
  git: Git,
  repository: Repository,
  part: Part,
  paths: readonly Path[],
): Promise<readonly Path[]> {
  const patterns = paths.filter((path) => path.startsWith(GLOB)).map((path) => path.slice(GLOB.length));
  const plain = paths.filter((path) => !path.startsWith(GLOB));
  if (patterns.length === 0 || part.trees === undefined) return plain;
  const { minimatch } = await import('minimatch'); // seldom needed, and a commit waits for what it loads
  const { before, after } = part.trees;
  const empty = emptyTree(repository);
  const pairs = [before, after].map((tree) => ({ kind: 'trees' as const, before: empty, after: tree }));
  const listed = await compare(git, pairs, 'no lines', 'no renames');
  const known = new Set([...listed.values()].flat().map((edit) => edit.path));
  const options = { dot: true, nobrace: true, nocomment: true, nonegate: true, noext: true };
  const found = [...known].filter((path) => patterns.some((pattern) => minimatch(path, pattern, options)));
  return [...new Set([...plain, ...found])];
}

type Query = { readonly path: Path; readonly side: keyof Places; readonly name: Buffer };

async function locate(git: Git, part: Part, paths: readonly Path[]): Promise<ReadonlyMap<Path, Places>> {
  const edits = new Map(part.edits.map((edit) => [edit.path, edit]));
  const places = new Map(paths.map((path): [Path, Places] => [path, placesOf(edits.get(path))]));
  const queries = paths.flatMap((path) => queriesFor(part, path, edits.get(path)));
  const found = await lookUp(
    git,
    queries.map(({ name }) => name),
  );
  queries.forEach(({ path, side }, index) => {
    const known = places.get(path);
    // of several protected branches the first that has the file speaks
    if (known?.[side].kind === 'absent') places.set(path, { ...known, [side]: placeOf(found[index] ?? null) });
  });
  return places;
}

/** A sibling is looked up on both sides; an edit knows its own blobs, and its old name is what has landed. */
function queriesFor({ trees }: Part, path: Path, edit: Edit | undefined): readonly Query[] {
  if (trees === undefined || /[\n\r]/.test(path)) return []; // asked line by line; an analyzer never needs such a name
  const landed = trees.landed.map((tip): Query => ({ path, side: 'landed', name: nameAt(tip, edit?.from ?? path) }));
  if (edit) return landed;
  return [
    ...landed,
    { path, side: 'before', name: nameAt(trees.before, path) },
    { path, side: 'after', name: nameAt(trees.after, path) },
  ];
}

function placesOf(edit: Edit | undefined): Places {
  if (edit === undefined) return { before: ABSENT, after: ABSENT, landed: ABSENT };
  return { before: versionPlace(edit.before), after: versionPlace(edit.after), landed: ABSENT };
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

const spent = new WeakMap<Change, number>();

/** Each object once, in as few processes as memory allows, until a bound is met; what is beyond it is `unreadable`. */
async function readPlaces(
  git: Git,
  change: Change,
  places: ReadonlyMap<Path, Places>,
  bounds: Bounds,
): Promise<ReadonlyMap<Oid, Content>> {
  const contents = new Map<Oid, Content>();
  const wanted: Wanted[] = [];
  let call = 0;
  let total = spent.get(change) ?? 0;
  for (const { before, after, landed } of places.values()) {
    for (const place of [after, before, landed]) {
      if (place.kind !== 'object' || contents.has(place.oid)) continue;
      const refusal = refuse(place.size, call, total, bounds);
      contents.set(place.oid, { kind: 'unreadable', why: refusal ?? `git does not have object ${place.oid}` });
      if (refusal !== null) continue;
      wanted.push(place);
      call += place.size;
      total += place.size;
    }
  }
  spent.set(change, total);
  for (const batch of batches(wanted)) {
    const bodies = await readObjects(git, batch);
    batch.forEach((oid, index) => {
      const body = bodies[index];
      if (body) contents.set(oid, decode(body));
    });
  }
  return contents;
}

type Wanted = { readonly oid: Oid; readonly size: number };

/** What git answers is held several times over while it arrives: a batch of this size keeps a change of 10,000 files small. */
const BATCH = 8 * MB;

function batches(wanted: readonly Wanted[]): readonly (readonly Oid[])[] {
  const all: Oid[][] = [];
  let room = 0;
  for (const { oid, size } of wanted) {
    if (room < size || all.length === 0) {
      all.push([]);
      room = BATCH;
    }
    all.at(-1)?.push(oid);
    room -= size;
  }
  return all;
}

function refuse(size: number, call: number, total: number, bounds: Bounds): string | null {
  if (size > bounds.file) return `it has ${size} bytes and a file is read up to ${bounds.file}`;
  if (call + size > bounds.call) return `${bounds.call} bytes of this part were read already`;
  return total + size > bounds.change ? `${bounds.change} bytes of this change were read already` : null;
}
