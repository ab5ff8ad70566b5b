import type { Path } from '../model/change.ts';

export function baseName(path: Path): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder a path lies in, `` for the top, else without a slash at its end. */
export function folderOf(path: Path): Path {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function inFolder(folder: Path, name: string): Path {
  return folder === '' ? name : `${folder}/${name}`;
}

/** The folder and all above it, nearest first: `a/b` gives `a/b`, `a`, ``. */
export function ancestors(folder: Path): readonly Path[] {
  return folder === '' ? [''] : [folder, ...ancestors(folderOf(folder))];
}

/** Textually, as git and we see it: the file system is not asked. Absolute, or above the top of the repository. */
export function leavesRepository(link: Path, target: string): boolean {
  if (/^([/\\]|[A-Za-z]:)/.test(target)) return true;
  const folder = folderOf(link);
  let depth = folder === '' ? 0 : folder.split('/').length;
  for (const step of target.split('/')) {
    if (step === '' || step === '.') continue;
    depth += step === '..' ? -1 : 1;
    if (depth < 0) return true;
  }
  return false;
}
