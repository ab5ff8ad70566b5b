import type { Edit } from '../../model/change.ts';
import type { Finding } from './finding.ts';

/** What people write beside a value to say that it is no secret: ours, and those of the scanners they used before. */
const MARK = /guardrail:allow-secret|gitleaks:allow|pragma:\s*allowlist[ -]secret|trufflehog:ignore/i;

/**
 * INVARIANT: whoever brings the secret cannot also bring the word that frees it. A mark counts where people alone wrote the
 * change, and where the same place of the file bore it before.
 */
export function isFreed({ ahead, line }: Finding, lines: readonly string[], before: string, edit: Edit): boolean {
  if (!MARK.test(lines[line - 1] ?? '')) return false;
  if (edit.authors.length > 0 && edit.authors.every(({ kind }) => kind === 'human')) return true;
  const place = ahead.trim();
  return place !== '' && before.split('\n').some((one) => MARK.test(one) && one.trim().startsWith(place));
}
