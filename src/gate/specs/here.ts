import { pathFromBytes } from '../../system/bytes.ts';
import { readBasis } from '../basis.ts';
import type { Gate } from '../open.ts';
import { protectedTip } from '../readings.ts';
import { isCalled, PLACES, specName, type SpecFile } from './find.ts';
import { patternsOf } from './of-change.ts';
import { standingSpec, type Standing } from './standing.ts';
import { type Version, versionsOf, type Where } from './versions.ts';

/** The specs of this checkout: those that have landed, those of the branch, and those that nobody has committed. */
export type SpecsHere = {
  readonly where: Where;
  readonly versions: readonly Version[];
  readonly uncommitted: readonly Uncommitted[];
  /** The one that the next push of this branch is held against, as far as commits and names say. */
  readonly standing: Standing;
};

export async function specsHere(gate: Gate): Promise<SpecsHere> {
  const basis = await readBasis(gate, { kind: 'paths', paths: [] }, null);
  const tip = await protectedTip(gate, patternsOf(basis.usable.map(({ rules }) => rules)));
  const { head, branch } = gate.repository;
  const where: Where = {
    repo: basis.context.repo,
    tree: head,
    landed: tip?.oid ?? null,
    tips: head === null ? [] : [head],
    branch,
    edits: [],
    message: null,
    isBeforeCommit: true,
  };
  const [{ all }, standing, lying] = await Promise.all([
    versionsOf(gate, where),
    standingSpec(gate, where),
    lyingHere(gate),
  ]);
  return {
    where,
    versions: all,
    uncommitted: lying.filter(({ path }) => !all.some((one) => one.path === path)),
    standing,
  };
}

/** In the working tree, and in no tree of git's: nobody has said that it counts. */
export type Uncommitted = Pick<SpecFile, 'path' | 'name'> & { readonly because: 'uncommitted' };

/** In the index or beside it; what git is told to ignore is nobody's spec. */
async function lyingHere({ git, repository }: Gate): Promise<readonly Uncommitted[]> {
  if (repository.root === null) return [];
  const places = PLACES.map((place) => `:(top)${place}`);
  const words = ['ls-files', '-z', '--full-name', '--cached', '--others', '--exclude-standard', '--', ...places];
  const listing = await git.run(words);
  const paths = new Set<string>();
  for (let at = 0; at < listing.length;) {
    const end = listing.indexOf(0, at);
    paths.add(pathFromBytes(listing.subarray(at, end)));
    at = end + 1;
  }
  return [...paths].flatMap((path) => {
    const name = specName(path);
    return name === null ? [] : [{ path, name, because: 'uncommitted' as const }];
  });
}

export function findHere({ versions, uncommitted }: SpecsHere, word: string): Version | Uncommitted | null {
  return [...versions, ...uncommitted].find((one) => isCalled(one, word)) ?? null;
}
