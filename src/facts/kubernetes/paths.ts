import type { Path } from '../../model/change.ts';

/** Where Helm looks for what it renders. */
export function isTemplatePath(path: Path): boolean {
  return /(^|\/)templates\/.*\.(ya?ml|json)$/.test(path);
}

/** A folder may be called `app/[id]`, and is meant as it stands in a pattern. */
export function escapedGlob(folder: Path): string {
  return folder.replaceAll(/[\\*?[\]]/g, '\\$&');
}
