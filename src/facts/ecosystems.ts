import type { Path } from '../model/change.ts';
import { baseName } from './path.ts';

/** A package manager: which file asks for dependencies, which pins them, and what of the first the second follows. */
export type Ecosystem = {
  readonly id: string;
  readonly manifests: readonly string[];
  readonly locks: readonly string[];
  /** The part of a manifest that decides what is pinned, in a form that two versions can be compared by. */
  readonly asks: (text: string) => readonly string[];
  /** A root's manifest that makes the folders below it members, pinned by the lock of the root. */
  readonly workspace?: { readonly files: readonly string[]; readonly covers: (text: string, member: Path) => boolean };
  /** A lock that may rightly stay as it is when something is dropped, or that nothing asks for. */
  readonly keepsDropped?: boolean;
};

export const ecosystems: readonly Ecosystem[] = [
  {
    id: 'npm',
    manifests: ['package.json'],
    locks: ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb'],
    asks: jsonKeys([
      'dependencies',
      'devDependencies',
      'optionalDependencies',
      'overrides',
      'resolutions',
      'pnpm',
      'catalog',
    ]),
    workspace: { files: ['package.json', 'pnpm-workspace.yaml'], covers: coversByGlob },
  },
  {
    id: 'cargo',
    manifests: ['Cargo.toml'],
    locks: ['Cargo.lock'],
    asks: sections(/dependencies|^patch|^replace/),
    workspace: { files: ['Cargo.toml'], covers: (text) => /^\[workspace\]/m.test(text) },
  },
  // go.sum keeps the sums of what is no longer required, and a module replaced by a folder has none
  { id: 'go', manifests: ['go.mod'], locks: ['go.sum'], asks: goRequirements, keepsDropped: true },
  { id: 'ruby', manifests: ['Gemfile'], locks: ['Gemfile.lock'], asks: lines(/^\s*(gem|gemspec|source|git|path)\b/) },
  {
    id: 'composer',
    manifests: ['composer.json'],
    locks: ['composer.lock'],
    asks: jsonKeys(['require', 'require-dev', 'conflict', 'replace', 'repositories']),
  },
  { id: 'pipenv', manifests: ['Pipfile'], locks: ['Pipfile.lock'], asks: sections(/packages|source/) },
  {
    id: 'python',
    manifests: ['pyproject.toml'],
    locks: ['poetry.lock', 'uv.lock', 'pdm.lock'],
    asks: pyproject,
    workspace: { files: ['pyproject.toml'], covers: (text) => /^\[tool\.uv\.workspace\]/m.test(text) },
  },
  {
    id: 'terraform',
    manifests: ['versions.tf', 'providers.tf', 'terraform.tf', 'main.tf'],
    locks: ['.terraform.lock.hcl'],
    asks: providers,
  },
  { id: 'hex', manifests: ['mix.exs'], locks: ['mix.lock'], asks: lines(/^\s*\{:\w+,/) },
  {
    id: 'pub',
    manifests: ['pubspec.yaml'],
    locks: ['pubspec.lock'],
    asks: blocks(/^(dev_)?dependenc(ies|y_overrides):/),
  },
  { id: 'helm', manifests: ['Chart.yaml'], locks: ['Chart.lock'], asks: blocks(/^dependencies:/) },
  { id: 'cocoapods', manifests: ['Podfile'], locks: ['Podfile.lock'], asks: lines(/^\s*(pod|source)\b/) },
  { id: 'swift', manifests: ['Package.swift'], locks: ['Package.resolved'], asks: lines(/\.package\(/) },
  { id: 'deno', manifests: ['deno.json', 'deno.jsonc'], locks: ['deno.lock'], asks: jsonKeys(['imports']) },
  { id: 'nix', manifests: ['flake.nix'], locks: ['flake.lock'], asks: lines(/\.?url\s*=|\.follows\s*=/) },
];

export function ecosystemOf(path: Path, role: 'manifests' | 'locks'): Ecosystem | undefined {
  return BY_NAME[role].get(baseName(path));
}

const BY_NAME = { manifests: byName('manifests'), locks: byName('locks') };

function byName(role: 'manifests' | 'locks'): ReadonlyMap<string, Ecosystem> {
  return new Map(ecosystems.flatMap((ecosystem) => ecosystem[role].map((name) => [name, ecosystem])));
}

/** Throws where the text is not JSON: extract.ts turns that into `unreadable` with this file's name. */
function jsonKeys(keys: readonly string[]): Ecosystem['asks'] {
  return (text) => {
    const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof parsed !== 'object' || parsed === null) return [];
    const entries = Object.entries(parsed).filter(([key]) => keys.includes(key));
    return entries.flatMap(([key, value]: [string, unknown]) => flatten(key, value));
  };
}

/** One line for each dependency, so that their order says nothing. */
function flatten(path: string, value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [`${path} ${String(value)}`];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => flatten(`${path} ${key}`, inner));
}

