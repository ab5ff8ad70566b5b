import { looksRandom } from './randomness.ts';
import { MASK, SECRET_SHAPES, type SecretShape } from './secret-shapes.ts';

/**
 * Secrets by their known shapes, then by how random a word looks. It must err on the side of masking: what is written to
 * the log stays, and a masked word costs a reader little. Object ids are masked too; whoever keeps them keeps them apart.
 */
export function redact(text: string): string {
  if (TOO_SHORT.test(text)) return text;
  const known = SECRET_SHAPES.reduce(
    (rest, shape) => (mayHold(rest, shape) ? rest.replaceAll(shape.mask, shape.keep) : rest),
    text,
  );
  return known.replaceAll(WORD, (word) => (looksRandom(word) ? MASK : word));
}

/** No shape is this short. Most of what we write is, so this is where the time is saved. */
const TOO_SHORT = /^[\w.-]{0,12}$/;

function mayHold(text: string, shape: SecretShape): boolean {
  return shape.hints.some((hint) => text.includes(hint));
}

/** Long enough to be a key, without the separators of paths and sentences. */
const WORD = /[A-Za-z0-9+=_~-]{14,}/g;
