import type { Path } from '../../../model/change.ts';
import type { AnalyzerInput, Files } from '../../analyzer.ts';
import type { Certainty } from '../../secret-files.ts';
import { ancestors, folderOf, inFolder } from '../../path.ts';
import type { Sighting } from '../sighting.ts';
import { placeOf } from '../where.ts';
import { isAlias } from './aliases.ts';
import { type Import, importsOf } from './imports.ts';
import { isNoPackage, type Manifest, manifestsAbove, ownNames, packageOf, workspacePatterns } from './packages.ts';
import { see } from './see.ts';
import type { Unit } from './unit.ts';

/** More new imports than these in one change are not looked for one by one. */
const MOST = 2000;

/** Those that are looked for: of the others nothing is claimed. */
export function lookedFor(wanted: readonly Wanted[]): readonly Wanted[] {
  return wanted.slice(0, MOST);
}

export type Wanted = { readonly path: Path; readonly from: string };

const SPECIFIER = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"])([^'"\n]{1,200})\1/g;

export function specifiersIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(SPECIFIER)].map(([, , from = '']) => from));
}

const LOCKS = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'npm-shrinkwrap.json'];

/** What must be read to tell whether an import is provided for. */
export function needsOf(wanted: readonly Wanted[], { files, edits }: AnalyzerInput): readonly Path[] {
  const bare = wanted.filter(({ from }) => !from.startsWith('.') && !isNoPackage(from));
  const folders = [...new Set(bare.flatMap(({ path }) => ancestors(folderOf(path))))];
  const found = new Set(bare.flatMap(({ path }) => manifestsAbove(files, path) ?? []).map((one) => one.folder));
  const open = bare.filter(({ path, from }) => !isListed(manifestsAbove(files, path) ?? [], packageOf(from)));
  const above = open.flatMap(({ path }) => manifestsAbove(files, path) ?? []);
  const isNew = edits.some(({ path }) => /(^|\/)package\.json$/.test(path));
  return [
    ...folders.map((folder) => inFolder(folder, 'package.json')),
    ...(open.length === 0
      ? []
      : [...found].flatMap((folder) =>
          [
            'pnpm-workspace.yaml',
            'lerna.json',
            'tsconfig.json',
            'tsconfig.base.json',
            'jsconfig.json',
            'deno.json',
            'import_map.json',
          ].map((name) => inFolder(folder, name)),
        )),
    ...(open.length === 0 ? [] : [...found].map((folder) => `:(glob)${inFolder(folder, '*.config.*')}`)),
    ...workspacePatterns(files, above),
    ...(isNew ? [...found].flatMap((folder) => LOCKS.map((name) => inFolder(folder, name))) : []),
  ];
}

/** Files that a relative import could mean; that one of them is there is enough. */
export function candidatesOf(wanted: readonly Wanted[]): readonly Path[] {
  return wanted.flatMap(({ path, from }): readonly Path[] => {
    const base = targetOf(path, from);
    if (base === null) return [];
    const stem = base.replace(/\.[mc]?jsx?$/, '');
    return [base, `:(glob)${stem}.*`, `:(glob)${base}.*`, `:(glob)${base}/index.*`, `${base}/package.json`];
  });
}

