import type { Path } from '../../model/change.ts';
import type { Hunk, Row } from './block.ts';
import type { Group } from './diff/edit-script.ts';
import type { TextLines } from './diff/text-lines.ts';
import type { Veiled } from './mask.ts';
import { type Enclosing, outlineOf } from './outline.ts';
import { weightOf } from './tokens.ts';
import { visible } from './visible.ts';

/** One side of a file. `starts`: where each line begins in the whole text, by which secrets are found. */
export type Side = TextLines & { readonly veiled: Veiled; readonly starts: readonly number[] };
export type Changed = {
  readonly path: Path;
  readonly groups: readonly Group[];
  readonly before: Side;
  readonly after: Side;
  /** New or deleted: there is nothing around it. */
  readonly isWhole: boolean;
};

const CONTEXT = 3;
/** So many lines more are cheaper than saying in which definition we are. */
const NEAR = 2;
/** A context line is there to place what changed, and a changed one to be read: it is cut where no person would read on. */
const LONGEST = { context: 160, changed: 6_000, head: 120 };

/** What changed with a few lines around it, stretches that touch as one hunk. */
export function hunksOf(changed: Changed, mostOfLine: number): readonly Hunk[] {
  const outlines = { before: outlineOf(changed.before.lines), after: outlineOf(changed.after.lines) };
  let last = '';
  return gathered(changed.groups).map((groups) => {
    const span = spanOf(groups, changed, outlines.after);
    const rows = rowsOf(groups, span, changed, outlines, mostOfLine);
    const around = changed.isWhole ? null : outerOf(groups, outlines);
    const isVisible = around === null || around.at >= span.from;
    const head = isVisible || around.head === last ? '' : headOf(around, changed);
    if (around !== null) last = around.head;
    return { head, rows };
  });
}

type Outlines = Record<'before' | 'after', (line: number) => Enclosing | null>;
type Span = { readonly from: number; readonly to: number };

/** Groups so near each other that their context meets. */
function gathered(groups: readonly Group[]): readonly (readonly Group[])[] {
  const all: Group[][] = [];
  for (const group of groups) {
    const last = all.at(-1)?.at(-1);
    if (last !== undefined && group.b0 - last.b1 <= 2 * CONTEXT) all.at(-1)?.push(group);
    else all.push([group]);
  }
  return all;
}

/** Lines of after; its context is the same on both sides. */
function spanOf(groups: readonly Group[], { after }: Changed, outline: Outlines['after']): Span {
  const [first, last] = [groups[0]?.b0 ?? 0, groups.at(-1)?.b1 ?? 0];
  const from = Math.max(0, first - CONTEXT);
  const head = outline(first)?.at ?? -1;
  return {
    from: head >= 0 && head < from && from - head <= NEAR ? head : from,
    to: Math.min(after.lines.length, last + CONTEXT),
  };
}

/** What the first changed line stands in; of a removed one that can only be asked of before. */
function outerOf([group]: readonly Group[], outlines: Outlines): Enclosing | null {
  if (group === undefined) return null;
  return group.b0 < group.b1 ? outlines.after(group.b0) : (outlines.after(group.b0 - 1) ?? outlines.before(group.a0));
}

/** Shown from the text itself, so that a secret in it has its name here too. */
function headOf({ head, at }: Enclosing, { before, after }: Changed): string {
  const side = after.lines[at]?.trimStart().startsWith(head) === true ? after : before;
  const line = side.lines[at] ?? '';
  const from = (side.starts[at] ?? 0) + line.length - line.trimStart().length;
  return side.veiled.show(from, from + Math.min(head.length, LONGEST.head));
}

function rowsOf(
  groups: readonly Group[],
  span: Span,
  changed: Changed,
  outlines: Outlines,
  mostOfLine: number,
): readonly Row[] {
  const rows: Row[] = [];
  const add = (mark: Row['mark'], from: number, to: number): void => {
    for (let at = from; at < to; at++) rows.push(rowOf(mark, at, changed, outlines, mostOfLine));
  };
  let at = span.from;
  for (const { a0, a1, b0, b1 } of groups) {
    add(' ', at, b0);
    add('-', a0, a1);
    add('+', b0, b1);
    at = b1;
  }
  add(' ', at, span.to);
  return rows;
}

const OPEN = '\\ no newline at the end\n';

function rowOf(mark: Row['mark'], at: number, changed: Changed, outlines: Outlines, mostOfLine: number): Row {
  const name = mark === '-' ? 'before' : 'after';
  const side = changed[name];
  const line = side.lines[at] ?? '';
  const enclosing = outlines[name](at);
  const from = side.starts[at] ?? 0;
  const shown = shortened(side.veiled, from, line.length, mark === ' ' ? LONGEST.context : LONGEST.changed, mostOfLine);
  const after = side.open && at === side.lines.length - 1 ? OPEN : '';
  return {
    mark,
    line: {
      path: changed.path,
      side: name,
      line: at + 1,
      text: shown.text,
      changed: mark !== ' ',
      symbol: symbolOf(enclosing, side),
    },
    after,
    cut: shown.cut && mark !== ' ',
    opens: enclosing?.at === at,
    weight: shown.weight + weightOf(after) + (mark === ' ' ? 2 : 2 + Math.ceil(String(at + 1).length / 3)),
  };
}

/** A title of a test may hold a secret, and a symbol goes further than the line: then it has none. */
function symbolOf(enclosing: Enclosing | null, { veiled, starts, lines }: Side): string {
  if (enclosing === null) return '';
  const from = starts[enclosing.at] ?? 0;
  return veiled.isBare(from, from + (lines[enclosing.at]?.length ?? 0)) ? visible(enclosing.name) : '';
}

type Short = { readonly text: string; readonly cut: boolean; readonly weight: number };

function shortened(veiled: Veiled, from: number, length: number, longest: number, mostOfLine: number): Short {
  for (let size = Math.min(length, longest); ; size >>= 1) {
    const cut = size < length;
    const text = veiled.show(from, from + size) + (cut ? `⟨cut: ${length - size} more characters⟩` : '');
    const weight = weightOf(text);
    if (weight <= mostOfLine || size < 16) return { text, cut, weight };
  }
}
