import type { Path } from '../../../model/change.ts';
import type { Files } from '../../analyzer.ts';
import type { Sighting } from '../sighting.ts';
import { allOf, named, textOf } from '../tree.ts';
import { type GoFile, see } from './file.ts';

/** What a `go.mod` says, with the folder it stands in. */
export type Module = { readonly folder: Path; readonly name: string; readonly required: readonly string[] };

export const MANIFESTS: readonly Path[] = ['go.mod', ':(glob)**/go.mod', ':(glob)**/go.work'];

export function modulesOf(files: Files): readonly Module[] {
  return [...files].flatMap(([path, { after }]): readonly Module[] => {
    if (after.kind !== 'text' || !/(^|\/)go\.mod$/.test(path)) return [];
    const name = /^module\s+"?([^\s"]+)/m.exec(after.text)?.[1];
    if (name === undefined) return [];
    const required = [
      ...after.text.matchAll(/^\s*(?:require\s+|replace\s+)?([\w.-]+\.[\w.-]+(?:\/[^\s]+)?)\s+(?:v|=>)/gm),
    ].map(([, one = '']) => one);
    return [{ folder: path.slice(0, -'go.mod'.length), name, required }];
  });
}

/** The one that holds the file: the deepest. */
function moduleAround(path: Path, modules: readonly Module[]): Module | undefined {
  return modules
    .filter(({ folder }) => path.startsWith(folder))
    .toSorted((a, b) => b.folder.length - a.folder.length)[0];
}

function importsIn(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^import\s*(?:\(([^)]*)\)|(?:[\w.]+\s+)?"([^"\n]+)")/gm)];
  return blocks.flatMap(([, many, one]) =>
    one === undefined ? [...(many ?? '').matchAll(/"([^"\n]+)"/g)].map(([, found = '']) => found) : [one],
  );
}

function folderOf(name: string, { folder, name: own }: Module): Path | null {
  return name.startsWith(`${own}/`) ? `${folder}${name.slice(own.length + 1)}` : null;
}

/** Where packages of the module itself would lie. */
export function ownPlaces(path: Path, text: string, modules: readonly Module[]): readonly Path[] {
  const module = moduleAround(path, modules);
  if (!module) return [];
  return importsIn(text).flatMap((one) => {
    const folder = folderOf(one, module);
    return folder === null ? [] : [`:(glob)${folder}/*.go`];
  });
}

export function phantoms(
  file: GoFile,
  files: Files,
  modules: readonly Module[],
  edited: ReadonlySet<Path>,
): readonly Sighting[] {
  const module = moduleAround(file.path, modules);
  if (!module) return [];
  return allOf(file, 'import_spec').flatMap((one): readonly Sighting[] => {
    const name = textOf(file, named(one).at(-1), 300).replaceAll(/["`]/g, '');
    const folder = folderOf(name, module);
    const certainty =
      file.place === 'source' || file.place === 'script' || file.place === 'test' ? 'certain' : 'possible';
    if (folder !== null) {
      if (
        hasPackage(folder, files, edited) ||
        /\/(gen|generated|pb|proto|mocks?|internal\/gen|ent|sqlc|client)(\/|$)/.test(name)
      )
        return [];
      return [
        see(file, one, {
          kind: 'code.phantom-import',
          how: 'missing-file',
          name,
          certainty,
          because: `there is no package in ${folder}`,
        }),
      ];
    }
    // what has no dot in its first part is the standard library
    if (!/^[^/]*\./.test(name) || name === module.name) return [];
    const isRequired = [...module.required, ...modules.map(({ name: other }) => other)].some(
      (known) => name === known || name.startsWith(`${known}/`),
    );
    return isRequired
      ? []
      : [
          see(file, one, {
            kind: 'code.phantom-import',
            how: 'unlisted',
            name,
            certainty,
            because: 'go.mod does not require it',
          }),
        ];
  });
}

function hasPackage(folder: Path, files: Files, edited: ReadonlySet<Path>): boolean {
  const isIn = (path: Path): boolean => path.startsWith(`${folder}/`) && path.endsWith('.go');
  for (const [path, { after }] of files) if (isIn(path) && after.kind !== 'absent') return true;
  return [...edited].some(isIn);
}
