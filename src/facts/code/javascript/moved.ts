import type { Edit, Path } from '../../../model/change.ts';
import type { LineRange } from '../../../model/fact.ts';

type Changed = { readonly edit: Edit; readonly before: string | null; readonly after: string | null };

/** Did these lines stand in another file before, that has lost them? Then they were moved and not written. */
export function movedFrom(files: readonly Changed[]): (path: Path, range: LineRange) => boolean {
  const lost = new Map<string, Path>();
  for (const { edit, before, after } of files) {
    if (before === null) continue;
    const kept = new Set((after ?? '').split('\n').map((line) => line.trim()));
    for (const line of before.split('\n').map((one) => one.trim()))
      if (line.length >= 8 && !kept.has(line)) lost.set(line, edit.path);
  }
  const lines = new Map(files.map(({ edit, after }) => [edit.path, (after ?? '').split('\n')]));
  return (path, { from, to }) => {
    if (lost.size === 0) return false;
    const near = (lines.get(path) ?? [])
      .slice(Math.max(0, from - 3), Math.min(to, from + 10) + 2)
      .map((line) => line.trim());
    const telling = near.filter((line) => line.length >= 8);
    const own = telling.filter((line) => lost.has(line) && lost.get(line) !== path);
    return telling.length >= 2 && own.length / telling.length >= 0.8;
  };
}
