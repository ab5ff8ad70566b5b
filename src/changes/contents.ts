import type { Change, Oid, Part, Path } from '../model/change.ts';
import type { Content, Sides } from '../model/content.ts';
import type { Git } from '../system/git.ts';
import { decode } from './decode.ts';
import { readObjects } from './objects.ts';
import { locate, resolveGlobs } from './places.ts';
import type { Place, Places, Wish } from './places.ts';
import type { Repository } from './repository.ts';

/** What reading may cost. One call is what is held at a time; a change is what a hook may spend on one push. */
export type Bounds = { readonly file: number; readonly call: number; readonly change: number };

const MB = 1024 * 1024;
const BOUNDS: Bounds = { file: 5 * MB, call: 64 * MB, change: 1024 * MB };

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
  const asked: Wish = { part, paths: await resolveGlobs(objects, part, paths) };
  const shelf = await findShelf(objects, change, asked, bounds);
  const places = shelf.places.get(part);
  const contentOf = (place: Place): Content =>
    place.kind === 'object' ? (shelf.contents.get(place.oid) ?? { kind: 'unreadable', why: 'it was not read' }) : place;
  return new Map(
    asked.paths.map((path): [Path, Sides] => {
      const { before, after, landed } = places?.get(path) ?? NOWHERE;
      return [path, { before: contentOf(before), after: contentOf(after), landed: contentOf(landed) }];
    }),
  );
}

const UNASKED: Place = { kind: 'unreadable', why: 'it was not looked up' };
const NOWHERE: Places = { before: UNASKED, after: UNASKED, landed: UNASKED };

type Shelf = {
  readonly places: ReadonlyMap<Part, ReadonlyMap<Path, Places>>;
  readonly contents: ReadonlyMap<Oid, Content>;
};

/** The last reading of a change, with what it read ahead. */
const shelves = new WeakMap<Change, Shelf>();

/** A push of a thousand commits is a thousand small parts: two processes for each would be most of its time. */
const AHEAD = { bytes: 4 * MB, files: 2000 };

async function findShelf(git: Git, change: Change, asked: Wish, bounds: Bounds): Promise<Shelf> {
  const known = shelves.get(change);
  const found = known?.places.get(asked.part);
  if (known && asked.paths.every((path) => found?.has(path))) return known;
  const edited = new Set(asked.part.edits.map(({ path }) => path));
  const isWhole = asked.paths.every((path) => edited.has(path)); // siblings are an aside, and must not clear the shelf
  const places = await locate(git, [asked, ...(isWhole ? wishesAhead(change, asked.part) : [])]);
  const shelf = { places, contents: await readPlaces(git, change, places, bounds) };
  if (isWhole) shelves.set(change, shelf);
  return shelf;
}

function wishesAhead(change: Change, part: Part): readonly Wish[] {
  const wishes: Wish[] = [];
  let { bytes, files } = AHEAD;
  for (const next of change.parts.slice(change.parts.indexOf(part) + 1)) {
    bytes -= next.edits.reduce((sum, { before, after }) => sum + (before?.size ?? 0) + (after?.size ?? 0), 0);
    files -= next.edits.length;
    if (bytes < 0 || files < 0) break;
    wishes.push({ part: next, paths: next.edits.map(({ path }) => path) });
  }
  return wishes;
}

const spent = new WeakMap<Change, number>();

/** Each object once, in as few processes as memory allows, until a bound is met; what is beyond it is `unreadable`. */
async function readPlaces(
  git: Git,
  change: Change,
  places: Shelf['places'],
  bounds: Bounds,
): Promise<ReadonlyMap<Oid, Content>> {
  const contents = new Map<Oid, Content>();
  const wanted: Wanted[] = [];
  let total = spent.get(change) ?? 0;
  for (const part of places.values()) {
    let call = 0;
    for (const place of [...part.values()].flatMap(({ before, after, landed }) => [after, before, landed])) {
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
