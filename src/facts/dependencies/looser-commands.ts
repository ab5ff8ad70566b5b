import type { Path } from '../../model/change.ts';

export type LooserCommand = { readonly line: number; readonly because: string };

/** Scripts of the project that install, and no longer hold to what was locked. Pipelines have their own analyzers. */
export function mayInstall(path: Path): boolean {
  return /(^|\/)(package\.json|(GNU)?[Mm]akefile|[Jj]ustfile)$|\.(sh|bash|mk)$/.test(path);
}

const STRICT: readonly (readonly [word: RegExp, because: string])[] = [
  [/\bnpm ci\b/g, '`npm ci` is gone: what was locked is no longer held to'],
  [
    /--frozen-lockfile\b(?!=false)|--immutable\b(?!-cache)/g,
    '--frozen-lockfile is gone: what was locked is no longer held to',
  ],
  [/--ignore-scripts\b(?!=false)/g, '--ignore-scripts is gone: scripts of packages run at the installation'],
  [/--require-hashes\b/g, '--require-hashes is gone: packages are no longer held to their hashes'],
  [/\b(cargo|uv)\b[^\n&|;]{0,80}--(locked|frozen)\b/g, '--locked is gone: what was locked is no longer held to'],
];
const INSTALLS =
  /\b(npm (install|i)|yarn( install)?|pnpm (install|i)|bun install|pip3? install|uv (sync|pip)|cargo (build|install|run|test))\b/g;

export function looserCommands(before: string, after: string): readonly LooserCommand[] {
  const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;
  const known = new Set(before.split('\n').map((line) => line.trim()));
  return STRICT.flatMap(([word, because]) => {
    const lost = count(before, word) > count(after, word);
    if (!lost || count(after, INSTALLS) < count(before, INSTALLS) || count(after, INSTALLS) === 0) return [];
    const at = after
      .split('\n')
      .findIndex((line) => [...line.matchAll(INSTALLS)].length > 0 && !known.has(line.trim()));
    return at < 0 ? [] : [{ line: at + 1, because }];
  });
}
