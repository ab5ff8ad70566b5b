import type { Edit } from '../../model/change.ts';
import type { Content } from '../../model/content.ts';
import { languageOfPath } from '../../model/language.ts';
import type { MaterialFile } from '../material.ts';
import type { Block } from './block.ts';
import { editScript, type Group } from './diff/edit-script.ts';
import { evenOut } from './diff/even-out.ts';
import { splitLines, type TextLines } from './diff/text-lines.ts';
import { headerOf } from './header.ts';
import { hunksOf } from './hunks.ts';
import { whyGenerated } from './made.ts';
import { settleLineEnds } from './line-ends.ts';
import { type Secrecy, veil } from './mask.ts';
import { shownPath } from './names.ts';

export type BlockOptions = Secrecy & {
  /** The most that one line may weigh. */
  readonly mostOfLine: number;
  /** Another file's name differs from this one's in case only. */
  readonly isDoubleName: (edit: Edit) => boolean;
  /** Called generated or vendored, and little enough to be read all the same (made.ts). */
  readonly isShownAnyway: (edit: Edit) => boolean;
};

/** A file of the change as it is printed, and what of it cannot be. */
export function blockOf({ edit, sides, withheld }: MaterialFile, options: BlockOptions): Block {
  const name = options.isDoubleName(edit) ? ['another name differs from this one in case only'] : [];
  if (withheld !== '') return unseen(edit, options, `withheld: ${withheld}`, false, name);
  if (edit.generated && !options.isShownAnyway(edit)) return unseen(edit, options, whyGenerated(edit), true, name);
  const [before, after] = [sideOf(edit.before, sides.before), sideOf(edit.after, sides.after)];
  const lost = [before, after].find((side) => side.kind === 'unreadable');
  if (lost?.kind === 'unreadable') return unseen(edit, options, `could not be read: ${lost.why}`, false, name);
  if (before.kind !== 'text' && after.kind !== 'text') return binary(edit, options, name);
  return textBlock(edit, textOf(before), textOf(after), options, [...name, ...binarySide(edit, before, after)]);
}

/** What git keeps of a submodule is one line. */
function sideOf(version: Edit['before'], content: Content): Content {
  if (version === null) return { kind: 'absent' };
  if (version.mode === '160000') return { kind: 'text', text: `Subproject commit ${version.oid}\n` };
  return content.kind === 'absent' ? { kind: 'unreadable', why: 'git does not have it' } : content;
}

function textOf(content: Content): string {
  return content.kind === 'text' ? content.text : '';
}

/** A picture is nothing to read. A source file that nobody can read any more, and a program, are not excused. */
function binary(edit: Edit, options: BlockOptions, notes: readonly string[]): Block {
  if (edit.after === null || !isProgram(edit)) return unseen(edit, options, 'binary', true, notes);
  const isSource = languageOfPath(edit.path) !== null;
  const why = isSource ? 'binary under a name of source code' : 'a program that nobody can read';
  return unseen(edit, options, why, false, notes);
}

const PROGRAM = /\.(exe|dll|so|dylib|node|wasm|jar|war|class|pyc|apk|bin|deb|rpm|msi)$/i;

/** bash runs a script with a NUL behind its first line, whatever git calls it. */
function isProgram({ path, after }: Edit): boolean {
  return languageOfPath(path) !== null || after?.mode === '100755' || !/\.\w+$/.test(path) || PROGRAM.test(path);
}

const BINARY_NOW = 'it is binary now';

function binarySide(edit: Edit, before: Content, after: Content): readonly string[] {
  if (before.kind === 'binary') return ['it was binary before'];
  if (after.kind === 'binary') return [BINARY_NOW];
  return edit.lines === 'binary' ? ['git is told that it is binary'] : [];
}

function unseen(edit: Edit, options: BlockOptions, why: string, excused: boolean, notes: readonly string[]): Block {
  const counted = typeof edit.lines === 'string' ? { added: 0, removed: 0 } : edit.lines;
  // INVARIANT: what nobody saw and nobody excused is never counted as nothing
  const isNothing = counted.added + counted.removed === 0 && !excused;
  const lines = isNothing ? { added: 1, removed: 0 } : counted;
  const shown = shownPath(edit.path, options);
  const header = headerOf(edit, shown, counted, [...notes, `not shown: ${why}`], options);
  return { path: edit.path, shown, header, hunks: [], ...lines, told: 0, why, excused };
}

