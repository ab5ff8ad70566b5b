import type { Path } from '../../../model/change.ts';
import type { Content } from '../../../model/content.ts';
import type { Certainty } from '../../secret-files.ts';
import type { Files } from '../../analyzer.ts';
import { askedOfPyproject, askedOfRequirements } from '../../dependencies/python.ts';
import type { Sighting } from '../sighting.ts';
import { allOf, around, named, type Node, textOf } from '../tree.ts';
import { functionAround, type PythonFile, see } from './file.ts';
import { KNOWN } from './known.ts';
import { STANDARD } from './standard.ts';

/** Where a tree says what it needs. Read only once a file of Python is in the change. */
export const MANIFESTS: readonly Path[] = [
  'requirements*.txt',
  'requirements*.in',
  '*requirements.txt',
  'requirements/*',
  'pyproject.toml',
  'setup.py',
  'setup.cfg',
  'Pipfile',
  'environment*.yml',
  'environment*.yaml',
  'conda*.yml',
  'meta.yaml',
].map((name) => `:(glob)**/${name}`);

const IS_MANIFEST =
  /(^|\/)([\w.-]*requirements[\w.-]*\.(txt|in)|pyproject\.toml|setup\.(py|cfg)|Pipfile|(conda|environment)[\w.-]*\.ya?ml|meta\.yaml)$|(^|\/)requirements\/[^/]+$/;

export type Imported = {
  readonly name: string;
  readonly node: Node;
  readonly dots: number;
  readonly rest: readonly string[];
};

export function importsOf(file: PythonFile): readonly Imported[] {
  return allOf(file, 'import_statement', 'import_from_statement').flatMap((node): readonly Imported[] => {
    const text = textOf(file, node, 4000);
    const from = /^from\s+(\.*)\s*([\w.]*)\s+import\b/.exec(text);
    if (from) {
      const parts = (from[2] ?? '').split('.').filter((one) => one !== '');
      return [{ name: parts[0] ?? '', node, dots: (from[1] ?? '').length, rest: parts }];
    }
    return named(node).map((one) => {
      const parts = textOf(file, one, 200).split(/\s/, 1)[0]?.split('.') ?? [];
      return { name: parts[0] ?? '', node, dots: 0, rest: parts };
    });
  });
}

/** Names of packages the tree asks for; null: it does not say. */
export function providedBy(files: Files): ReadonlySet<string> | null {
  const names = new Set<string>();
  let isSaid = false;
  for (const [path, { after }] of files) {
    if (
      after.kind !== 'text' ||
      !IS_MANIFEST.test(path) ||
      /(^|\/)(node_modules|vendor|site-packages|\.venv|venv)\//.test(path)
    )
      continue;
    isSaid = true;
    for (const one of asked(path, after.text)) names.add(plain(one));
  }
  return isSaid ? names : null;
}

function asked(path: Path, text: string): readonly string[] {
  if (path.endsWith('pyproject.toml'))
    return [...askedOfPyproject(text).map(({ name }) => name), ...ownName(text), ...quoted(text)];
  if (/\.(txt|in)$/.test(path)) return askedOfRequirements(text).map(({ name }) => name);
  return [...quoted(text), ...[...text.matchAll(/^\s*-?\s*([A-Za-z][\w.-]*)/gm)].map(([, one = '']) => one)];
}

