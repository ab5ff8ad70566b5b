import type { Path } from '../../model/change.ts';
import type { Language } from '../../model/syntax.ts';

/** Infrastructure is written in these as in any other language; a test makes none. */
export const PROGRAM: RegExp = /\.(ts|tsx|mts|cts|js|mjs|cjs|py)$/i;
export const TEST: RegExp = /\.(test|spec|d)\.[mc]?[tj]sx?$|(^|\/)(test_[^/]*|[^/]*_test)\.(py|go)$/;

export function languageOf(path: Path): Language {
  if (/\.py$/i.test(path)) return 'python';
  if (/\.go$/i.test(path)) return 'go';
  return /\.[mc]?ts$/i.test(path) ? 'typescript' : 'tsx';
}
