import type { Files } from '../../analyzer.ts';
import { folderOf } from '../../path.ts';
import type { Manifest } from './packages.ts';

type Told = { readonly files: Files; readonly ambient: string };

/** A short name that a bundler, a test runner or the type checker is told of. */
export function isAlias(name: string, from: string, manifests: readonly Manifest[], { files, ambient }: Told): boolean {
  if (ambient.includes(`declare module '${name}`) || ambient.includes(`declare module "${name}`)) return true;
  const first = from.split('/')[0] ?? '';
  const folders = new Set(manifests.map(({ folder }) => folder));
  for (const [path, { after }] of files) {
    if (after.kind !== 'text' || !folders.has(folderOf(path))) continue;
    if (TYPES.test(path) ? isPath(after.text, name, first) : CONFIG.test(path) && isNamed(after.text, first))
      return true;
  }
  return manifests.some(({ text }) => text.includes('"moduleNameMapper"') && text.includes(first));
}

const TYPES = /(^|\/)(?:tsconfig[\w.]*|jsconfig|deno|import_map)\.json$/;
const CONFIG = /\.config\.\w+$/;

/** With a `baseUrl` every folder below it is a name. */
function isPath(text: string, name: string, first: string): boolean {
  if (/"baseUrl"\s*:/.test(text) && !first.startsWith('@')) return true;
  return (
    text.includes(`"${name}`) || text.includes(`"${first}/`) || (/"\*"\s*:/.test(text) && text.includes('"paths"'))
  );
}

function isNamed(text: string, first: string): boolean {
  const quoted = first.replaceAll(/[$.@*+?()[\]{}|^\\]/g, '\\$&');
  return new RegExp(`['"\`^]${quoted}['"\`/]|\\b${first.replaceAll(/\W/g, '.')}\\s*:`).test(text);
}
