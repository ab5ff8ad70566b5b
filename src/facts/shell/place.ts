import type { Scene } from '../../model/call.ts';

/** A path as facts and policies name it: relative to where the repository begins where it lies inside, else absolute. */
export function pathInScene(path: string, { root }: Scene): string {
  if (root === null) return path;
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}

/** `..` and `.` taken out; symbolic links are not followed, which nobody can here. */
export function resolvePath(path: string, cwd: string | null): string | null {
  if (path.startsWith('/')) return normalize(path);
  return cwd === null ? null : normalize(`${cwd}/${path}`);
}

function normalize(path: string): string {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  return `/${kept.join('/')}`;
}
