/** What stands where a secret stood. */
const MASK = '[masked]';

/**
 * Secrets by their known shapes, then by how random a word looks. It must err on the side of masking: what is written to
 * the log stays, and a masked word costs a reader little. Object ids are masked too; whoever keeps them keeps them apart.
 */
export function redact(text: string): string {
  if (TOO_SHORT.test(text)) return text;
  const known = SHAPES.reduce(
    (rest, shape) => (mayHold(rest, shape) ? rest.replaceAll(shape.pattern, shape.keep) : rest),
    text,
  );
  return known.replaceAll(WORD, (word) => (looksRandom(word) ? MASK : word));
}

/** No shape below is this short. Most of what we write is, so this is where the time is saved. */
const TOO_SHORT = /^[\w.-]{0,12}$/;

/** `hints`: one of these must be in the text, which is far cheaper to find out than to try the pattern. */
type Shape = { readonly hints: readonly string[]; readonly pattern: RegExp; readonly keep: string };

function mayHold(text: string, shape: Shape): boolean {
  return shape.hints.some((hint) => text.includes(hint));
}

/**
 * Every repetition before a literal is bounded: a text of one long word must not cost its square.
 * Cited by the vendors' own documentation of their token formats; `keep` leaves what is not secret.
 */
const SHAPES: readonly Shape[] = [
  // everything between the lines, and to the end where the second line was cut off
  {
    hints: ['-----BEGIN'],
    pattern: /-----BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----|$)/g,
    keep: MASK,
  },
  {
    hints: ['AKIA', 'ASIA', 'ABIA', 'ACCA', 'AROA', 'AIDA'],
    pattern: /\b(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA)[A-Z2-7]{12,}/g,
    keep: MASK,
  },
  {
    hints: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    pattern: /\b(?:gh[pousr]_|github_pat_)\w{10,}/g,
    keep: MASK,
  },
  { hints: ['gl'], pattern: /\bgl(?:pat|ptt|dt|rt|cbt|soat|ft|imt|agent)-[\w.-]{10,}/g, keep: MASK },
  { hints: ['xox'], pattern: /\bxox[a-z](?:\.xox[a-z])?-[\w-]{8,}/g, keep: MASK },
  { hints: ['xapp-'], pattern: /\bxapp-[\w-]{8,}/g, keep: MASK },
  {
    hints: ['hooks.slack.com'],
    pattern: /hooks\.slack\.com\/(?:services|workflows)\/[\w/]+/g,
    keep: `hooks.slack.com/${MASK}`,
  },
  { hints: ['_live_', '_test_'], pattern: /\b(?:sk|rk|pk)_(?:live|test)_\w{8,}/g, keep: MASK },
  { hints: ['whsec_'], pattern: /\bwhsec_[\w+/=]{8,}/g, keep: MASK },
  { hints: ['sk-'], pattern: /\bsk-[\w-]{16,}/g, keep: MASK },
  { hints: ['npm_'], pattern: /\bnpm_[A-Za-z0-9]{20,}/g, keep: MASK },
  { hints: ['pypi-'], pattern: /\bpypi-[\w-]{16,}/g, keep: MASK },
  { hints: ['AIza'], pattern: /\bAIza[\w-]{20,}/g, keep: MASK },
  { hints: ['ya29.'], pattern: /\bya29\.[\w-]{10,}/g, keep: MASK },
  { hints: ['SG.'], pattern: /\bSG\.[\w-]{10,}\.[\w-]{10,}/g, keep: MASK },
  { hints: ['hv'], pattern: /\bhv[sbr]\.[\w-]{16,}/g, keep: MASK },
  { hints: ['dop_v1_'], pattern: /\bdop_v1_[0-9a-f]{16,}/g, keep: MASK },
  { hints: ['eyJ'], pattern: /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, keep: MASK },
  // user:password@host
  { hints: ['://'], pattern: /([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@]+@/gi, keep: `$1${MASK}@` },
  { hints: [' ', '\t', '\n'], pattern: /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, keep: `$1 ${MASK}` },
  {
    hints: [':', '='],
    pattern:
      /\b([\w.-]{0,40}(?:passw(?:or)?d|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential)s?["']?\s*[:=]\s*["']?)[^\s"',;]{4,}/gi,
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
