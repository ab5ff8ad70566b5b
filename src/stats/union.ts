import { type Features, MANY_FILES, type Pushed, type PushedFile } from '../model/risk.ts';

/** What is known of the past of the files of a union: changes of before, and when each was changed last. */
export type Pasts = ReadonlyMap<string, { readonly changes: number; readonly last: number }>;

const DAY = 24 * 60 * 60 * 1000;

/**
 * Several pushes as the one change that they are. The same file from the same state counts once, by its longest version: a push that
 * was tried again, or a branch that was rewritten, brings nothing twice. Steps on top of each other add up, and never to less than the way
 * from the first state to the last. Whoever pushes in parts gains no experience by it.
 */
export function unionOf(pushes: readonly Pushed[]): Pushed {
  const files = new Map<string, PushedFile>();
  for (const file of pushes.flatMap((push) => push.files)) {
    const key = `${file.before}\n${file.path}`;
    const known = files.get(key);
    files.set(key, known === undefined ? file : longest(known, file));
  }
  return {
    files: [...files.values()],
    isFix: pushes.some(({ isFix }) => isFix),
    experience: pushes.reduce((least, { experience }) => Math.min(least, experience), Infinity),
    commits: pushes.reduce((sum, { commits }) => sum + commits, 0),
  };
}

function longest(one: PushedFile, other: PushedFile): PushedFile {
  return {
    ...one,
    added: Math.max(one.added, other.added),
    deleted: Math.max(one.deleted, other.deleted),
    files: Math.max(one.files, other.files),
  };
}

/** The seven features. A file that the clock says was changed tomorrow was changed now. */
export function featuresOf(union: Pushed, pasts: Pasts, at: number): Features {
  const paths = new Set(union.files.map(({ path }) => path));
  const ages: number[] = [];
  let changes = 0;
  for (const path of paths) {
    const past = pasts.get(path);
    if (past === undefined) continue;
    changes += past.changes;
    ages.push(Math.max(0, (at - past.last) / DAY));
  }
  return {
    linesAdded: union.files.reduce((sum, { added }) => sum + added, 0),
    linesDeleted: union.files.reduce((sum, { deleted }) => sum + deleted, 0),
    files: countOf(union.files, paths),
    isFix: union.isFix,
    ageDays: ages.length === 0 ? null : ages.reduce((sum, age) => sum + age, 0) / ages.length,
    changes,
    experience: Number.isFinite(union.experience) ? union.experience : 0,
  };
}

/** Each name once; those that were too many to name are as many as they are. */
function countOf(files: readonly PushedFile[], paths: ReadonlySet<string>): number {
  const many = files.filter(({ path }) => path === MANY_FILES).reduce((sum, one) => sum + one.files, 0);
  return many + paths.size - (paths.has(MANY_FILES) ? 1 : 0);
}
