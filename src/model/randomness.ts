/**
 * Words of a language repeat few letter classes and have vowels where one expects them; keys do not. A word with dashes is
 * weighed by its pieces too: `add-customer-billing-address-form` is long and harmless.
 */
export function looksRandom(word: string): boolean {
  const pieces = word.split(/[-_=+~]+/).filter((piece) => piece !== '');
  if (pieces.some((piece) => (piece.length >= 16 && isDense(piece)) || isJumpy(piece))) return true;
  return word.length >= 20 && pieces.length > 1 && isMixed(word) && isDense(pieces.join(''));
}

function isDense(piece: string): boolean {
  if (/^[0-9]+$/.test(piece)) return piece.length >= 16 && entropy(piece) > 2.5;
  if (/^[0-9a-f]+$/i.test(piece)) return entropy(piece) > 2.8;
  if (/^[A-Za-z]+$/.test(piece) && isSpeakable(piece)) return false;
  return entropy(piece) > 3.2;
}

/** What is left between the slashes of a base64 key: it changes between capitals, small letters and digits all the time. */
function isJumpy(piece: string): boolean {
  if (piece.length < 14 || !isMixed(piece)) return false;
  const runs = piece.match(/[a-z]+|[A-Z]+|[0-9]+/g) ?? [];
  return (runs.length - 1) / piece.length > 0.4;
}

/** Capitals, small letters and digits together: what a generator makes and a namer of files does not. */
function isMixed(word: string): boolean {
  return /[a-z]/.test(word) && /[A-Z]/.test(word) && /[0-9]/.test(word);
}

/** camelCase of real words: humps of some length, each with a vowel among not too many consonants. */
function isSpeakable(piece: string): boolean {
  const humps = piece.split(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/);
  return piece.length / humps.length >= 3.5 && !/[^aeiouyAEIOUY]{6,}/.test(piece);
}

/** Shannon, in bits per character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum - (n / text.length) * Math.log2(n / text.length), 0);
}
