import { type Known, worthOf } from './ask-worth.ts';

/** Something that could be asked. */
export type Candidate = {
  readonly id: string;
  /** Two of one cluster are never asked together. */
  readonly cluster: string;
  /** Contract and reader: whose posterior an answer moves. */
  readonly cell: string;
  /** What a better decision about it is worth: 1 where it stands in the way, less where it only warns. */
  readonly stake: number;
};

export type Weighed = {
  readonly id: string;
  readonly cluster: string;
  readonly chance: number;
  readonly worth: number;
};

/** One in five is chosen by lot alone: whoever asks only where he doubts never learns that he was wrong to be sure. */
export const BY_LOT = 0.2;
const NOTHING: Known = { right: 0, wrong: 0, gap: 0 };
const TINY = 1e-9;

/**
 * How likely each of them is to be asked, if `most` are. The budget is given out one by one to the cell where an answer is worth most,
 * counting what it was given already; within a cell all are alike. A fifth of it is spread over all clusters evenly.
 *
 * INVARIANT: every chance is above 0, they sum to min(most, clusters), and those of one cluster to at most 1. So `drawQuestions` can
 * honour each of them exactly, and what is kept with an answer is the chance with which it was really drawn.
 */
export function weighQuestions(
  candidates: readonly Candidate[],
  known: ReadonlyMap<string, Known>,
  most: number,
): readonly Weighed[] {
  const sizes = countBy(candidates, ({ cluster }) => cluster);
  const budget = Math.min(most, sizes.size);
  if (budget <= 0) return [];
  const cells = cellsOf(candidates, sizes, known);
  giveOut(cells, budget);
  return candidates.map(({ id, cluster, cell }) => {
    const { given, room, worth } = cells.get(cell) ?? EMPTY;
    const own = (1 - BY_LOT) * (given / (given + room)) + (BY_LOT * budget) / sizes.size;
    return { id, cluster, chance: own / (sizes.get(cluster) ?? 1), worth };
  });
}

/** Of the budget `given`, and `room` for so many clusters more. A cluster of several cells is part of each. */
type Cell = {
  readonly known: Known;
  readonly worth: number;
  readonly stake: number;
  given: number;
  room: number;
};
const EMPTY: Cell = { known: NOTHING, worth: 0, stake: 0, given: 0, room: 1 };

function cellsOf(
  candidates: readonly Candidate[],
  sizes: ReadonlyMap<string, number>,
  known: ReadonlyMap<string, Known>,
): ReadonlyMap<string, Cell> {
  const stakes = new Map<string, number>();
  const rooms = new Map<string, number>();
  for (const { cell, cluster, stake } of candidates) {
    stakes.set(cell, (stakes.get(cell) ?? 0) + stake);
    rooms.set(cell, (rooms.get(cell) ?? 0) + 1 / (sizes.get(cluster) ?? 1));
  }
  return new Map(
    [...stakes].map(([name, stake]) => {
      const so = known.get(name) ?? NOTHING;
      return [name, { known: so, stake, worth: stake * worthOf(so, 0), given: 0, room: rooms.get(name) ?? 0 }];
    }),
  );
}

/** To the best cell, one by one; what no cell is worth is spread over the room that is left. */
function giveOut(cells: ReadonlyMap<string, Cell>, budget: number): void {
  const worth = new Map([...cells].map(([name, cell]) => [name, cell.worth]));
  let left = budget;
  while (left > TINY) {
    const best = bestOf(cells, worth);
    if (best === null) break;
    const [name, cell] = best;
    const part = Math.min(1, cell.room, left);
    give(cell, part);
    left -= part;
    worth.set(name, cell.stake * worthOf(cell.known, Math.floor(cell.given + TINY)));
  }
  const room = [...cells.values()].reduce((sum, cell) => sum + cell.room, 0);
  if (left <= TINY || room <= 0) return;
  const share = Math.min(1, left / room);
  for (const cell of cells.values()) give(cell, cell.room * share);
}

function bestOf(cells: ReadonlyMap<string, Cell>, worth: ReadonlyMap<string, number>): readonly [string, Cell] | null {
  let best: readonly [string, Cell] | null = null;
  let most = TINY;
  for (const [name, cell] of cells) {
    const own = worth.get(name) ?? 0;
    if (cell.room <= TINY || own <= most) continue;
    [best, most] = [[name, cell], own];
  }
  return best;
}

function give(cell: Cell, part: number): void {
  cell.given += part;
  cell.room = Math.max(0, cell.room - part);
}

/**
 * Draws, each with its own chance and never two of a cluster (systematic sampling in random order): the chances lie end to end on a
 * line, and a comb of teeth one apart is laid on it at random. How many are drawn is the sum of the chances.
 */
export function drawQuestions(weighed: readonly Weighed[], random: () => number): readonly Weighed[] {
  const clusters = shuffled([...clustersOf(weighed)], random);
  const drawn: Weighed[] = [];
  let tooth = random();
  let end = 0;
  for (const members of clusters) {
    const start = end;
    end += members.reduce((sum, { chance }) => sum + chance, 0);
    if (tooth >= end) continue;
    // where in the cluster the tooth falls is even over it, and so names the member with its share
    const hit = memberAt(members, tooth - start);
    if (hit !== undefined) drawn.push(hit);
    tooth += 1;
  }
  return drawn;
}

function memberAt(members: readonly Weighed[], at: number): Weighed | undefined {
  let end = 0;
  return members.find(({ chance }) => (end += chance) > at) ?? members.at(-1);
}

function clustersOf(weighed: readonly Weighed[]): Iterable<readonly Weighed[]> {
  const clusters = new Map<string, Weighed[]>();
  for (const one of weighed) {
    const members = clusters.get(one.cluster);
    if (members === undefined) clusters.set(one.cluster, [one]);
    else members.push(one);
  }
  return clusters.values();
}

function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  const order = [...items];
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const [a, b] = [order[at], order[other]];
    if (a !== undefined && b !== undefined) [order[at], order[other]] = [b, a];
  }
  return order;
}

function countBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}
