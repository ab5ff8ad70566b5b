/** The words of a text: whole ones to look up, and the text itself for what is more than a word. */
export type Spoken = { readonly words: ReadonlySet<string>; readonly text: string };

/** A text that is longer than this is no longer searched for words; what facts and paths say of it still counts. */
const MOST_LETTERS = 2_000_000;
const NAME = /[\p{L}\p{N}_$]+/gu;
/** Where a name has its next word: `requireAuth`, `HTTPServer`, `auth_token`. */
const SEAM = /_+|(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

export function readSpoken(text: string): Spoken {
  const read = text.slice(0, MOST_LETTERS);
  const words = new Set<string>();
  for (const [name] of read.matchAll(NAME)) {
    words.add(name.toLowerCase());
    for (const word of name.slice(0, 200).split(SEAM)) words.add(word.toLowerCase());
  }
  return { words, text: read.toLowerCase().replaceAll(/[^\S\n]+/g, ' ') };
}

/** `auth` is in `requireAuth` and not in `author`; `as any` and `.skip(` stand in the text as they are. */
export function saysOne({ words, text }: Spoken, wanted: readonly string[]): boolean {
  return wanted.some((word) => (/^[\p{L}\p{N}_$]+$/u.test(word) ? words.has(word) : text.includes(word)));
}
