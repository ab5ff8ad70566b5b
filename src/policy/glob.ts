import { Minimatch } from 'minimatch';

export type Glob = {
  readonly source: string;
  /** What every match begins with; the whole of it where the glob is a plain name. */
  readonly start: string;
  readonly matches: (text: string) => boolean;
};

/** A glob that cannot be compiled safely; the sentence says why. */
export type GlobProblem = { readonly source: string; readonly why: string };

const MOST_LENGTH = 500;
const MOST_BRACES = 256;
const MOST_STARS = 24;
const OPTIONS = {
  dot: true,
  nonegate: true, // `!important.md` is a file name; a policy says `not:`
  nocomment: true,
  noext: true, // `+(a|b)` is where slow patterns come from, and `+page.svelte` and `(group)` are folders people have
  platform: 'linux', // git paths have slashes everywhere
  braceExpandMax: MOST_BRACES,
} as const;

/** Compiles once and refuses what would take long: the rules come from the repository that is being judged. */
export function compileGlob(source: string): Glob | GlobProblem {
  const why = dangerOf(source);
  if (why !== null) return { source, why };
  const pattern = normalise(source);
  if (!/[*?[{\\]/.test(pattern)) return { source, start: pattern, matches: (text) => text === pattern };
  const { start, words, end } = literalsOf(pattern);
  let matchers: readonly Minimatch[] | null = null; // of the hundreds in our own rules, a commit meets a few
  return {
    source,
    start,
    matches: (text) =>
      text.startsWith(start) &&
      text.endsWith(end) &&
      holdsInOrder(text, words, start.length) &&
      (text === pattern || (matchers ??= matchersOf(pattern)).some((one) => one.match(text))),
  };
}

/** `src/[id]/page.tsx` is a folder of many web frameworks as well as a character class: it means both. */
function matchersOf(pattern: string): readonly Minimatch[] {
  const plain = new Minimatch(pattern, OPTIONS);
  return pattern.includes('[') ? [plain, new Minimatch(pattern.replaceAll(/[[\]]/g, '\\$&'), OPTIONS)] : [plain];
}

/**
 * What every match must begin with, hold and end with. Most paths fail here, thirty times faster than in the matcher, and
 * every fact meets every glob of every rule about its kind.
 */
function literalsOf(pattern: string): Literals {
  const start = /^[^*?[{\\]*/.exec(pattern)?.[0] ?? '';
  if (/[[{\\]/.test(pattern)) return { start, words: [], end: '' };
  const chunks = pattern.split(/[*?]+/);
  const end = chunks.at(-1) ?? '';
  // `a/**/b` also matches `a/b`: a slash beside stars need not be there
  const words = chunks
    .slice(1, -1)
    .map((chunk) => chunk.replace(/^\/+|\/+$/g, ''))
    .filter((word) => word !== '');
  return { start, words, end: end.replace(/^\/+/, '') };
}

function holdsInOrder(text: string, words: readonly string[], from: number): boolean {
  let at = from;
  for (const word of words) {
    const found = text.indexOf(word, at);
    if (found < 0) return false;
    at = found + word.length;
  }
  return true;
}

type Literals = { readonly start: string; readonly words: readonly string[]; readonly end: string };

export function isGlob(glob: Glob | GlobProblem): glob is Glob {
  return 'matches' in glob;
}

/** `/infra/` is what people write for everything in the folder; git's paths begin with no slash and end with none. */
function normalise(source: string): string {
  const rooted = source.replace(/^(\.?\/)+/, '');
  return rooted.endsWith('/') ? `${rooted}**` : rooted;
}

function dangerOf(source: string): string | null {
  if (source === '') return 'it is empty';
  if (source.length > MOST_LENGTH) return `it is longer than ${MOST_LENGTH} characters`;
  if ((source.match(/\*+/g) ?? []).length > MOST_STARS) return `it has more than ${MOST_STARS} stars`;
  if (countBraces(source) > MOST_BRACES) return `its braces stand for more than ${MOST_BRACES} patterns`;
  return null;
}

/** An upper bound of what brace expansion would make, found without expanding: `{a,b}{1..9}` is 18. */
function countBraces(source: string): number {
  const sums: number[] = [];
  const products: number[] = [1];
  let opened = 0;
  for (let at = 0; at < source.length; at += 1) {
    const letter = source[at];
    if (letter === '\\') at += 1;
    else if (letter === '{') {
      opened = at;
      sums.push(0);
      products.push(1);
    } else if (letter === ',' && sums.length > 0) {
      sums.push((sums.pop() ?? 0) + (products.pop() ?? 1));
      products.push(1);
    } else if (letter === '}' && sums.length > 0) {
      const alternatives = (sums.pop() ?? 0) + (products.pop() ?? 1);
      const within = Math.max(alternatives, countRange(source.slice(opened + 1, at)));
      products.push((products.pop() ?? 1) * within);
    }
  }
  // an opening brace without its end stays literal, but what stood inside it still multiplies
  return products.reduce((all, one) => all * one, 1) * sums.reduce((all, one) => all * Math.max(1, one), 1);
}

function countRange(inside: string): number {
  const parts = inside.split('..');
  if (parts.length < 2) return 1;
  const [from, to] = [Number(parts[0]), Number(parts[1])];
  return Number.isNaN(from) || Number.isNaN(to) ? 128 : Math.abs(to - from) + 1;
}
