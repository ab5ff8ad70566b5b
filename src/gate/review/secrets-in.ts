import { secretsOnNewLines } from '../../facts/secrets/lines.ts';
import { placeOf } from '../../facts/secrets/place.ts';
import type { Path } from '../../model/change.ts';
import { SECRET_SHAPES } from '../../model/secret-shapes.ts';

export type Secret = { readonly from: number; readonly to: number; readonly type: string };

/** So many lines at a time: whoever looks for secrets stops counting after some. */
const LINES = 40;

/**
 * Where secrets stand in a text that is about to be sent. Everything that either way of looking takes for one: what is named here costs a
 * reviewer little, and what is missed has left the machine.
 */
export function secretsIn(path: Path, text: string): readonly Secret[] {
  return [...byShape(text), ...byPlace(path, text)];
}

/** For what is kept of an answer: only what no honest answer holds, or the marks in it would no longer be found. */
export function withoutSecrets(text: string): string {
  return SECRET_SHAPES.reduce(
    (rest, { hints, mask, keep }) => (hints.some((hint) => rest.includes(hint)) ? rest.replaceAll(mask, keep) : rest),
    text,
  );
}

function byShape(text: string): readonly Secret[] {
  return SECRET_SHAPES.filter(({ hints }) => hints.some((hint) => text.includes(hint))).flatMap(({ mask, vendor }) =>
    [...text.matchAll(mask)].map((match) => ({ from: match.index, to: match.index + match[0].length, type: vendor })),
  );
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
