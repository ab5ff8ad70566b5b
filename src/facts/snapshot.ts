import type { Edit, Path } from '../model/change.ts';
import type { Content } from '../model/content.ts';
import type { AnalyzerInput } from './analyzer.ts';

export type Side = 'before' | 'after' | 'landed';

/** What of one side an analyzer has been handed. */
export type Snapshot = {
  readonly texts: ReadonlyMap<Path, string>;
  /** There, and not to be read: binary, too large, not in git. */
  readonly unread: ReadonlyMap<Path, string>;
};

/** The files of one side under the names they have on it: before a rename, a file stands under its old name. */
export function snapshotOf(input: AnalyzerInput, side: Side, wants: (path: Path) => boolean): Snapshot {
  const olds = new Map(input.edits.map((edit): [Path, Path] => [edit.path, edit.from ?? edit.path]));
  const texts = new Map<Path, string>();
  const unread = new Map<Path, string>();
  for (const [path, sides] of input.files) {
    const name = side === 'after' ? path : (olds.get(path) ?? path);
    if (wants(name)) put(name, sides[side], texts, unread);
  }
  return { texts, unread };
}

function put(path: Path, content: Content, texts: Map<Path, string>, unread: Map<Path, string>): void {
  switch (content.kind) {
    case 'text':
      texts.set(path, content.text);
      return;
    case 'binary':
      unread.set(path, 'it is binary');
      return;
    case 'unreadable':
      unread.set(path, content.why);
      return;
    case 'absent':
      return;
  }
}

/** The edit a path belongs to: by its name before (of something removed) or after. */
export function editsByName(edits: readonly Edit[], side: Side): ReadonlyMap<Path, Edit> {
  const there = edits.filter((edit) => (side === 'after' ? edit.after !== null : edit.before !== null));
  return new Map(there.map((edit): [Path, Edit] => [side === 'after' ? edit.path : (edit.from ?? edit.path), edit]));
}