/** Where a relative import leads, from the top of the repository; null where that cannot be told. */
function targetOf(path: Path, from: string): Path | null {
  if (
    !/^\.\.?(\/|$)/.test(from) ||
    from.includes('node_modules') ||
    /[*?[\]{}$\\!]/.test(from.replace(/\?.*$/, '')) ||
    /[*?[\]\\]/.test(folderOf(path))
  )
    return null;
  const steps = folderOf(path) === '' ? [] : folderOf(path).split('/');
  for (const step of from.replace(/[?#].*$/, '').split('/')) {
    if (step === '..') {
      if (steps.length === 0) return null;
      steps.pop();
    } else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.length === 0 ? null : steps.join('/');
}

const ENDING = /(?:\.d)?\.(?:[mc]?[jt]sx?|json|vue|svelte)$/;

/** Every name by which a file that is there after the change can be imported. */
export function presentIn({ files, edits }: AnalyzerInput): ReadonlySet<Path> {
  const there = [
    ...[...files].filter(([path, { after }]) => after.kind !== 'absent' && !path.startsWith(':')).map(([path]) => path),
    ...edits.filter(({ after }) => after !== null).map(({ path }) => path),
  ];
  return new Set(
    there.flatMap((path) => {
      const stem = path.replace(ENDING, '').replace(/\.(?:web|native|ios|android|server|client|browser|node)$/, '');
      const folder = /(^|\/)(index|package)$/.test(path.replace(ENDING, '')) ? [folderOf(path)] : [];
      return [path, path.replace(ENDING, ''), stem, ...folder, path.replace(/\.\w+$/, '')];
    }),
  );
}

export type Surroundings = {
  readonly files: Files;
  readonly present: ReadonlySet<Path>;
  readonly own: ReadonlySet<string>;
  readonly manifestEdited: boolean;
  readonly ambient: string;
};

export function surroundingsOf(input: AnalyzerInput, ambient: string): Surroundings {
  return {
    files: input.files,
    present: presentIn(input),
    own: ownNames(input.files),
    manifestEdited: input.edits.some(({ path }) => /(^|\/)package\.json$/.test(path)),
    ambient,
  };
}

/** Imports that nothing provides, among those that are new in this file. */
export function phantomImports(
  unit: Unit,
  isNew: (from: string) => boolean,
  around: Surroundings,
): readonly Sighting[] {
  if (unit.place === 'declaration' || /(^|\/)(fixtures?|__fixtures__|testdata|__mocks__|templates?)\//i.test(unit.path))
    return [];
  const seen = new Set<string>();
  return importsOf(unit).flatMap((one): readonly Sighting[] => {
    if (!isNew(one.from) || seen.has(one.from)) return [];
    seen.add(one.from);
    return one.from.startsWith('.') ? missingFile(unit, one, around) : missingPackage(unit, one, around);
  });
}

const MADE =
  /(^|\/)(generated|__generated__|gen|dist|build|out|lib|\.\w[\w-]*|prisma|proto|pb|paraglide|\+types|types\.generated|graphql|_generated|wasm|pkg|native|bindings)(\/|$)|\.(generated|gen|pb|wasm|node|css|scss|less|graphql|gql|macro)$|\+types|\$types|generated|version|\.node$/;

function missingFile(unit: Unit, { from, bit, isTried }: Import, { present }: Surroundings): readonly Sighting[] {
  const base = targetOf(unit.path, from);
  if (
    base === null ||
    present.has(base) ||
    present.has(base.replace(/\.[mc]?jsx?$/, '')) ||
    present.has(base.replace(/\/index$/, ''))
  )
    return [];
  const certainty: Certainty = isTried || MADE.test(base) || unit.place === 'example' ? 'possible' : 'certain';
  return [
    see(unit, 'phantom-import', 'missing-file', bit, {
      name: from,
      certainty,
      because: `there is no ${base}`,
      text: from,
    }),
  ];
}

function isListed(manifests: readonly Manifest[], name: string): boolean {
  return manifests.some(({ runtime, dev, name: own }) => runtime.has(name) || dev.has(name) || own === name);
}

function missingPackage(unit: Unit, one: Import, around: Surroundings): readonly Sighting[] {
  const manifests = isNoPackage(one.from) ? [] : manifestsAbove(around.files, unit.path);
  if (manifests === null || manifests.length === 0) return [];
  const name = packageOf(one.from);
  if (isListed(manifests, name)) return listedElsewhere(unit, one, name, manifests, around);
  if (around.own.has(name) || comesAlong(unit, one, name, manifests) || isAlias(name, one.from, manifests, around))
    return [];
  // what an agent's or an editor's own folder imports, its host provides
  const isHosted = /(^|\/)\.\w[\w-]*\//.test(unit.path);
  const isOpen = one.isTried || isHosted || unit.place === 'example' || (one.isType && !one.from.startsWith('@'));
  return [
    see(unit, 'phantom-import', 'unlisted', one.bit, {
      name,
      certainty: isOpen ? 'possible' : 'certain',
      because: `${name} stands in no package.json above it`,
      text: name,
    }),
  ];
}

/** Types under another name, and what jest installs itself. */
function comesAlong(unit: Unit, { isType }: Import, name: string, manifests: readonly Manifest[]): boolean {
  if (name === '@jest/globals') return isListed(manifests, 'jest');
  const types = `@types/${name.replace(/^@/, '').replace('/', '__')}`;
  return (isType || unit.isTyped) && isListed(manifests, types);
}

function listedElsewhere(
  unit: Unit,
  one: Import,
  name: string,
  manifests: readonly Manifest[],
  around: Surroundings,
): readonly Sighting[] {
  const [nearest] = manifests;
  const isRuntime = manifests.some((manifest) => manifest.runtime.has(name) || manifest.name === name);
  if (nearest?.dev.has(name) === true && !isRuntime && !around.own.has(name))
    return forDevelopment(unit, one, name, nearest);
  if (!around.manifestEdited || !unlocked(name, manifests, around.files)) return [];
  return [
    see(unit, 'phantom-import', 'unlocked', one.bit, {
      name,
      certainty: 'likely',
      because: `${name} is asked for and no lock file has it`,
      text: name,
    }),
  ];
}

const SHIPPED = /^(?:.*\/)?(?:src|lib|app|server|packages\/[^/]+\/src)\//;

/** What a bundler packs need not be installed, and what is private is installed by nobody else. */
function forDevelopment(
  unit: Unit,
  { bit, isType, isTried, isLazy }: Import,
  name: string,
  nearest: Manifest,
): readonly Sighting[] {
  if (unit.place !== 'source' || isType || isTried || /^(?:@types\/|vitest|jest|@jest|mocha|chai)/.test(name))
    return [];
  const isOpen =
    nearest.isPrivate || nearest.isBundled || isLazy || nearest.runtime.size === 0 || !SHIPPED.test(unit.path);
  return [
    see(unit, 'phantom-import', 'dev-only', bit, {
      name,
      certainty: isOpen ? 'possible' : 'likely',
      because: `${name} is installed for development alone`,
      text: name,
    }),
  ];
}

function unlocked(name: string, manifests: readonly Manifest[], files: Files): boolean {
  const before = manifests.some(({ folder }) => {
    const content = files.get(inFolder(folder, 'package.json'))?.before;
    return content?.kind === 'text' && content.text.includes(`"${name}"`);
  });
  const own = manifests.some(({ text }) =>
    new RegExp(`"${name.replaceAll(/[.$]/g, '\\$&')}"\\s*:\\s*"(?:workspace|file|link|portal):`).test(text),
  );
  const locks = manifests
    .flatMap(({ folder }) => LOCKS.map((lock) => files.get(inFolder(folder, lock))?.after))
    .filter((one) => one !== undefined && one.kind !== 'absent');
  if (before || own || locks.length === 0) return false;
  return locks.every((one) => one?.kind === 'text' && !one.text.includes(name));
}

/** The place decides whether its imports are looked for at all. */
export function looksForImports(path: Path): boolean {
  const place = placeOf(path);
  return place !== 'declaration' && place !== 'generated' && place !== 'vendored';
}
