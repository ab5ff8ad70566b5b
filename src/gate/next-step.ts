import type { Change, Edit, Part } from '../model/change.ts';
import { isRefusal } from '../model/level.ts';
import type { Ruling, Verdict } from '../model/verdict.ts';
import { showPath } from '../speak/escape.ts';

/** Judges a smaller change by the very same rules; the verdict is not recorded. */
export type Rejudge = (change: Change) => Promise<Verdict>;

const MOST_PATHS = 12;

/**
 * One step out of a refusal that the gate has itself tried: the change without what was refused. A step that would be
 * refused again is not offered; then only a person can help, and the refusal says how.
 */
export async function findNextStep(change: Change, verdict: Verdict, rejudge: Rejudge): Promise<string | null> {
  const refused = verdict.rulings.filter((ruling) => isRefusal(ruling.level));
  const withoutRefs = await trySomeRefs(change, refused, rejudge);
  if (withoutRefs !== null) return withoutRefs;
  const paths = new Set(refused.map((ruling) => ruling.fact.where.path));
  const smaller = withoutPaths(change, paths);
  if (countEdits(smaller) === countEdits(change)) return null;
  if (isRefusal((await rejudge(smaller)).level)) return null;
  return sayLeaveOut(
    change,
    [...paths].filter((path) => hasPath(change, path)),
    refused,
  );
}

/** In a push of several refs, those with nothing against them can go at once. */
async function trySomeRefs(change: Change, refused: readonly Ruling[], rejudge: Rejudge): Promise<string | null> {
  if (change.inlet !== 'push' || change.refs.length < 2) return null;
  const bad = new Set(refused.flatMap((ruling) => refsOf(change, ruling)));
  const good = change.refs.filter((ref) => !bad.has(ref.ref));
  if (good.length === 0 || good.length === change.refs.length) return null;
  const commits = new Set(good.flatMap((ref) => ref.commits));
  const names = new Set(good.map((ref) => ref.ref));
  const parts = change.parts.filter((part) => (part.scope === 'history' ? commits.has(part.id) : names.has(part.id)));
  if (isRefusal((await rejudge({ ...change, refs: good, parts })).level)) return null;
  return `push the others: git push REMOTE ${good
    .map((ref) => showPath(shorten(ref.ref)))
    .slice(0, MOST_PATHS)
    .join(' ')}`;
}

/** The refs of a push that a ruling is about: by name, by net part, or by a commit they carry. */
export function refsOf(change: Change, ruling: Ruling): readonly string[] {
  const { part, subject, commits } = ruling.fact;
  return change.refs
    .filter(
      (ref) =>
        ref.ref === part ||
        ref.ref === subject ||
        ref.commits.includes(part) ||
        (part === change.inlet && commits.length === 0),
    )
    .map((ref) => ref.ref);
}

function withoutPaths(change: Change, paths: ReadonlySet<string>): Change {
  const keep = (edit: Edit): boolean => !paths.has(edit.path);
  const parts = change.parts.map((part): Part => ({ ...part, edits: part.edits.filter(keep) }));
  return { ...change, parts };
}

function sayLeaveOut(change: Change, paths: readonly string[], refused: readonly Ruling[]): string {
  const shown = paths.slice(0, MOST_PATHS).map(showPath).join(' ');
  const more = paths.length > MOST_PATHS ? ` and ${paths.length - MOST_PATHS} more` : '';
  switch (change.inlet) {
    case 'staged':
      return `leave it out and commit the rest: git restore --staged -- ${shown}${more}`;
    case 'push':
    case 'receive':
    case 'range': {
      const isInHistory = refused.some((ruling) => ruling.fact.scope === 'history');
      return isInHistory
        ? `take ${shown}${more} out of the commits named above (git rebase --interactive), then push again`
        : `put back ${shown}${more} as it was before your branch, commit that, and push again`;
    }
    case 'paths':
    case 'patch':
    case 'case':
      return `leave out ${shown}${more}`;
  }
}

function hasPath(change: Change, path: string): boolean {
  return change.parts.some((part) => part.edits.some((edit) => edit.path === path));
}

function countEdits(change: Change): number {
  return change.parts.reduce((sum, part) => sum + part.edits.length, 0);
}

function shorten(ref: string): string {
  return ref.replace(/^refs\/(heads|tags)\//, '');
}
