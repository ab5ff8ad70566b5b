/** What stands where a secret stood. */
export const MASK = '[masked]';

/**
 * Secrets by their known shapes, then by how random a word looks. It must err on the side of masking: what is written to
 * the log stays, and a masked word costs a reader little. Object ids are masked too; whoever keeps them keeps them apart.
 */
export function redact(text: string): string {
  if (text.length < SHORTEST) return text;
  const known = SHAPES.reduce((rest, shape) => rest.replaceAll(shape.pattern, shape.keep), text);
  return known.replaceAll(WORD, (word) => (looksRandom(word) ? MASK : word));
}

const SHORTEST = 6;

type Shape = { readonly pattern: RegExp; readonly keep: string };

/** Cited by the vendors' own documentation of their token formats; `keep` leaves what is not secret. */
const SHAPES: readonly Shape[] = [
  // everything between the lines, and to the end where the second line was cut off
  {
    pattern: /-----BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----|$)/g,
    keep: MASK,
  },
  { pattern: /\b(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA)[A-Z2-7]{12,}/g, keep: MASK },
  { pattern: /\b(?:gh[pousr]_|github_pat_)\w{10,}/g, keep: MASK },
  { pattern: /\bgl(?:pat|ptt|dt|rt|cbt|soat|ft|imt|agent)-[\w.-]{10,}/g, keep: MASK },
  { pattern: /\bxox[a-z](?:\.xox[a-z])?-[\w-]{8,}/g, keep: MASK },
  { pattern: /\bxapp-[\w-]{8,}/g, keep: MASK },
  { pattern: /hooks\.slack\.com\/(?:services|workflows)\/[\w/]+/g, keep: `hooks.slack.com/${MASK}` },
  { pattern: /\b(?:sk|rk|pk)_(?:live|test)_\w{8,}/g, keep: MASK },
  { pattern: /\bwhsec_[\w+/=]{8,}/g, keep: MASK },
  { pattern: /\bsk-[\w-]{16,}/g, keep: MASK },
  { pattern: /\bnpm_[A-Za-z0-9]{20,}/g, keep: MASK },
  { pattern: /\bpypi-[\w-]{16,}/g, keep: MASK },
  { pattern: /\bAIza[\w-]{20,}/g, keep: MASK },
  { pattern: /\bya29\.[\w-]{10,}/g, keep: MASK },
  { pattern: /\bSG\.[\w-]{10,}\.[\w-]{10,}/g, keep: MASK },
  { pattern: /\bhv[sbr]\.[\w-]{16,}/g, keep: MASK },
  { pattern: /\bdop_v1_[0-9a-f]{16,}/g, keep: MASK },
  { pattern: /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, keep: MASK },
  // user:password@host
  { pattern: /([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, keep: `$1${MASK}@` },
  { pattern: /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, keep: `$1 ${MASK}` },
  {
    pattern:
      /\b([\w.-]*(?:passw(?:or)?d|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential)s?["']?\s*[:=]\s*["']?)[^\s"',;]{4,}/gi,
    keep: `$1${MASK}`,
  },
];

/** Long enough to be a key, without the separators of paths and sentences. */
const WORD = /[A-Za-z0-9+=_~-]{14,}/g;

/**
 * Words of a language repeat few letter classes and have vowels where one expects them; keys do not. A word with dashes is
 * weighed by its pieces too: `add-customer-billing-address-form` is long and harmless.
 */
function looksRandom(word: string): boolean {
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
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum - (n / text.length) * Math.log2(n / text.length), 0);
}
