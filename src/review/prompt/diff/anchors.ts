import type { Box } from './edit-script.ts';

/** How far a line is looked for, where nothing better is left. */
const REACH = 200;
const LEVELS = 4;

/**
 * Where the shortest path is too dear: lines that stand once on each side hold the two together (patience), and between them each
 * line takes the next one that is equal. Time is that of sorting, whatever the text.
 */
export function matchAround(box: Box, x: Int32Array, y: Int32Array, keep: (i: number, j: number) => void): void {
  const open = [{ box, level: 0 }];
  for (let item = open.pop(); item; item = open.pop()) {
    const pairs = item.level < LEVELS ? rising(uniquePairs(item.box, x, y)) : [];
    if (pairs.length === 0) {
      matchForward(item.box, x, y, keep);
      continue;
    }
    let { a0, b0 } = item.box;
    for (const [i, j] of pairs) {
      keep(i, j);
      open.push({ box: { a0, a1: i, b0, b1: j }, level: item.level + 1 });
      [a0, b0] = [i + 1, j + 1];
    }
    open.push({ box: { ...item.box, a0, b0 }, level: item.level + 1 });
  }
}

type Pair = readonly [i: number, j: number];

function uniquePairs({ a0, a1, b0, b1 }: Box, x: Int32Array, y: Int32Array): readonly Pair[] {
  const [inX, inY] = [placesOnce(x, a0, a1), placesOnce(y, b0, b1)];
  return [...inX].flatMap(([id, i]): Pair[] => {
    const j = inY.get(id) ?? -1;
    return i === -1 || j === -1 ? [] : [[i, j]];
  });
}

function placesOnce(ids: Int32Array, from: number, to: number): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  for (let at = from; at < to; at++) {
    const id = ids[at] ?? -1;
    places.set(id, places.has(id) ? -1 : at);
  }
  return places;
}

/** The longest row of pairs that rises on both sides. */
function rising(pairs: readonly Pair[]): readonly Pair[] {
  const tops: number[] = []; // the pair that ends the best row of each length
  const behind = new Int32Array(pairs.length);
  for (let at = 0; at < pairs.length; at++) {
    const j = pairs[at]?.[1] ?? 0;
    let [low, high] = [0, tops.length];
    while (low < high) {
      const half = (low + high) >> 1;
      if ((pairs[tops[half] ?? 0]?.[1] ?? 0) < j) low = half + 1;
      else high = half;
    }
    behind[at] = tops[low - 1] ?? -1;
    tops[low] = at;
  }
  const row: Pair[] = [];
  for (let at = tops.at(-1) ?? -1; at !== -1; at = behind[at] ?? -1) {
    const pair = pairs[at];
    if (pair) row.push(pair);
  }
  return row.toReversed();
}

function matchForward(box: Box, x: Int32Array, y: Int32Array, keep: (i: number, j: number) => void): void {
  let { b0 } = box;
  let misses = 0;
  for (let i = box.a0; i < box.a1 && b0 < box.b1; i++) {
    const reach = Math.max(1, REACH - misses);
    let j = b0;
    while (j < box.b1 && j - b0 < reach && y[j] !== x[i]) j++;
    const isFound = j < box.b1 && y[j] === x[i];
    misses = isFound ? 0 : misses + 1;
    if (!isFound) continue;
    keep(i, j);
    b0 = j + 1;
  }
}
