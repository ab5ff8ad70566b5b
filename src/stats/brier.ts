/** One confidence with what came of it, and how many it stands for. */
export type Weighed = { readonly stated: number; readonly y: number; readonly weight: number };

export type Brier = {
  readonly brier: number;
  /** How far what is stated is from what is so; the less, the better. */
  readonly reliability: number;
  /** How well it tells the likely from the unlikely; the more, the better. */
  readonly resolution: number;
  /** What is left if one only knows how many are right. */
  readonly uncertainty: number;
  /** How much better it is than that: 1 is perfect, below 0 it is worse. Null where all are of one class: nothing could be better. */
  readonly skill: number | null;
};

/** Brier = reliability - resolution + uncertainty (Murphy), exact since each value that was stated is a group of its own. */
export function brierOf(rows: readonly Weighed[]): Brier | null {
  const all = sumOf(rows);
  if (all.weight === 0) return null;
  const base = all.y / all.weight;
  let [reliability, resolution] = [0, 0];
  for (const [stated, { weight, y }] of groupsOf(rows)) {
    reliability += weight * (stated - y / weight) ** 2;
    resolution += weight * (y / weight - base) ** 2;
  }
  const brier = rows.reduce((sum, { stated, y, weight }) => sum + weight * (stated - y) ** 2, 0) / all.weight;
  const uncertainty = base * (1 - base);
  const skill = all.y === 0 || all.y === all.weight ? null : 1 - brier / uncertainty;
  return { brier, reliability: reliability / all.weight, resolution: resolution / all.weight, uncertainty, skill };
}

type Sum = { readonly weight: number; readonly y: number };

function sumOf(rows: readonly Weighed[]): Sum {
  return rows.reduce<Sum>((sum, { y, weight }) => plus(sum, y, weight), { weight: 0, y: 0 });
}

function groupsOf(rows: readonly Weighed[]): ReadonlyMap<number, Sum> {
  const groups = new Map<number, Sum>();
  for (const { stated, y, weight } of rows) {
    groups.set(stated, plus(groups.get(stated) ?? { weight: 0, y: 0 }, y, weight));
  }
  return groups;
}

function plus(sum: Sum, y: number, weight: number): Sum {
  return { weight: sum.weight + weight, y: sum.y + weight * y };
}