function textBlock(edit: Edit, before: string, after: string, options: BlockOptions, notes: readonly string[]): Block {
  const raw = { before: splitLines(before), after: splitLines(after) };
  const ends = settleLineEnds(raw.before, raw.after);
  const counted = countedByGit(edit);
  const groups = settleGroups(ends.before, ends.after, ends.every ? null : counted);
  const own = sizesOf(ends.every ? [whole(raw.before, raw.after)] : groups);
  const isUnreadable = isLostSource(edit, notes);
  const said = counted ?? own;
  // one more than is shown: what a source file became, and nobody can read
  const lines = isUnreadable ? { ...said, added: said.added + 1 } : said;
  const hunks = hunksOf(
    {
      path: edit.path,
      groups,
      before: { ...ends.before, veiled: veil(edit.path, before, options), starts: startsOf(raw.before) },
      after: { ...ends.after, veiled: veil(edit.path, after, options), starts: startsOf(raw.after) },
      isWhole: edit.before === null || edit.after === null,
    },
    options.mostOfLine,
  );
  const cut = hunks.flatMap(({ rows }) => rows).filter((row) => row.cut).length;
  const shown = shownPath(edit.path, options);
  const more = [...notes, ...ends.notes, ...byteNotes(edit, before, after)];
  const isNotLost = own.added + own.removed >= said.added + said.removed;
  const lost = isNotLost ? [] : ['bytes that are no characters changed'];
  const sorry = cut === 0 ? '' : `${cut} lines are too long to be shown whole`;
  return {
    path: edit.path,
    shown,
    header: headerOf(edit, shown, said, [...more, ...lost], options),
    hunks,
    ...lines,
    told: ends.every ? lines.added + lines.removed - cut : 0,
    why: isUnreadable ? BINARY_NOW : isNotLost ? sorry : lost.join(''),
    // what is shown counts like everything else; of a bundle's endless lines nobody is asked for more
    excused: edit.generated && cut > 0,
  };
}

function isLostSource(edit: Edit, notes: readonly string[]): boolean {
  return notes.includes(BINARY_NOW) && isProgram(edit);
}

function countedByGit({ lines }: Edit): { readonly added: number; readonly removed: number } | null {
  return typeof lines === 'string' ? null : lines;
}

function settleGroups(
  before: TextLines,
  after: TextLines,
  counted: { readonly added: number; readonly removed: number } | null,
): readonly Group[] {
  const groups = editScript(before, after);
  if (counted === null) return groups;
  const own = sizesOf(groups);
  const more = Math.min(counted.added - own.added, counted.removed - own.removed);
  const sizes = { before: before.lines.length, after: after.lines.length };
  return evenOut(groups, sizes, more, (b) => isDoubtful(after.lines[b] ?? '', b, own));
}

/** Bytes that are no UTF-8 look alike here, and a byte order mark is not seen at all. */
function isDoubtful(line: string, at: number, own: { readonly added: number }): boolean {
  return line.includes('\ufffd') || (at === 0 && own.added === 0);
}

function whole(before: TextLines, after: TextLines): Group {
  return { a0: 0, a1: before.lines.length, b0: 0, b1: after.lines.length };
}

function sizesOf(groups: readonly Group[]): { readonly added: number; readonly removed: number } {
  return {
    added: groups.reduce((sum, { b0, b1 }) => sum + b1 - b0, 0),
    removed: groups.reduce((sum, { a0, a1 }) => sum + a1 - a0, 0),
  };
}

function startsOf({ lines }: TextLines): readonly number[] {
  let at = 0;
  return lines.map((line) => {
    const from = at;
    at += line.length + 1;
    return from;
  });
}

/** What two texts do not show of themselves. */
function byteNotes(edit: Edit, old: string, now: string): readonly string[] {
  const isBoth = edit.before !== null && edit.after !== null;
  const notes: string[] = [];
  if (old === now && old !== '' && edit.before?.oid !== edit.after?.oid)
    notes.push('a byte order mark or bytes that are no characters differ');
  if (isBoth && old !== now && old.replace(/\s+/g, '') === now.replace(/\s+/g, '')) notes.push('white space only');
  if (old.includes('\ufffd') || now.includes('\ufffd'))
    notes.push('not UTF-8: bytes that are no characters are ⟨U+FFFD⟩');
  return notes;
}
