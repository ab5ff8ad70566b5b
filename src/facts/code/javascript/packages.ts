import type { Path } from '../../../model/change.ts';
import { isRecord } from '../../../model/json.ts';
import type { Files } from '../../analyzer.ts';
import { ancestors, folderOf, inFolder } from '../../path.ts';

/** A package.json, as far as it says what may be imported. */
export type Manifest = {
  readonly folder: Path;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly runtime: ReadonlySet<string>;
  readonly dev: ReadonlySet<string>;
  readonly workspaces: readonly string[];
  /** It is put together by a bundler: what it imports need not be installed. */
  readonly isBundled: boolean;
  readonly text: string;
};

export function textAt(files: Files, path: Path): string | null {
  const content = files.get(path)?.after;
  return content?.kind === 'text' ? content.text : null;
}

/** Nearest first. Null: one of them cannot be read, and then nothing is claimed. */
export function manifestsAbove(files: Files, path: Path): readonly Manifest[] | null {
  const found: Manifest[] = [];
  for (const folder of ancestors(folderOf(path))) {
    const content = files.get(inFolder(folder, 'package.json'))?.after;
    if (content === undefined || content.kind === 'absent') continue;
    const read = content.kind === 'text' ? readManifest(folder, content.text) : null;
    if (read === null) return null;
    found.push(read);
  }
  return found;
}

const BUNDLERS =
  /"(?:vite|rollup|webpack|esbuild|tsup|rolldown|tsdown|parcel|unbuild|microbundle|next|nuxt|@sveltejs\/kit|astro|@angular\/cli|react-scripts|@rspack\/core|@vercel\/ncc|bun|@remix-run\/dev|electron-vite|wxt|expo|react-native|ng-packagr|pkgroll|vue-cli-service)"\s*:|\b(?:vite|rollup|webpack|esbuild|tsup|ncc|bun) (?:build|-c|--)|bundleDependencies/;

function readManifest(folder: Path, text: string): Manifest | null {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return null; // said by whoever reads manifests; without it no import can be judged
  }
  if (!isRecord(raw)) return null;
  const names = (...keys: readonly string[]): ReadonlySet<string> =>
    new Set(keys.flatMap((key) => (isRecord(raw[key]) ? Object.keys(raw[key]) : [])));
  const listed = isRecord(raw['workspaces']) ? raw['workspaces']['packages'] : raw['workspaces'];
  return {
    folder,
    name: typeof raw['name'] === 'string' ? raw['name'] : '',
    isPrivate: raw['private'] === true,
    runtime: names('dependencies', 'peerDependencies', 'optionalDependencies'),
    dev: names('devDependencies'),
    workspaces: Array.isArray(listed) ? listed.filter((one) => typeof one === 'string') : [],
    isBundled: BUNDLERS.test(text),
    text,
  };
}

/** Where the packages of a workspace lie, as patterns of their manifests. */
export function workspacePatterns(files: Files, manifests: readonly Manifest[]): readonly Path[] {
  return manifests.flatMap(({ folder, workspaces }) => {
    const pnpm = textAt(files, inFolder(folder, 'pnpm-workspace.yaml')) ?? '';
    const lerna = textAt(files, inFolder(folder, 'lerna.json')) ?? '';
    const more = [...pnpm.matchAll(/^\s*-\s*['"]?([\w@./*-]+)['"]?\s*$/gm)].map(([, one = '']) => one);
    const older = /"packages"\s*:\s*\[([^\]]*)\]/.exec(lerna)?.[1]?.match(/[\w@./*-]+/g) ?? [];
    return [...workspaces, ...more, ...older]
      .filter((one) => !one.startsWith('!'))
      .slice(0, 40)
      .map((one) => `:(glob)${inFolder(folder, one.replace(/^\.\//, '').replace(/\/$/, ''))}/package.json`);
  });
}

/** Names that packages of this repository give themselves, wherever one was read. */
export function ownNames(files: Files): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [path, { after }] of files) {
    if (!/(^|\/)package\.json$/.test(path) || after.kind !== 'text') continue;
    const name = /"name"\s*:\s*"([^"]+)"/.exec(after.text)?.[1];
    if (name !== undefined) names.add(name);
  }
  return names;
}

/** `@scope/name/deep` and `name/deep` belong to `@scope/name` and `name`. */
export function packageOf(from: string): string {
  const parts = from.split('/');
  return from.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

const BUILTINS: ReadonlySet<string> = new Set(
  'assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl stream string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib test sqlite sea bun vscode electron k6 deno'.split(
    ' ',
  ),
);

/** Not looked for among packages: part of the runtime, made by a bundler, or a short name for a folder of the project. */
export function isNoPackage(from: string): boolean {
  return (
    /^[\w-]{2,}:|^[#$~/]|^@\/|^[A-Z]:|[\s*${}!?]/.test(from) ||
    from === '' ||
    from === '@' ||
    BUILTINS.has(packageOf(from))
  );
}
