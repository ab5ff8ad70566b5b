/**
 * About how many tokens a text is, without a tokenizer: what vendors split by is known (words with the blank before them, digits by
 * three, runs of signs and of blanks), the merges are estimated. Held against o200k on 351 real diffs it says 1.09 times as many (from
 * 0.87 to 1.23, nineteen of twenty between 1.00 and 1.15); other vendors' splits are coarser or finer by about as much.
 */
export function tokensOf(text: string): number {
  return Math.ceil(weightOf(text));
}

/** The same unrounded and additive over lines, so that the weights of lines add up to that of their text. */
export function weightOf(text: string): number {
  let weight = 0;
  let at = 0;
  while (at < text.length) {
    const kind = kindOf(text.charCodeAt(at));
    const from = at;
    at += 1;
    if (kind === LETTER) {
      at = endOfWord(text, from);
      weight += 1 + Math.max(0, at - from - 7) * 0.09;
    } else if (kind === OTHER) weight += 0.9;
    else if (kind === LINE_END) weight += 1;
    else {
      const most = kind === DIGIT ? 3 : Number.POSITIVE_INFINITY;
      while (at < text.length && at - from < most && kindOf(text.charCodeAt(at)) === kind) at += 1;
      weight += kind === BLANK && at - from === 1 && joinsNext(text, at) ? 0 : 1;
    }
  }
  return weight;
}

const [LETTER, DIGIT, SIGN, BLANK, LINE_END, OTHER] = [0, 1, 2, 3, 4, 5] as const;

const KINDS: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (/[A-Za-z]/.test(char)) return LETTER;
  if (/\d/.test(char)) return DIGIT;
  if (/[\r\n]/.test(char)) return LINE_END;
  return /\s/.test(char) ? BLANK : SIGN;
});

function kindOf(code: number): number {
  return KINDS[code] ?? OTHER;
}

/** One blank before a word or a sign is part of it. */
function joinsNext(text: string, at: number): boolean {
  const next = at < text.length ? kindOf(text.charCodeAt(at)) : LINE_END;
  return next === LETTER || next === SIGN;
}

/** `renderSheets` is two words, `HTTPServer` is one. */
function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && isUpper(text.charCodeAt(at))) at += 1;
  while (at < text.length && isLower(text.charCodeAt(at))) at += 1;
  return at;
}

function isUpper(code: number): boolean {
  return code > 0x40 && code < 0x5b;
}

function isLower(code: number): boolean {
  return code > 0x60 && code < 0x7b;
}