function ownName(text: string): readonly string[] {
  const name = /^\s*name\s*=\s*["']([\w.-]+)["']/m.exec(text)?.[1];
  return name === undefined ? [] : [name];
}

/** Generous on purpose: what is called anywhere in a manifest is no invented name. */
function quoted(text: string): readonly string[] {
  return [...text.matchAll(/["']([A-Za-z][\w.-]*)/g)]
    .map(([, one = '']) => one)
    .concat([...text.matchAll(/^([A-Za-z][\w.-]*)\s*=/gm)].map(([, one = '']) => one));
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

function isProvided(name: string, provided: ReadonlySet<string>): boolean {
  const options = [...(KNOWN[name]?.split(' ') ?? []), plain(name)];
  if (options.some((one) => provided.has(one))) return true;
  const heads = options.filter((one) => one.endsWith('*')).map((one) => one.slice(0, -1));
  const own = plain(name);
  for (const one of provided) if (heads.some((head) => one.startsWith(head)) || isNamedAfter(one, own)) return true;
  return false;
}

/** `langchain_openai` of `langchain-openai`, `acme` of `acme-sdk`, `slugify` of `python-slugify`, `yaml` of `pyyaml` */
function isNamedAfter(name: string, own: string): boolean {
  return name === `py${own}` || name.startsWith(`${own}-`) || name.endsWith(`-${own}`);
}

/** What an import names, by its line alone: asked before there is a grammar, so it may find a line of a text too. */
type Head = { readonly dots: number; readonly parts: readonly string[]; readonly wanted: readonly string[] };

/** More outside names than this in one change are not looked for, and not accused. */
const MOST_NAMES = 60;

function headsOf(text: string): readonly Head[] {
  const found: Head[] = [];
  for (const [, from, dots = '', module = '', wanted = '', plainly = ''] of text.matchAll(
    /^[ \t]*(?:(from)[ \t]+(\.*)[ \t]*([\w.]*)[ \t]+import[ \t]*\(?([^\n]*)|import[ \t]+([\w., \t]+))/gm,
  )) {
    if (from !== undefined)
      found.push({ dots: dots.length, parts: split(module), wanted: (wanted.match(/\w+/g) ?? []).slice(0, 3) });
    else
      for (const one of plainly.split(','))
        found.push({ dots: 0, parts: split(one.trim().split(/\s/, 1)[0] ?? ''), wanted: [] });
  }
  return found;
}

function split(module: string): readonly string[] {
  return module.split('.').filter((one) => one !== '');
}

function isOutside(name: string, provided: ReadonlySet<string>): boolean {
  return /^[A-Za-z]\w*$/.test(name) && !STANDARD.has(name) && !isProvided(name, provided);
}

/** Where modules of the tree itself would lie that no manifest provides. */
export function ownPlaces(
  texts: readonly string[],
  provided: ReadonlySet<string> | null,
  known: ReadonlySet<string>,
): readonly Path[] {
  if (provided === null) return [];
  const heads = texts
    .flatMap(headsOf)
    .filter(({ dots, parts: [name = ''] }) => dots === 0 && !known.has(name) && isOutside(name, provided));
  const names = new Set(heads.map(({ parts: [name = ''] }) => name));
  if (names.size > MOST_NAMES) return [];
  return heads.flatMap(({ parts, wanted }) => {
    const [name = ''] = parts;
    const full = parts.join('/');
    const deeper = parts.length > 1 ? [`${full}.py`, `${full}/*.py`] : wanted.map((one) => `${name}/${one}.py`);
    return [`${name}.py`, `${name}.pyx`, `${name}/__init__.py`, ...deeper].map((one) => `:(glob)**/${one}`);
  });
}

/** Folders and modules that the change itself names. */
export function namesIn(paths: readonly Path[]): ReadonlySet<string> {
  return new Set(paths.flatMap((path) => path.split('/').map((part) => part.replace(/\.\w+$/, ''))));
}

export function phantoms(
  file: PythonFile,
  files: Files,
  provided: ReadonlySet<string> | null,
  known: ReadonlySet<string>,
): readonly Sighting[] {
  const missing = relativeMissing(file, files);
  if (provided === null || !isCovered(file.path, files)) return missing;
  const own = modulesOf(files);
  const outside = importsOf(file).filter(
    ({ name, dots }) => dots === 0 && isOutside(name, provided) && !own.has(name) && !known.has(name),
  );
  if (new Set(outside.map(({ name }) => name)).size > MOST_NAMES) return missing;
  const found = outside.map((one) =>
    see(file, one.node, {
      kind: 'code.phantom-import',
      how: 'unlisted',
      name: one.name,
      certainty: rated(file, one),
      because: `no manifest of this tree names a package for ${one.name}`,
    }),
  );
  return [...missing, ...found];
}

/** A manifest deep in the tree speaks for its own folder. */
function isCovered(path: Path, files: Files): boolean {
  for (const [one, { after }] of files) {
    if (after.kind !== 'text' || !IS_MANIFEST.test(one)) continue;
    const folder = one
      .slice(0, one.lastIndexOf('/') + 1)
      .replace(/(^|\/)(requirements|deps|dependencies|conda|ci|docker|build)\/$/, '$1');
    if (path.startsWith(folder)) return true;
  }
  return false;
}

/** Behind a `try` or in a function it may be there or not; tests and scripts are often run with more. */
function rated(file: PythonFile, { node, name }: Imported): Certainty {
  const isOptional = around(node, 'try_statement', 'if_statement', 'with_statement') !== null;
  if (
    isOptional ||
    file.place === 'example' ||
    file.place === 'config' ||
    /^(win32\w*|_\w+|js|pyodide|machine|micropython|bpy|maya|gdb|idaapi|conans?|sublime|hou|nuke|unreal|torch_\w+)$/.test(
      name,
    )
  )
    return 'possible';
  if (file.place !== 'source' || functionAround(node)) return 'likely';
  return 'certain';
}

/** Every folder and file name of Python sources at hand. */
function modulesOf(files: Files): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [path, { after }] of files) {
    if (!isThere(after) || !/\.(py|pyx|so|pyi)$/.test(path)) continue;
    for (const part of path.split('/')) names.add(part.replace(/\.\w+$/, ''));
  }
  return names;
}

function isThere(content: Content | undefined): boolean {
  return content !== undefined && content.kind !== 'absent';
}

/** `from .cart import total` where there is no cart beside it. */
function baseOf(path: Path, dots: number, parts: readonly string[]): Path | null {
  const folders = path.split('/');
  return dots === 0 || parts.length === 0 || folders.length < dots
    ? null
    : [...folders.slice(0, -dots), ...parts].join('/');
}

/** `six.moves.queue`: a module that makes its parts when it is loaded. */
function modulesAbove(base: Path, parts: readonly string[]): readonly Path[] {
  const folders = base.split('/');
  return parts.slice(1).map((_, index) => `${folders.slice(0, folders.length - 1 - index).join('/')}.py`);
}

export function relativePlaces(path: Path, text: string): readonly Path[] {
  return headsOf(text).flatMap(({ dots, parts }) => {
    const base = baseOf(path, dots, parts);
    return base === null ? [] : [...modulesAbove(base, parts), `${base}.py`, `:(glob)${base}.*`, `:(glob)${base}/*`];
  });
}

function relativeMissing(file: PythonFile, files: Files): readonly Sighting[] {
  return importsOf(file).flatMap(({ node, dots, rest }) => {
    const base = baseOf(file.path, dots, rest);
    const beside = base === null ? undefined : files.get(`${base}.py`);
    if (base === null || !beside || isThere(beside.after)) return []; // without an answer nobody looked
    if (modulesAbove(base, rest).some((path) => isThere(files.get(path)?.after))) return [];
    for (const [path, { after }] of files)
      if ((path.startsWith(`${base}/`) || path.startsWith(`${base}.`)) && isThere(after)) return [];
    const isOptional =
      around(node, 'try_statement', 'if_statement') !== null || /(^|\/)(extern|_?vendor|moves)\//.test(base);
    const isMade = /_pb2(_grpc)?$|version_*$|_generated$|_ext$|_native$|_speedups$|^_|^build_?info$/.test(
      rest.at(-1) ?? '',
    );
    const certainty = isOptional || isMade ? 'possible' : 'certain';
    return [
      see(file, node, {
        kind: 'code.phantom-import',
        how: 'missing-file',
        name: base,
        certainty,
        because: `there is no ${base}.py and no such package`,
      }),
    ];
  });
}
