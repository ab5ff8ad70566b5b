import { secretsOnNewLines } from '../../facts/secrets/lines.ts';
import { placeOf } from '../../facts/secrets/place.ts';
import type { Path } from '../../model/change.ts';
import { looksRandom } from '../../model/randomness.ts';
import { SECRET_SHAPES } from '../../model/secret-shapes.ts';
import { languageOf } from '../../review/prompt/language.ts';

export type Secret = { readonly from: number; readonly to: number; readonly type: string };

/** So many lines at a time: whoever looks for secrets stops counting after some. */
const LINES = 40;

/**
 * Where secrets stand in a text that is about to be sent. Everything that either way of looking takes for one: what is named here costs a
 * reviewer little, and what is missed has left the machine. What cannot be one stays: a reader who is shown `token: ‹secret›` for
 * `token: string` reads no code that has to do with access.
 */
export function secretsIn(path: Path, text: string): readonly Secret[] {
  return [...byShape(path, text), ...byPlace(path, text)];
}

/** Shapes that are known by what stands before them, and fit much that is no secret. They leave that (`$1`) standing. */
const LOOSE: ReadonlySet<string> = new Set(['url', 'header', 'assignment']);
const OWN_SHAPES = SECRET_SHAPES.filter(({ vendor }) => !LOOSE.has(vendor));

/**
 * For what is kept of an answer, and read from it: only what no honest answer holds. An assignment that it quotes must stay as it is, or
 * nobody would find the line again.
 */
export function withoutSecrets(text: string): string {
  return OWN_SHAPES.reduce(
    (rest, { hints, mask, keep }) => (hints.some((hint) => rest.includes(hint)) ? rest.replaceAll(mask, keep) : rest),
    text,
  );
}

function byShape(path: Path, text: string): readonly Secret[] {
  const isCode = CODE.has(languageOf(path));
  return SECRET_SHAPES.filter(({ hints }) => hints.some((hint) => text.includes(hint))).flatMap(({ mask, vendor }) =>
    [...text.matchAll(mask)].flatMap((match): readonly Secret[] => {
      const before = LOOSE.has(vendor) ? (match[1] ?? '') : '';
      const from = match.index + before.length;
      const to = match.index + match[0].length;
      if (isCode && LOOSE.has(vendor) && !mayBeSecret(before, text.slice(from, to))) return [];
      return [{ from, to, type: vendor }];
    }),
  );
}

/** Where what is assigned is mostly an expression or a type. */
const CODE: ReadonlySet<string> = new Set([
  'typescript',
  'javascript',
  'python',
  'go',
  'java',
  'kotlin',
  'ruby',
  'rust',
  'csharp',
  'php',
  'c',
  'swift',
]);

/** A literal, or something that nobody would call a variable. */
function mayBeSecret(before: string, value: string): boolean {
  if (/^\$\{[^}]*\}@?$/.test(value)) return false;
  const isQuoted = /["'`]$/.test(before);
  const isUrl = before.endsWith('://');
  return isQuoted || isUrl || value.split(/[^\w+/=~-]+/).some(looksRandom);
}

/** By what it is assigned to, and by how random it looks there. */
function byPlace(path: Path, text: string): readonly Secret[] {
  const place = { ...placeOf(path), soft: false, shapesOnly: false };
  const lines = text.split('\n');
  const starts: number[] = [];
  for (let at = 0, index = 0; index < lines.length; at += (lines[index]?.length ?? 0) + 1, index += 1) starts.push(at);
  const found: Secret[] = [];
  for (let first = 0; first < lines.length; first += LINES) {
    const piece = lines.slice(first, first + LINES).join('\n');
    for (const { line, token, detector } of secretsOnNewLines(piece, null, place)) {
      const start = starts[first + line - 1] ?? 0;
      const own = lines[first + line - 1] ?? '';
      found.push(
        ...placesOf(own, token).map((at) => ({ from: start + at, to: start + at + token.length, type: detector })),
      );
    }
  }
  return found;
}

function placesOf(text: string, token: string): readonly number[] {
  const places: number[] = [];
  if (token === '') return places;
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + token.length)) places.push(at);
  return places;
}
