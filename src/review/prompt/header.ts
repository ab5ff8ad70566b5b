import type { Edit, Mode } from '../../model/change.ts';
import { type Secrecy, veilAgain } from './mask.ts';
import { quotedPath, shownPath } from './names.ts';

const LETTERS: Readonly<Record<Edit['status'], string>> = { add: 'A', modify: 'M', delete: 'D', rename: 'R' };

/** `# R src/new.ts +3 -1 (was src/old.ts; mode 100644 -> 100755)`. No line of a file can begin like that: each has a mark before it. */
export function headerOf(
  edit: Edit,
  shown: string,
  { added, removed }: { readonly added: number; readonly removed: number },
  notes: readonly string[],
  secrecy: Secrecy,
): string {
  const was = edit.from === null ? [] : [`was ${quotedPath(shownPath(edit.from, secrecy))}`];
  const same = edit.before !== null && edit.before.oid === edit.after?.oid ? ['same content'] : [];
  const all = [...was, ...same, ...modeNote(edit), ...notes.map((note) => veilAgain(edit.path, note, secrecy))];
  const more = all.length === 0 ? '' : ` (${all.join('; ')})`;
  return `# ${LETTERS[edit.status]} ${quotedPath(shown)} +${added} -${removed}${more}`;
}

function modeNote({ before, after }: Edit): readonly string[] {
  if (before !== null && after !== null)
    return before.mode === after.mode ? kindNote(after.mode) : [`mode ${before.mode} -> ${after.mode}`];
  const mode = (after ?? before)?.mode ?? '100644';
  return mode === '100644' ? [] : mode === '100755' ? ['mode 100755'] : kindNote(mode);
}

function kindNote(mode: Mode): readonly string[] {
  return mode === '120000' ? ['symbolic link'] : mode === '160000' ? ['submodule'] : [];
}
