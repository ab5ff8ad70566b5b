import type { Change, Edit, Part, Path } from '../../model/change.ts';
import { isRefusal } from '../../model/level.ts';
import { showPath } from '../../speak/escape.ts';
import type { Situation } from '../next-step.ts';

export type Without = {
  /** What was left out, both names of a rename: git must be told both. */
  readonly names: readonly Path[];
  /** What stays. */
  readonly kept: readonly Path[];
};

const MOST = 12;

/** The change without the edits that were refused, if that would pass. `reshape` makes of it what the step would make. */
export async function tryWithout(
  { change, refused, rejudge }: Situation,
  reshape: (smaller: Change) => Change = (same) => same,
): Promise<Without | null> {
  const bad = new Set(refused.map((ruling) => ruling.fact.where.path));
  const isBad = (edit: Edit): boolean => bad.has(edit.path);
  const parts = change.parts.map((part): Part => ({ ...part, edits: part.edits.filter((edit) => !isBad(edit)) }));
  if (countEdits(parts) === countEdits(change.parts)) return null; // no file can be left out: a ref, a size
  if (isRefusal((await rejudge(reshape({ ...change, parts }))).level)) return null;
  const snapshot = change.parts.filter((part) => part.scope !== 'history').flatMap((part) => part.edits);
  const namesOf = (edits: readonly Edit[]): readonly Path[] => [
    ...new Set(edits.flatMap((edit) => (edit.from === null ? [edit.path] : [edit.path, edit.from]))),
  ];
  return {
    names: namesOf(snapshot.filter(isBad)),
    kept: namesOf(snapshot.filter((edit) => !isBad(edit))),
  };
}

function countEdits(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.edits.length, 0);
}

/** Paths for people. */
export function words(paths: readonly Path[]): string {
  const more = paths.length > MOST ? ` and ${paths.length - MOST} more` : '';
  return paths.slice(0, MOST).map(showPath).join(' ') + more;
}

/**
 * Paths for git: from the folder people stand in, and never taken for a pattern. Null where they cannot all be typed: a
 * command that is cut short is no command.
 */
export function pathspecs(paths: readonly Path[], isAtTop: boolean): string | null {
  if (paths.length > MOST || paths.some((path) => /[\udc80-\udcff]/.test(path))) return null;
  return paths.map((path) => showPath(pathspec(path, isAtTop))).join(' ');
}

function pathspec(path: Path, isAtTop: boolean): string {
  const isOdd = /[*?[\\]|^:/.test(path);
  if (isAtTop) return isOdd ? `:(literal)${path}` : path;
  return isOdd ? `:(top,literal)${path}` : `:/${path}`;
}