/** Lines of the TOML tables whose name fits: `[dev-dependencies]`. */
function sections(table: RegExp): Ecosystem['asks'] {
  return (text) => within(text, (head) => table.test(head));
}

function within(text: string, wanted: (head: string) => boolean): readonly string[] {
  let head = '';
  return statements(text).flatMap((line) => {
    const name = /^\[+\s*([^\]]+?)\s*\]+$/.exec(line)?.[1];
    if (name === undefined) return wanted(head) ? [`${head} ${line}`] : [];
    head = name;
    return wanted(head) ? [head] : [];
  });
}

function statements(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** `[project] dependencies = [ … ]` stands beside the name and version of the project, which pin nothing. */
function pyproject(text: string): readonly string[] {
  let inside = false;
  const project = within(text, (head) => head === 'project').filter((line) => {
    const starts = /^project (optional-)?dependencies\s*=/.test(line);
    const wanted = starts || inside;
    if (starts || inside) inside = !/\]\s*,?$/.test(line);
    return wanted;
  });
  return [...project, ...sections(/dependenc|^tool\.(uv|pdm)\.(sources|overrides)|^tool\.poetry\.source/)(text)];
}

function lines(pattern: RegExp): Ecosystem['asks'] {
  return (text) => statements(text).filter((line) => pattern.test(line));
}

/** Indented lines below a key at the left. */
function blocks(head: RegExp): Ecosystem['asks'] {
  return (text) => {
    let inside = false;
    return text.split('\n').flatMap((line) => {
      if (/^[^\s#-]/.test(line)) inside = head.test(line);
      const bare = line.replace(/(^|\s)#.*$/, '').trim();
      return inside && bare !== '' ? [bare] : [];
    });
  };
}

function goRequirements(text: string): readonly string[] {
  const found = text.matchAll(/^\s*(?:require\s+|replace\s+.*=>\s*)?([\w.-]+\.[\w.-]+\/\S+|[\w.-]+\/\S+)\s+(v\d\S*)/gm);
  return [...found].map(([, module = '', version = '']) => `${module} ${version}`);
}

/** Lines within `required_providers { … }`. */
function providers(text: string): readonly string[] {
  const block = /required_providers\s*\{([\s\S]*?)\n\s{0,2}\}/g;
  return [...text.matchAll(block)].flatMap(([, body = '']) => statements(body));
}

/** `"workspaces": ["packages/*"]`, or the same list in pnpm's YAML. */
function coversByGlob(text: string, member: Path): boolean {
  const globs = [...text.matchAll(/["'\s-]((?:\.\/)?[\w@.*-]+(?:\/[\w@.*-]+)*\/?)["']?\s*(?:,|\]|$)/gm)].map(
    ([, glob = '']) => glob,
  );
  if (!/workspaces|packages:/.test(text)) return false;
  return globs.some((glob) => globToPattern(glob).test(member));
}

function globToPattern(glob: string): RegExp {
  const plain = glob
    .replace(/^\.\//, '')
    .replace(/\/$/, '')
    .replace(/[.+^$(){}|[\]\\?]/g, '\\$&');
  return new RegExp(`^${plain.replace(/\*\*/g, '\0').replace(/\*/g, '[^/]*').replaceAll('\0', '.*')}$`);
}
