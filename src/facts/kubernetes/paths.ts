import type { Path } from '../../model/change.ts';

/** Where Helm looks for what it renders. */
export function isTemplatePath(path: Path): boolean {
  return /(^|\/)templates\/.*\.(ya?ml|json)$/.test(path);
}
