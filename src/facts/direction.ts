import type { Leaf } from './outline.ts';

export type Direction = 'install' | 'tighten' | 'weaken' | 'unclear';

/** What adding and what removing an entry under a path means. The first that fits. */
export type Meaning = {
  readonly path: RegExp;
  readonly added: Direction;
  readonly removed: Direction;
  /** For a single value that is replaced: its rank, higher being stricter. Null: cannot be ranked. */
  readonly rank?: (value: string) => number | null;
  /** A list whose absence means "everything": dropping it whole widens although its entries were grants. */
  readonly absenceIsAll?: boolean;
};

/** All that differs, weighed: one step down weighs more than any number up. Null: nothing in force differs. */
export function directionOf(
  before: readonly Leaf[],
  after: readonly Leaf[],
  meanings: readonly Meaning[],
): Direction | null {
  const removed = without(before, after);
  const added = without(after, before);
  const paths = new Set([...removed, ...added].map(({ path }) => path));
  const seen = [...paths].map((path) => {
    const meaning = meanings.find((candidate) => candidate.path.test(path));
    if (!meaning) return 'unclear';
    return directionAt(meaning, valuesAt(removed, path), valuesAt(added, path), {
      before: before.some((leaf) => leaf.path === path),
      after: after.some((leaf) => leaf.path === path),
    });
  });
  return strongest(isShuffled(before, after) ? [...seen, 'unclear'] : seen);
}

/**
 * Items of a list are compared without their place, so that one may come before another. Then two overrides could swap
 * their paths unseen: what stays must stay in its order.
 */
function isShuffled(before: readonly Leaf[], after: readonly Leaf[]): boolean {
  return keptItems(before, after).join('\n') !== keptItems(after, before).join('\n');
}

function keptItems(leaves: readonly Leaf[], others: readonly Leaf[]): readonly string[] {
  const known = new Set(others.map(spell));
  return leaves
    .filter(({ path }) => path.includes('[].'))
    .map(spell)
    .filter((leaf) => known.has(leaf));
}

function spell({ path, value }: Leaf): string {
  return `${path}\n${value}`;
}

export function strongest(seen: readonly Direction[]): Direction | null {
  for (const direction of ['weaken', 'unclear', 'tighten', 'install'] as const) {
    if (seen.includes(direction)) return direction;
  }
  return null;
}

type Present = { readonly before: boolean; readonly after: boolean };

function directionAt(
  meaning: Meaning,
  removed: readonly string[],
  added: readonly string[],
  present: Present,
): Direction {
  if (meaning.absenceIsAll === true && !present.after) return 'weaken';
  if (meaning.absenceIsAll === true && !present.before) return 'tighten';
  // one grant for another: whether `content/blog/**` is less than `content/**` is not told by comparing lines
  if (meaning.absenceIsAll === true && removed.length > 0 && added.length > 0) return 'unclear';
  const [from] = removed;
  const [to] = added;
  if (from !== undefined && to !== undefined && meaning.rank) return compare(meaning.rank(from), meaning.rank(to));
  const parts = [...(removed.length > 0 ? [meaning.removed] : []), ...(added.length > 0 ? [meaning.added] : [])];
  return strongest(parts) ?? 'unclear';
}

function compare(before: number | null, after: number | null): Direction {
  if (before === null || after === null || before === after) return 'unclear';
  return after > before ? 'tighten' : 'weaken';
}

function without(leaves: readonly Leaf[], others: readonly Leaf[]): readonly Leaf[] {
  const known = new Set(others.map(spell));
  return leaves.filter((leaf) => !known.has(spell(leaf)));
}

function valuesAt(leaves: readonly Leaf[], path: string): readonly string[] {
  return leaves.filter((leaf) => leaf.path === path).map(({ value }) => value);
}
