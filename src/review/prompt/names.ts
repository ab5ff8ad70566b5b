import type { Path } from '../../model/change.ts';
import type { Sheet } from '../exchange.ts';
import { type Secrecy, veilText } from './mask.ts';

/** Longer than any path a person gave. */
const LONGEST = 240;
const PLAIN = /^[\p{L}\p{N}\p{M}_@%+=:,./~^#$&!*[\]{}‹›⟨⟩-]+$/u;

/** A path as it stands in a question: one line, nothing unseen, no secret. Two paths never share one. */
export function shownPath(path: Path, secrecy: Secrecy): string {
  const shown = veilText(path, path, secrecy).replaceAll('"', '⟨U+0022⟩');
  return shown.length <= LONGEST ? shown : `${shown.slice(0, LONGEST)}⟨cut:${secrecy.hmac(path).slice(0, 8)}⟩`;
}

/** In quotes where a blank or a bracket could be read as the end of it. */
export function quotedPath(shown: string): string {
  return PLAIN.test(shown) ? shown : `"${shown}"`;
}

/** The path that an answer means: as it was shown, in quotes or not. Null: no such file was on the sheet. */
export function pathSaid(sheet: Pick<Sheet, 'paths' | 'names'>, said: string): Path | null {
  const bare = said.trim().replace(/^"(.*)"$/, '$1');
  const renamed = sheet.names?.find(({ shown }) => shown === bare || shown === said);
  if (renamed) return renamed.path;
  return sheet.paths.find((path) => path === said || path === bare) ?? null;
}
