import type { Change, Edit, Part } from '../../model/change.ts';
import { saysItMends } from '../../model/mends.ts';
import { MANY_FILES, type Pushed, type PushedFile } from '../../model/risk.ts';
import { isCode } from '../../policy/reach.ts';
import { sha256 } from '../../system/files.ts';

/** As many are named in the log; the rest is counted. */
const MOST_NAMED = 300;

/** What a part brings, without what nobody wrote by hand. */
export function pushedBy(change: Change, part: Part, experience: number): Pushed {
  const edits = part.edits.filter(({ generated }) => !generated);
  const sorted = edits.map(fileOf).sort((a, b) => (a.path < b.path ? -1 : 1));
  const commits = new Set(part.edits.flatMap((edit) => edit.commits));
  return {
    files: [...sorted.slice(0, MOST_NAMED), ...restOf(sorted.slice(MOST_NAMED))],
    isFix: change.parts.some(({ scope, id, title }) => {
      return scope === 'history' && commits.has(id) && saysItMends(title.slice(title.indexOf(' ') + 1));
    }),
    experience,
    commits: commits.size,
  };
}

/** By its name of before, under which its past is known. */
function fileOf(edit: Edit): PushedFile {
  const { path, from, before } = edit;
  const { added, removed } = linesOf(edit);
  return { path: from ?? path, before: before?.oid ?? '', added, deleted: removed, files: 1 };
}

const BYTES_OF_A_LINE = 40;

/** Of a picture git counts no lines, and neither do we. Of a program it does not where an attribute says so, which its author can write. */
function linesOf({ path, before, after, lines }: Edit): { readonly added: number; readonly removed: number } {
  if (typeof lines !== 'string') return lines;
  const of = (size: number): number => (isCode(path) ? Math.ceil(size / BYTES_OF_A_LINE) : 0);
  return { added: of(after?.size ?? 0), removed: of(before?.size ?? 0) };
}

function restOf(files: readonly PushedFile[]): readonly PushedFile[] {
  if (files.length === 0) return [];
  return [
    {
      path: MANY_FILES,
      before: sha256(files.map(({ path, before }) => `${before} ${path}`).join('\n')),
      added: files.reduce((sum, { added }) => sum + added, 0),
      deleted: files.reduce((sum, { deleted }) => sum + deleted, 0),
      files: files.length,
    },
  ];
}

/** What the lot is drawn by: which files are changed, from what. Not to what, or one more blank would draw it again. */
export function lotOf(change: Change, part: Part): string {
  const lines = part.edits.map(({ path, from, before }) => `${before?.oid ?? ''} ${from ?? path}`);
  return sha256([change.repo, ...lines.sort()].join('\n'));
}
