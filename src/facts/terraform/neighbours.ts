import type { Edit, Path } from '../../model/change.ts';
import type { Files } from '../analyzer.ts';
import { environmentOfPath } from '../environment.ts';
import { ancestors, folderOf, inFolder } from '../path.ts';
import { targetsIn } from './links.ts';
import { isConfig, isVariables } from './module.ts';
import { localSource } from './world.ts';

/** Which folders of the repository belong together, told by what they write as the source of their modules. */
export type Neighbours = {
  /** Changed folders, and the folders that call them, near and far. */
  readonly related: ReadonlySet<Path>;
  /** Those, and all the modules they call: what must be read. */
  readonly needed: ReadonlySet<Path>;
  /** Judged on their own. */
  readonly roots: readonly Path[];
};

/** `source = "./db"`: cheap to see without understanding the file. */
const SOURCE = /\bsource"?\s{0,40}[=:]\s{0,40}"(\.\.?\/[^"$\n]*|\.\.?)"/g;

export function neighboursOf(edits: readonly Edit[], files: Files): Neighbours {
  const calls = callsIn(files);
  const callers = turned(calls);
  const changed = new Set(
    edits
      .flatMap(({ path, from }) => [path, from ?? path])
      .filter(isOurs)
      .map((path) => homeOf(path, files)),
  );
  const related = reached(changed, callers);
  const isCalled = (folder: Path): boolean =>
    // an example of a module does not tell how it is used elsewhere
    [...(callers.get(folder) ?? [])].some(
      (caller) => caller !== folder && related.has(caller) && environmentOfPath(caller) !== 'test',
    );
  const roots = [...related].filter((folder) => !isCalled(folder));
  return { related, needed: reached(related, calls), roots: roots.length > 0 ? roots : [...changed] };
}

function isOurs(path: Path): boolean {
  return isConfig(path) || isVariables(path);
}

/** `envs/prod.tfvars` belongs to the configuration above it. */
function homeOf(path: Path, files: Files): Path {
  const folder = folderOf(path);
  if (!isVariables(path)) return folder;
  const configured = new Set([...files.keys()].filter(isConfig).map(folderOf));
  return (
    ancestors(folder)
      .slice(0, UP)
      .find((above) => configured.has(above)) ?? folder
  );
}

/** So far above a folder whoever calls it, or reads its variables, is looked for. */
const UP = 4;

type Links = ReadonlyMap<Path, ReadonlySet<Path>>;

function callsIn(files: Files): Links {
  const calls = new Map<Path, Set<Path>>();
  for (const [path, { before, after }] of files) {
    if (!isConfig(path)) continue;
    for (const content of before === after ? [after] : [before, after]) {
      if (content.kind !== 'text') continue;
      for (const [, source = null] of content.text.matchAll(SOURCE)) {
        const folder = localSource(folderOf(path), source);
        if (folder !== null) calls.set(folderOf(path), (calls.get(folderOf(path)) ?? new Set()).add(folder));
      }
    }
  }
  return calls;
}

function turned(links: Links): Links {
  const back = new Map<Path, Set<Path>>();
  for (const [from, all] of links) for (const to of all) back.set(to, (back.get(to) ?? new Set()).add(from));
  return back;
}

function reached(start: ReadonlySet<Path>, links: Links): ReadonlySet<Path> {
  const all = new Set(start);
  for (const folder of all) for (const next of links.get(folder) ?? []) all.add(next);
  return all;
}

const NAMES = ['*.tf', '*.tofu', '*.tf.json', '*.tofu.json', '*.tfvars', '*.tfvars.json'];

export function patternsOf(edits: readonly Edit[], files: Files): readonly Path[] {
  const paths = edits.flatMap(({ path, from }) => [path, from ?? path]);
  const configs = new Set(paths.filter(isConfig).map(folderOf));
  const above = new Set(paths.filter(isVariables).flatMap((path) => ancestors(folderOf(path)).slice(0, UP)));
  const { needed } = neighboursOf(edits, files);
  const folders = new Set([...configs, ...above, ...needed]);
  return [
    ...targetsIn(files),
    ...[...folders].flatMap((folder) => NAMES.map((name) => `:(glob)${inFolder(folder, name)}`)),
    ...[...configs].flatMap((folder) => [`:(glob)${inFolder(folder, '*/*.tfvars')}`, ...callersOf(folder)]),
  ];
}

/** Where a module is usually called from: above it, and beside the folder `modules`. All of a large repository would be too much. */
function callersOf(folder: Path): readonly Path[] {
  const above = ancestors(folder)
    .slice(1, UP)
    .map((one) => `:(glob)${inFolder(one, '*.tf')}`);
  const steps = folder.split('/');
  const at = steps.indexOf('modules');
  const base = steps.slice(0, at).join('/');
  return at === -1 ? above : [...above, ...BESIDE.map((pattern) => `:(glob)${inFolder(base, pattern)}`)];
}

const BESIDE = [
  '*.tf',
  '*/*.tf',
  'env*/*/*.tf',
  'live/*/*.tf',
  'stacks/*/*.tf',
  'accounts/*/*.tf',
  'deployments/*/*.tf',
];
