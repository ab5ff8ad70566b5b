import type { Edit, Path } from '../../model/change.ts';
import type { Grammars } from '../../model/syntax.ts';
import type { Observation } from '../analyzer.ts';
import { folderOf } from '../path.ts';
import { backendIn } from './backend.ts';
import { callsIn } from './calls.ts';
import { causeAmong } from './cause.ts';
import { changesIn } from './changes.ts';
import { consequencesOf } from './consequences.ts';
import { featuresIn } from './features.ts';
import { lifecycleIn } from './lifecycle.ts';
import { relocatedIn } from './providers.ts';
import { commandsIn } from './provisioners.ts';
import { triggeredIn } from './triggers.ts';
import { destroyedIn } from './destroyed.ts';
import { type HclFile } from './syntax.ts';
import { isConfig, isVariables, parseFile } from './module.ts';
import { type Edits, type Root, type Worlds, foldersOf, rootOf, withRadius } from './root.ts';
import { type World, moduleAt, worldOf } from './world.ts';
import { variantsOf } from './variants.ts';

type Texts = ReadonlyMap<Path, string>;
type Sides = { readonly before: Texts; readonly after: Texts; readonly landed: Texts };

export function factsOfRoots(
  texts: Sides,
  edits: Edits,
  folders: readonly Path[],
  grammars: Grammars,
): readonly Observation[] {
  const whole = { before: worldOf(texts.before), after: worldOf(texts.after), landed: worldOf(texts.landed) };
  const renamed = renamedFolders(whole, edits);
  const gone = new Set(renamed.values());
  const left = folders.filter((folder) => !gone.has(folder));
  const broken: Observation[] = [];
  const found: Observation[] = [];
  const waiting = new Set(edits.all);
  for (let at = 0; at < left.length || waiting.size > 0; at += TOGETHER) {
    const some = left.slice(at, at + TOGETHER);
    const worlds = refreshed(whole);
    for (const root of rootsIn(worlds, edits, some, renamed)) found.push(...judge(root, grammars));
    const read = some.length === 0 ? [...waiting] : some.flatMap((folder) => edits.byFolder.get(folder) ?? []);
    for (const edit of read) if (waiting.delete(edit)) broken.push(...unreadableIn(worlds, edit));
  }
  return [...broken, ...distinct(found)];
}

/** Folders that are held in memory at a time, parsed: a change of five thousand files has five hundred. */
const TOGETHER = 25;

function refreshed({ before, after, landed }: Worlds): Worlds {
  const parsed = new Map<string, HclFile>();
  const fresh = (world: World): World => ({ ...world, parsed, modules: new Map() });
  return { before: fresh(before), after: fresh(after), landed: fresh(landed) };
}

/** What is called is judged where it is called, with its arguments. */
function rootsIn(
  worlds: Worlds,
  edits: Edits,
  folders: readonly Path[],
  renamed: ReadonlyMap<Path, Path>,
): readonly Root[] {
  return folders.flatMap((folder) => {
    const from = renamed.get(folder) ?? folder;
    return variantsOf(folder, from, worlds).map((variant) => rootOf(folder, from, worlds, variant, edits));
  });
}

/**
 * A folder that is there under another name, by the files git saw renamed: new name to old. Its state does not lie in it; a
 * backend that changes with it is told by backend.ts.
 */
function renamedFolders({ before, after }: Worlds, { all }: Edits): ReadonlyMap<Path, Path> {
  const renamed = new Map<Path, Path>();
  for (const { path, from } of all) {
    if (from === null || !isConfig(path) || !isConfig(from)) continue;
    const [now, was] = [folderOf(path), folderOf(from)];
    const isWhole = now !== was && !moduleAt(before, now) && !moduleAt(after, was);
    if (isWhole && !renamed.has(now) && ![...renamed.values()].includes(was)) renamed.set(now, was);
  }
  return renamed;
}

function judge(root: Root, grammars: Grammars): readonly Observation[] {
  const cause = causeAmong(root.edits, foldersOf(root));
  if (!cause) return [];
  const table = grammars.table('terraform');
  const changes = changesIn(root, cause);
  return [
    ...cutShort(root, cause),
    ...destroyedIn(root, cause),
    ...callsIn(root, cause),
    ...backendIn(root, cause),
    ...relocatedIn(root, cause),
    ...featuresIn(root, cause),
    ...lifecycleIn(root, cause, table),
    ...triggeredIn(root, changes, cause),
    ...consequencesOf(changes, table),
    ...commandsIn(root, cause),
  ].map((seen) => withRadius(root, seen));
}

/** Instances beyond a bound were not compared. */
function cutShort({ before, after, folder }: Root, edit: Edit): readonly Observation[] {
  if (!before.isCut && !after.isCut) return [];
  const why = `more instances are declared in ${folder || 'the top folder'} than can be compared`;
  return [{ kind: 'unreadable', subject: edit.path, edit, range: null, attributes: { what: 'terraform', why } }];
}

/** The same is said once, whichever variables file it was worked out with. */
function distinct(seen: readonly Observation[]): readonly Observation[] {
  const byId = new Map<string, Observation>();
  for (const one of seen) {
    const id = `${one.kind} ${one.subject} ${String(one.attributes['protection'])} ${String(one.attributes['because'])}`;
    if (!byId.has(id)) byId.set(id, one);
  }
  return [...byId.values()];
}

/** A file that cannot be read on either side hides what it held. */
function unreadableIn({ before, after }: Worlds, edit: Edit): readonly Observation[] {
  const brokenIn = (world: World, path: Path): { line: number; message: string } | undefined => {
    const text = world.texts.get(path);
    return text === undefined || !(isConfig(path) || isVariables(path))
      ? undefined
      : parseFile(path, text, world.parsed).problems[0];
  };
  const now = edit.after ? brokenIn(after, edit.path) : undefined;
  // what only this branch ever had cannot be lost, whatever it was
  const then = edit.before && edit.landed !== false ? brokenIn(before, edit.from ?? edit.path) : undefined;
  const problem = now ?? then;
  if (!problem) return [];
  const why = `line ${problem.line}${now ? '' : ' before the change'}: ${problem.message}`;
  const range = now ? { from: problem.line, to: problem.line } : null;
  return [{ kind: 'unreadable', subject: edit.path, edit, range, attributes: { what: 'terraform', why } }];
}
