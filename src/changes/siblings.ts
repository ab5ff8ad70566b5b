import type { Oid, Path } from '../model/change.ts';
import { pathFromBytes } from '../system/bytes.ts';
import type { Git } from '../system/git.ts';

/** More folders than this, and reading the whole tree once is cheaper than naming them. */
const MOST_FOLDERS = 200;

/**
 * The files of a tree that patterns may mean, as `git ls-files ':(glob)…'` reads them. A large repository has a hundred thousand
 * files and a module has ten: only the folders that a pattern begins with are listed.
 */
export async function listSiblings(git: Git, tree: Oid, patterns: readonly string[]): Promise<readonly Path[]> {
  const starts = patterns.map(startOf);
  const deep = new Set(starts.filter((start) => start.isDeep).map(({ folder }) => folder));
  const flat = new Set(starts.filter((start) => !start.isDeep).map(({ folder }) => folder));
  if (deep.has('') || deep.size + flat.size > MOST_FOLDERS) return await list(git, tree, ['-r'], []);
  const top = flat.delete('') ? await list(git, tree, [], []) : [];
  const shallow = flat.size === 0 ? [] : await list(git, tree, [], [...flat].map(asFolder));
  const whole = deep.size === 0 ? [] : await list(git, tree, ['-r'], [...deep].map(asFolder));
  return [...top, ...shallow, ...whole];
}

/** `infra/prod/*.tf` lists one folder, `infra/**`, `infra/*` + `/main.tf` all that is below. */
function startOf(pattern: string): { readonly folder: Path; readonly isDeep: boolean } {
  const wild = pattern.search(/[*?[\\]/);
  const literal = wild < 0 ? pattern : pattern.slice(0, wild);
  const folder = literal.slice(0, Math.max(0, literal.lastIndexOf('/')));
  const rest = pattern.slice(folder === '' ? 0 : folder.length + 1);
  return { folder, isDeep: rest.includes('/') || rest.includes('**') };
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
