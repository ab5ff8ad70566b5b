import type { Group } from './edit-script.ts';

/**
 * The same groups with `more` kept lines told as removed and added: git, which takes shortcuts, found so many fewer in common, or saw a
 * difference in bytes that is none in characters. Doubtful lines first, then the shortest stretches between two groups.
 */
export function evenOut(
  groups: readonly Group[],
  sizes: { readonly before: number; readonly after: number },
  more: number,
  isDoubtful: (b: number) => boolean,
): readonly Group[] {
  if (more <= 0) return groups;
  const stretches = stretchesOf(groups, sizes.before, sizes.after);
  const single = ({ a0, b0 }: Group, at: number): Group => ({
    a0: a0 + at,
    a1: a0 + at + 1,
    b0: b0 + at,
    b1: b0 + at + 1,
  });
  const lines = (stretch: Group): readonly Group[] =>
    Array.from({ length: Math.min(stretch.a1 - stretch.a0, MOST) }, (_, at) => single(stretch, at));
  const shortest = stretches.toSorted((one, two) => one.a1 - one.a0 - (two.a1 - two.a0));
  const [doubtful, sure] = [stretches, shortest].map((order) => order.flatMap(lines));
  const wanted = [
    ...(doubtful ?? []).filter(({ b0 }) => isDoubtful(b0)),
    ...(sure ?? []).filter(({ b0 }) => !isDoubtful(b0)),
  ];
  const chosen = wanted.slice(0, more);
  return joined([...groups, ...chosen].toSorted((one, two) => one.a0 - two.a0 || one.b0 - two.b0));
}

/** No more lines of one stretch are looked at. */
const MOST = 200_000;

/** What lies between the groups, the same on both sides. */
function stretchesOf(groups: readonly Group[], before: number, after: number): readonly Group[] {
  let [a0, b0] = [0, 0];
  return [...groups, { a0: before, a1: before, b0: after, b1: after }].map((group) => {
    const stretch = { a0, a1: group.a0, b0, b1: group.b0 };
    [a0, b0] = [group.a1, group.b1];
    return stretch;
  });
}

function joined(groups: readonly Group[]): readonly Group[] {
  const all: Group[] = [];
  for (const group of groups) {
    const last = all.at(-1);
    if (last?.a1 === group.a0 && last.b1 === group.b0) all[all.length - 1] = { ...last, a1: group.a1, b1: group.b1 };
    else all.push(group);
  }
  return all;
}
