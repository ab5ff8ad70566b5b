import type { Path } from './change.ts';

/** Folders that hold everything of a repository say nothing yet: the one below is meant. */
const WHOLE = new Set([
  'src',
  'lib',
  'app',
  'apps',
  'packages',
  'services',
  'internal',
  'pkg',
  'cmd',
  'modules',
  'crates',
  'libs',
  'infra',
]);

/** The part of a repository that a file belongs to: `billing`, `src/gate`; `.` at the top. What goes well in one need not in another. */
export function areaOf(path: Path): string {
  const [first = '.', second, ...rest] = path.split('/');
  if (second === undefined) return '.';
  return WHOLE.has(first) && rest.length > 0 ? `${first}/${second}` : first;
}

/** Where most of a change lies, by lines; of equals the first by name, so that it does not depend on their order. */
export function mainArea(files: readonly { readonly path: Path; readonly lines: number }[]): string {
  const sums = new Map<string, number>();
  for (const { path, lines } of files) sums.set(areaOf(path), (sums.get(areaOf(path)) ?? 0) + 1 + lines);
  const ranked = [...sums].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return ranked[0]?.[0] ?? '.';
}
