import type { Oid } from '../model/change.ts';
import type { Commit } from './commits.ts';

/** The commits that are new to the other side, and those they stand on. */
export type Graph = {
  readonly fresh: ReadonlyMap<Oid, Commit>;
  readonly border: ReadonlyMap<Oid, Commit>;
  /** New commits behind a tip, and the known ones they stand on; both empty when the tip itself is known. */
  readonly reach: (tip: Oid) => Reach;
};
export type Reach = { readonly commits: readonly Oid[]; readonly boundary: readonly Oid[] };

export function graphOf(commits: readonly Commit[]): Graph {
  const fresh = new Map(commits.filter((commit) => !commit.isBoundary).map((commit) => [commit.oid, commit]));
  const border = new Map(commits.filter((commit) => commit.isBoundary).map((commit) => [commit.oid, commit]));
  const walked = new Map<Oid, Reach>();
  const reach = (tip: Oid): Reach => {
    const known = walked.get(tip) ?? walk(fresh, tip);
    walked.set(tip, known);
    return known;
  };
  return { fresh, border, reach };
}

function walk(fresh: ReadonlyMap<Oid, Commit>, tip: Oid): Reach {
  const commits = new Set<Oid>();
  const boundary = new Set<Oid>();
  const open = [tip];
  for (let oid = open.pop(); oid !== undefined; oid = open.pop()) {
    const commit = fresh.get(oid);
    if (commit === undefined) {
      if (oid !== tip) boundary.add(oid);
      continue;
    }
    if (commits.has(oid)) continue;
    commits.add(oid);
    open.push(...commit.parents);
  }
  return { commits: [...commits], boundary: [...boundary] };
}
