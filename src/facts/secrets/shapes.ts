import { SECRET_SHAPES, type SecretShape } from '../../model/secret-shapes.ts';
import { hasChecksum } from './checksum.ts';
import type { Finding } from './finding.ts';
import { isPlaceholder } from './value.ts';

type Exact = SecretShape & { readonly exact: RegExp };

const EXACT = SECRET_SHAPES.filter((shape): shape is Exact => shape.exact !== null);
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
/** Any of them: most lines hold none, and that must cost one look. */
const HINTS = new RegExp([...new Set(EXACT.flatMap(({ hints }) => hints))].map(escaped).join('|'));

/** Tokens whose look says who made them. */
export function shapesIn(text: string, line: number): readonly Finding[] {
  if (!HINTS.test(text)) return [];
  return EXACT.filter(({ hints }) => hints.some((hint) => text.includes(hint))).flatMap((shape) =>
    [...text.matchAll(shape.exact)].flatMap((match) => findingOf(shape, match, text, line)),
  );
}

function findingOf(
  shape: Exact,
  { 0: token, index }: RegExpMatchArray,
  text: string,
  line: number,
): readonly Finding[] {
  const ahead = text.slice(0, index);
  const found = { detector: shape.vendor, certainty: shape.certainty, line, token, ahead };
  if (shape.vendor === 'private-key') return isHeaderOnly(text, index ?? 0, token) ? [] : [found];
  if (isMadeUp(token)) return [];
  return [shape.checksum && !hasChecksum(token) ? { ...found, certainty: 'likely' } : found];
}

/** A parser of keys names the header; a key begins with it, and a string that holds one goes on with its body. */
function isHeaderOnly(text: string, index: number, token: string): boolean {
  const before = text.slice(0, index).trim();
  const rest = text.slice((index ?? 0) + token.length);
  if (before !== '' && !/["'`=:|>]$|^[\s>|*-]+$/.test(before)) return true;
  if (rest.trim() === '') return false;
  return !/^(\\n|\\r|\s)*[A-Za-z0-9+/=]{16}/.test(rest);
}

/** The vendors' own examples, and what people write in their place. */
function isMadeUp(token: string): boolean {
  const body = token.replace(/^[A-Za-z]{2,8}[_-]/, '');
  return isPlaceholder(body) || /EXAMPLE|X{6}|x{6}|0{8}|1234567|abcdef(?![0-9a-f]{20})/.test(token);
}
