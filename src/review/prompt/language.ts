import type { Path } from '../../model/change.ts';

const LANGUAGES: Readonly<Record<string, readonly string[]>> = {
  typescript: ['ts', 'tsx', 'mts', 'cts', 'vue', 'svelte'],
  javascript: ['js', 'jsx', 'mjs', 'cjs'],
  python: ['py', 'pyi'],
  go: ['go'],
  java: ['java'],
  kotlin: ['kt', 'kts'],
  ruby: ['rb', 'rake'],
  rust: ['rs'],
  csharp: ['cs'],
  php: ['php'],
  c: ['c', 'h', 'cc', 'cpp', 'hpp', 'cxx'],
  swift: ['swift'],
  shell: ['sh', 'bash', 'zsh'],
  sql: ['sql'],
  yaml: ['yaml', 'yml'],
  terraform: ['tf', 'hcl', 'tofu'],
};

const BY_ENDING: ReadonlyMap<string, string> = new Map(
  Object.entries(LANGUAGES).flatMap(([language, endings]) =>
    endings.map((ending): [string, string] => [ending, language]),
  ),
);

/** By its ending; empty where it says nothing. */
export function languageOf(path: Path): string {
  return BY_ENDING.get(path.slice(path.lastIndexOf('.') + 1).toLowerCase()) ?? '';
}

/** The languages of a sheet, the one with the most files first. */
export function languagesOf(paths: readonly Path[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const language = languageOf(path);
    if (language !== '') counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  return [...counts]
    .toSorted((one, two) => two[1] - one[1] || (one[0] < two[0] ? -1 : 1))
    .map(([language]) => language);
}
