import type { Oid, Path } from '../model/change.ts';
import { pathFromBytes } from '../system/bytes.ts';
import type { Git } from '../system/git.ts';

/** More folders than this, and reading the whole tree once is cheaper than naming them. */
const MOST_FOLDERS = 200;

/** A pattern with the folder below which all its matches lie. */
type Pattern = { readonly folder: Path; readonly isDeep: boolean; readonly matches: (path: Path) => boolean };

/**
 * The files of some trees that patterns mean, as `git ls-files ':(glob)…'` reads them. A large repository has a hundred
 * thousand files and a module has ten: only the folders that a pattern begins with are listed, and a file is held only against the
 * patterns of the folders above it.
 */
export async function listSiblings(
  git: Git,
  trees: readonly Oid[],
  patterns: readonly string[],
): Promise<readonly Path[]> {
  const compiled = patterns.map(compile);
  const listed = await Promise.all([...new Set(trees)].map((tree) => listFolders(git, tree, compiled)));
  const below = new Map<Path, Pattern[]>();
  for (const pattern of compiled) below.set(pattern.folder, [...(below.get(pattern.folder) ?? []), pattern]);
  return [...new Set(listed.flat())].filter((path) =>
    foldersAbove(path).some((folder) => below.get(folder)?.some(({ matches }) => matches(path)) === true),
  );
}

/** The same for files that lie in no tree: a pattern must mean one thing to a case and to a commit. */
export function matchSiblings(paths: readonly Path[], pattern: string): readonly Path[] {
  return [...new Set(paths)].filter(compile(pattern).matches);
}

async function listFolders(git: Git, tree: Oid, patterns: readonly Pattern[]): Promise<readonly Path[]> {
  const deep = new Set(patterns.filter(({ isDeep }) => isDeep).map(({ folder }) => folder));
  const flat = new Set(patterns.filter(({ isDeep }) => !isDeep).map(({ folder }) => folder));
  if (deep.has('') || deep.size + flat.size > MOST_FOLDERS) return await list(git, tree, ['-r'], []);
  const top = flat.delete('') ? await list(git, tree, [], []) : [];
  const shallow = flat.size === 0 ? [] : await list(git, tree, [], [...flat].map(asFolder));
  const whole = deep.size === 0 ? [] : await list(git, tree, ['-r'], [...deep].map(asFolder));
  return [...top, ...shallow, ...whole];
}

/** `infra/prod/*.tf` lists one folder, `infra/**` all that is below. A folder may be called `[id]`: its own name always fits. */
function compile(pattern: string): Pattern {
  const name = pattern.slice(pattern.lastIndexOf('/') + 1);
  const parent = pattern.slice(0, Math.max(0, pattern.length - name.length - 1));
  if (!/[*?\\]/.test(parent) && !name.includes('**')) {
    const own = toRegExp(name);
    const literal = (path: Path): boolean =>
      folderOf(path) === parent && own.test(path.slice(parent === '' ? 0 : parent.length + 1));
    return { folder: parent, isDeep: false, matches: literal };
  }
  const wild = pattern.search(/[*?[\\]/);
  const folder = folderOf(wild < 0 ? pattern : pattern.slice(0, wild));
  const glob = toRegExp(pattern);
  return { folder, isDeep: true, matches: (path) => glob.test(path) };
}

/** No braces and no `+(…)`: a pattern is ours but for the folders in it, and these may be called anything. */
function toRegExp(glob: string): RegExp {
  const parts = glob.matchAll(/\*\*\/|\*\*|\*|\?|\[[^\]/]+\]|\\.|[^*?[\\]+|\[|\\/gs);
  const source = [...parts].map(([part]) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.startsWith('[') && part.length > 1)
      return `[${part.slice(1, -1).replace(/^!/, '^').replaceAll('\\', '\\\\')}]`;
    return (part.startsWith('\\') && part.length > 1 ? part.slice(1) : part).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, 's');
}

function folderOf(path: Path): Path {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function foldersAbove(path: Path): readonly Path[] {
  const folder = folderOf(path);
  return folder === '' ? [''] : [folder, ...foldersAbove(folder)];
}

function asFolder(folder: Path): string {
  return `${folder}/`;
}

/** `100644 blob <oid>\t<path>\0`; folders and submodules are no files. */
async function list(
  git: Git,
  tree: Oid,
  flags: readonly string[],
  folders: readonly string[],
): Promise<readonly Path[]> {
  const bytes = await git.run([
    'ls-tree',
    '-z',
    '--full-tree',
    ...flags,
    tree,
    ...(folders.length === 0 ? [] : ['--', ...folders]),
  ]);
  const paths: Path[] = [];
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(0, from);
    const row = bytes.subarray(from, end < 0 ? bytes.length : end);
    const tab = row.indexOf(9);
    if (row.subarray(0, tab).includes(' blob ')) paths.push(pathFromBytes(row.subarray(tab + 1)));
    from = end < 0 ? bytes.length : end + 1;
  }
  return paths;
}
