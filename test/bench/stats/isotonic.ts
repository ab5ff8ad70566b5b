import { type Point, usable } from '../../../src/stats/point.ts';
import { weightOf } from '../../../src/stats/weight.ts';

/** From this confidence on, so many are right. */
export type Stair = { readonly from: number; readonly right: number };
export type Isotonic =
  | { readonly kind: 'known'; readonly n: number; readonly stairs: readonly Stair[] }
  | { readonly kind: 'too few'; readonly n: number; readonly needed: number };

/** It follows every wiggle: below 100 labels it is worse than saying the same of all, and only here better than two numbers. */
const FEWEST = 1000;

/** The stairs that never fall and lie nearest to what was seen (pool adjacent violators). */
export function fitIsotonic(points: readonly Point[], fewest: number = FEWEST): Isotonic {
  const seen = usable(points);
  const n = seen.length;
  if (n < fewest || n === 0) return { kind: 'too few', n, needed: fewest - n };
  return { kind: 'known', n, stairs: stairsOf(seen) };
}

export function applyIsotonic(stated: number, stairs: readonly Stair[]): number {
  const below = stairs.findLastIndex(({ from }) => from <= stated);
  return (stairs[below] ?? stairs[0])?.right ?? 0.5;
}

type Block = { readonly from: number; readonly weight: number; readonly sum: number };

function stairsOf(points: readonly Point[]): readonly Stair[] {
  const blocks: Block[] = [];
  for (const block of alike(points)) {
    let last = block;
    for (let before = blocks.at(-1); before !== undefined && meanOf(before) >= meanOf(last); before = blocks.at(-1)) {
      blocks.pop();
      last = { from: before.from, weight: before.weight + last.weight, sum: before.sum + last.sum };
    }
    blocks.push(last);
  }
  return blocks.map((block) => ({ from: block.from, right: meanOf(block) }));
}

/** What was stated alike is one block, or the order of the labels would count. */
function alike(points: readonly Point[]): readonly Block[] {
  const groups = new Map<number, Block>();
  for (const { stated, right, chance } of points) {
    const { weight, sum } = groups.get(stated) ?? { weight: 0, sum: 0 };
    const more = weightOf(chance);
    groups.set(stated, { from: stated, weight: weight + more, sum: sum + (right ? more : 0) });
  }
  return [...groups.values()].toSorted((one, other) => one.from - other.from);
}

function meanOf({ weight, sum }: Block): number {
  return sum / weight;
}
