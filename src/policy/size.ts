import type { Edit, Part } from '../model/change.ts';

/** How much a part does, without renames and without lock, generated and vendored files: what limits and `change:` count. */
export type Size = {
  readonly files: number;
  readonly lines: number;
  /** Landed files that are deleted. */
  readonly deleted: number;
  /** Files whose lines nobody could count; `lines` is then a lower bound. */
  readonly unmeasured: number;
};

export function measure(part: Part, counts: (edit: Edit) => boolean = () => true): Size {
  const edits = part.edits.filter((edit) => !edit.generated && counts(edit));
  const own = edits.filter((edit) => edit.status !== 'rename');
  return {
    files: own.length,
    lines: edits.reduce((sum, edit) => sum + linesOf(edit), 0),
    deleted: own.filter((edit) => edit.status === 'delete' && edit.landed !== false).length,
    unmeasured: edits.filter((edit) => edit.lines === 'unknown').length,
  };
}

function linesOf({ lines }: Edit): number {
  return typeof lines === 'string' ? 0 : lines.added + lines.removed;
}
