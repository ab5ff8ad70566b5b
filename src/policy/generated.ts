import type { Path } from '../model/change.ts';
import type { RuleFile } from '../model/content.ts';
import { type Glob, compileGlob, isGlob } from './glob.ts';

const FOLDERS = /(^|\/)(node_modules|vendor|third_party|dist|build\/generated|__generated__|__snapshots__)\//;
const NAMES =
  /(^|\/)([^/]*\.min\.(js|css|mjs)|[^/]*\.(map|snap|pb\.go)|[^/]*_pb2(_grpc)?\.py|[^/]*\.g\.dart|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|Cargo\.lock|Gemfile\.lock|composer\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|pdm\.lock|go\.sum|mix\.lock|Podfile\.lock|Package\.resolved|pubspec\.lock|flake\.lock|gradle\.lockfile|packages\.lock\.json|\.terraform\.lock\.hcl)$/;
const MARKS = /^(-|!)?linguist-(generated|vendored)(?:=(.*))?$/;

/** `vendor/** linguist-vendored` of a .gitattributes: the last line that speaks about a path wins, as in git. */
type Line = { readonly glob: Glob; readonly mark: string; readonly isSet: boolean };

/** Files nobody wrote by hand: by the reading's .gitattributes, else by well-known names. */
export function readGenerated(files: readonly RuleFile[]): (path: Path) => boolean {
  const lines = files
    .filter((file) => /(^|\/)\.gitattributes$/.test(file.path))
    .sort((a, b) => a.path.split('/').length - b.path.split('/').length)
    .flatMap((file) => readAttributes(file));
  return (path) => {
    const said = new Map<string, boolean>();
    for (const line of lines) if (line.glob.matches(path)) said.set(line.mark, line.isSet);
    if ([...said.values()].includes(true)) return true;
    return said.size === 0 && (FOLDERS.test(path) || NAMES.test(path));
  };
}

function readAttributes({ path, text }: RuleFile): readonly Line[] {
  const folder = path.slice(0, -'.gitattributes'.length);
  return text.split('\n').flatMap((raw) => {
    const [pattern = '', ...attributes] = raw.trim().split(/\s+/);
    if (pattern === '' || pattern.startsWith('#') || pattern.startsWith('[')) return [];
    // a pattern without a slash is for every folder below, as in .gitignore
    const rooted = pattern.includes('/') ? pattern.replace(/^\//, '') : `**/${pattern}`;
    const glob = compileGlob(folder + rooted);
    // git takes any glob here; one that is too dear to match marks nothing, so its files count in full
    if (!isGlob(glob)) return [];
    return attributes.flatMap((attribute) => {
      const found = MARKS.exec(attribute);
      if (found === null) return [];
      const [, minus, mark = '', value] = found;
      return [{ glob, mark, isSet: minus === undefined && value !== 'false' }];
    });
  });
}
