import type { Box } from './edit-script.ts';

export type Budget = { left: number; forward: Int32Array; backward: Int32Array };

/**
 * A point on a shortest path through the box, found from both ends at once (Myers 1986, section 4b), so that memory stays linear.
 * Null: it would cost more than is left. Wants a box whose corners differ, or it would answer a corner.
 */
export function splitBox(
  box: Box,
  x: Int32Array,
  y: Int32Array,
  budget: Budget,
): { readonly a: number; readonly b: number } | null {
  const [n, m] = [box.a1 - box.a0, box.b1 - box.b0];
  const zero = n + m + 1;
  makeRoom(budget, 2 * zero + 1);
  const { forward, backward } = budget;
  forward[zero + 1] = 0;
  backward[zero + 1] = 0;
  const isOdd = ((n - m) & 1) !== 0;
  const there: Sweep = { reach: forward, other: backward, x, y, a: box.a0, b: box.b0, way: 1, n, m, zero };
  const back: Sweep = { reach: backward, other: forward, x, y, a: box.a1 - 1, b: box.b1 - 1, way: -1, n, m, zero };
  for (let d = 0; budget.left > 0; d++) {
    const met = sweep(there, d, isOdd ? d - 1 : -1, budget);
    if (met !== null) return { a: box.a0 + met.at, b: box.b0 + met.at - met.k };
    const metBack = sweep(back, d, isOdd ? -1 : d, budget);
    if (metBack !== null) return { a: box.a1 - metBack.at, b: box.b1 - metBack.at + metBack.k };
  }
  return null;
}

/** One of the two directions: where it begins, which way it goes, how far each diagonal has come. */
type Sweep = {
  readonly reach: Int32Array;
  readonly other: Int32Array;
  readonly x: Int32Array;
  readonly y: Int32Array;
  readonly a: number;
  readonly b: number;
  readonly way: 1 | -1;
  readonly n: number;
  readonly m: number;
  readonly zero: number;
};

/** One edit further on every diagonal; where it meets the other direction, which has been on diagonals up to `met`. */
function sweep(
  { reach, other, x, y, a, b, way, n, m, zero }: Sweep,
  d: number,
  met: number,
  budget: Budget,
): { readonly k: number; readonly at: number } | null {
  const low = -(d - 2 * Math.max(0, d - m));
  const high = d - 2 * Math.max(0, d - n);
  for (let k = low; k <= high; k += 2) {
    const [left, right] = [reach[zero + k - 1] ?? 0, reach[zero + k + 1] ?? 0];
    const from = k === -d || (k !== d && left < right) ? right : left + 1;
    let at = from;
    while (at < n && at - k < m && x[a + way * at] === y[b + way * (at - k)]) at++;
    budget.left -= 1 + at - from;
    reach[zero + k] = at;
    const facing = n - m - k;
    if (Math.abs(facing) <= met && at + (other[zero + facing] ?? 0) >= n) return { k, at };
  }
  return null;
}

function makeRoom(budget: Budget, size: number): void {
  if (budget.forward.length >= size) return;
  budget.forward = new Int32Array(size);
  budget.backward = new Int32Array(size);
}
