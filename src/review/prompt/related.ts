import type { Path } from '../../model/change.ts';

const TEST = /(?:[._-](?:test|tests|spec|e2e)|(?:Test|Tests|Spec))$|^test[._-]/;

/**
 * Files that are read together, in the order of the change: a test stands with what it tests, wherever it lies. Only names are looked at.
 */
export function relatedGroups<T extends { readonly path: Path }>(files: readonly T[]): readonly (readonly T[])[] {
  const subjects = new Set(files.map(({ path }) => stemOf(path)).filter((stem) => !TEST.test(stem)));
  const groups = new Map<string, T[]>();
  for (const file of files) {
    const stem = stemOf(file.path);
    const subject = stem.replace(TEST, '');
    // two files called index in two folders are not related
    const key = TEST.test(stem) && subjects.has(subject) ? subject : NAMELESS.has(stem) ? file.path : stem;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else group.push(file);
  }
  return [...groups.values()].map((group) => group.toSorted((one, two) => order(one.path) - order(two.path)));
}

const NAMELESS = new Set([
  'index',
  'main',
  'mod',
  'lib',
  '__init__',
  'package',
  'readme',
  'README',
  'Makefile',
  'Dockerfile',
]);

function stemOf(path: Path): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? name : name.slice(0, dot);
}

function order(path: Path): number {
  return TEST.test(stemOf(path)) ? 1 : 0;
}
