/**
 * About how many tokens a text is, without a tokenizer: what vendors split by is known (words with the blank before them, digits by
 * three, runs of signs and of blanks), the merges are estimated. Additive over lines.
 */
export function tokensOf(text: string): number {
  return Math.ceil(weightOf(text));
}

/** The same unrounded, so that the weights of lines add up to that of their text. */
export function weightOf(text: string): number {
  let weight = 0;
  for (const [piece] of text.matchAll(PIECES)) weight += weightOfPiece(piece);
  return weight;
}

const PIECES = / ?\p{Ll}+| ?\p{Lu}+\p{Ll}*|\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+|[\r\n]|[^\S\r\n]+/gu;

function weightOfPiece(piece: string): number {
  const first = piece.codePointAt(piece[0] === ' ' ? 1 : 0) ?? 0;
  if (first > 0x7f) return piece.length * 0.9;
  if (isLetter(first)) return 1 + Math.max(0, piece.trimStart().length - 7) * 0.09;
  return 1;
}

function isLetter(code: number): boolean {
  return (code > 0x40 && code < 0x5b) || (code > 0x60 && code < 0x7b);
}
