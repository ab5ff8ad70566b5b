import { matchAround } from './anchors.ts';
import { splitBox } from './middle.ts';
import { slideGroups } from './slide.ts';
import type { TextLines } from './text-lines.ts';

/** Lines `a0..a1` of before became lines `b0..b1` of after; from 0, ends excluded. Everything between groups is the same on both sides. */
export type Group = { readonly a0: number; readonly a1: number; readonly b0: number; readonly b1: number };
export type Box = Group;

/** What one file may cost: a text made to be hard to compare gets a coarser diff, never a wrong or a late one. */
const MOST_STEPS = 12_000_000;

/**
 * The fewest lines removed and added that make one text the other (Myers), bounded; groups lie where a person would put them.
 * git takes shortcuts that cost it lines now and then: `unmatch` evens that out.
 */
export function editScript(before: TextLines, after: TextLines, steps: number = MOST_STEPS): readonly Group[] {
  const ids = new Map<string, number>();
  const [a, b] = [numbered(before, ids), numbered(after, ids)];
  const kept = keptLines(a, b, ids.size, steps);
  return slideGroups(groupsOf(kept), a, b, after.lines, before.lines);
}

/** For each line of before, its number in after, or -1. */
function keptLines(a: Int32Array, b: Int32Array, size: number, steps: number): Int32Array {
  const [inA, inB] = [present(a, size), present(b, size)];
  // a line that the other side does not have cannot be kept: a file written anew costs nothing
  const [rowsA, rowsB] = [indexesOf(a, inB), indexesOf(b, inA)];
  const x = Int32Array.from(rowsA, (row) => a[row] ?? -1);
  const y = Int32Array.from(rowsB, (row) => b[row] ?? -1);
  const kept = new Int32Array(a.length + 1).fill(-1);
  kept[a.length] = b.length; // the end is the same on both sides
  matchAll(x, y, steps, (i, j) => {
    kept[rowsA[i] ?? 0] = rowsB[j] ?? -1;
  });
  return kept;
}

function matchAll(x: Int32Array, y: Int32Array, steps: number, keep: (i: number, j: number) => void): void {
  const budget = { left: steps, forward: new Int32Array(0), backward: new Int32Array(0) };
  const open: Box[] = [{ a0: 0, a1: x.length, b0: 0, b1: y.length }];
  for (let box = open.pop(); box; box = open.pop()) {
    const inner = trim(box, x, y, keep);
    if (inner.a0 === inner.a1 || inner.b0 === inner.b1) continue;
    const middle = splitBox(inner, x, y, budget);
    if (middle === null) {
      matchAround(inner, x, y, keep);
      continue;
    }
    open.push({ ...inner, a0: middle.a, b0: middle.b }, { ...inner, a1: middle.a, b1: middle.b });
  }
}

function trim(box: Box, x: Int32Array, y: Int32Array, keep: (i: number, j: number) => void): Box {
  let { a0, a1, b0, b1 } = box;
  for (; a0 < a1 && b0 < b1 && x[a0] === y[b0]; a0++, b0++) keep(a0, b0);
  for (; a0 < a1 && b0 < b1 && x[a1 - 1] === y[b1 - 1]; a1--, b1--) keep(a1 - 1, b1 - 1);
  return { a0, a1, b0, b1 };
}

/** `a` without its line feed is not the line `a`: git says so, and so does a shell that appends to it. */
function numbered({ lines, open }: TextLines, ids: Map<string, number>): Int32Array {
  const last = lines.length - 1;
  return Int32Array.from(lines, (line, index) => {
    const key = open && index === last ? `${line}\n` : line;
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, ids.size);
    return ids.size - 1;
  });
}

function present(ids: Int32Array, size: number): Uint8Array {
  const there = new Uint8Array(size);
  for (const id of ids) there[id] = 1;
  return there;
}

function indexesOf(ids: Int32Array, there: Uint8Array): readonly number[] {
  const rows: number[] = [];
  for (let row = 0; row < ids.length; row++) if (there[ids[row] ?? 0] === 1) rows.push(row);
  return rows;
}

function groupsOf(kept: Int32Array): readonly Group[] {
  const groups: Group[] = [];
  let [a0, b0] = [0, 0];
  for (let a = 0; a < kept.length; a++) {
    const b = kept[a] ?? -1;
    if (b === -1) continue;
    if (a > a0 || b > b0) groups.push({ a0, a1: a, b0, b1: b });
    [a0, b0] = [a + 1, b + 1];
  }
  return groups;
}
