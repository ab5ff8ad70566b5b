import type { Group } from './edit-script.ts';

/** Further than this no person would look. */
const FARTHEST = 60;

/**
 * A group that only adds or only removes can often stand a few lines higher or lower and mean the same. It is put where it begins and
 * ends at the outermost level, so that a new function is shown from its head to its end and not from the end of the one before.
 */
export function slideGroups(
  groups: readonly Group[],
  a: Int32Array,
  b: Int32Array,
  after: readonly string[],
  before: readonly string[],
): readonly Group[] {
  const slid: Group[] = [];
  for (const [index, group] of groups.entries()) {
    const following = groups[index + 1];
    const last = slid.at(-1);
    const adds = group.a0 === group.a1;
    if (!adds && group.b0 !== group.b1) {
      slid.push(group);
      continue;
    }
    const [ids, lines] = adds ? [b, after] : [a, before];
    const [from, to] = adds ? [group.b0, group.b1] : [group.a0, group.a1];
    // one line that is the same stays between two groups, or they would be one
    const floor = last === undefined ? 0 : (adds ? last.b1 : last.a1) + 1;
    const ceiling = following === undefined ? ids.length : (adds ? following.b0 : following.a0) - 1;
    slid.push(moved(group, bestShift(ids, lines, { from, to, floor, ceiling })));
  }
  return slid;
}

type Room = { readonly from: number; readonly to: number; readonly floor: number; readonly ceiling: number };

function bestShift(ids: Int32Array, lines: readonly string[], { from, to, floor, ceiling }: Room): number {
  let [up, down] = [0, 0];
  while (up < FARTHEST && from - up > floor && ids[from - up - 1] === ids[to - up - 1]) up++;
  while (down < FARTHEST && to + down < ceiling && ids[from + down] === ids[to + down]) down++;
  let best = { shift: 0, cost: Number.POSITIVE_INFINITY };
  for (let shift = -up; shift <= down; shift++) {
    const cost = edgeCost(lines, from + shift) + edgeCost(lines, to + shift);
    if (cost <= best.cost) best = { shift, cost };
  }
  return best.shift;
}

/** Of an edge before this line: deep inside a block is dear, before a closing bracket dearer, behind an empty line cheap. */
function edgeCost(lines: readonly string[], at: number): number {
  const line = lines[at];
  if (line === undefined) return 0;
  const text = line.trimStart();
  if (text === '') return indentOf(lines[at + 1] ?? '') * 2 + 1;
  const isBehindSpace = (lines[at - 1] ?? '').trim() === '';
  return indentOf(line) * 2 + (/^[)\]}]|^end\b/.test(text) ? 3 : 0) + (isBehindSpace ? 0 : 1);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function moved({ a0, a1, b0, b1 }: Group, by: number): Group {
  return { a0: a0 + by, a1: a1 + by, b0: b0 + by, b1: b1 + by };
}
