import type { Edit, Path } from '../../model/change.ts';
import { compileGlob } from '../../policy/glob.ts';
import type { ReadSpec } from '../../review/spec.ts';
import { showPath } from '../../speak/escape.ts';
import { specName } from './find.ts';

/** What of a change a spec could be about: not what is generated, nor specs. */
export function filesOf(edits: readonly Edit[]): readonly Path[] {
  return edits.filter(({ generated, path }) => !generated && specName(path) === null).map(({ path }) => path);
}

/** Is a path among those that a spec names? A pattern that cannot be compiled names none. */
export function holds(globs: readonly string[]): (path: Path) => boolean {
  const compiled = globs.map((glob) => compileGlob(glob.endsWith('/') ? `${glob}**` : glob));
  return (path) => compiled.some((glob) => 'matches' in glob && glob.matches(path));
}

/** One line, and no more than that: what of a change its spec does not speak of. */
export function outside({ path, paths }: ReadSpec, edits: readonly Edit[]): readonly string[] {
  if (paths.length === 0) return [];
  const isIn = holds(paths);
  const left = filesOf(edits).filter((one) => !isIn(one));
  if (left.length === 0) return [];
  const named = left.slice(0, 3).map(showPath).join(', ');
  const more = left.length > 3 ? ` and ${left.length - 3} more` : '';
  return [
    `No criterion covers ${named}${more}: ${left.length === 1 ? 'it lies' : 'they lie'} outside of the paths that ${showPath(path)} names.`,
  ];
}
