import type { Sheet, SheetLine } from './exchange.ts';
import { pathSaid } from './prompt/names.ts';

/** Where a model says that something stands. */
export type Pointer = {
  readonly path: string;
  readonly side: 'before' | 'after';
  readonly line: number;
  readonly quote: string;
};
/** The lines of the sheet on which it does. */
export type Anchored = { readonly kind: 'anchored'; readonly lines: readonly SheetLine[] };
export type Unanchored = { readonly kind: 'unanchored'; readonly why: string };

/** A sheet, looked up by path, side and line. */
export type AnchorIndex = {
  readonly at: (path: string, side: string, line: number) => Placed | undefined;
  /** The file that is meant by a name, as git has it or as it was shown, also with what a diff puts before it; null where there is none. */
  readonly pathOf: (said: string) => string | null;
  readonly essence: (line: SheetLine) => string;
  readonly touches: (place: Placed) => boolean;
};
type Placed = { readonly line: SheetLine; readonly index: number };

/** Models miscount by a few lines; further off they have made it up. */
const TOLERANCE = 3;
/** Part of a line this short stands everywhere; a whole line may be as short as it is. */
const LEAST_PART = 6;

export function indexSheet(sheet: Sheet): AnchorIndex {
  const { lines } = sheet;
  const places = new Map<string, Placed>();
  const essences = new Map<SheetLine, string>();
  for (const [index, line] of lines.entries()) {
    const key = keyOf(line.path, line.side, line.line);
    if (!places.has(key)) places.set(key, { line, index });
  }
  const isChanged = (index: number, path: string): boolean => lines[index]?.path === path && lines[index].changed;
  return {
    at: (path, side, line) => places.get(keyOf(path, side, line)),
    pathOf: (said) => pathSaid(sheet, said) ?? pathSaid(sheet, withoutPrefix(said)),
    essence: (line) => {
      const known = essences.get(line) ?? withoutSpaces(line.text);
      essences.set(line, known);
      return known;
    },
    touches: ({ line, index }) => [index - 1, index, index + 1].some((near) => isChanged(near, line.path)),
  };
}

function keyOf(path: string, side: string, line: number): string {
  return `${side} ${line} ${path}`;
}

/**
 * Finds the quote at its line or at most three away, the nearest first; on the other side only at that very line. What it then says is
 * read from the sheet. A quote on lines that the change neither made nor touches is no finding about the change.
 */
export function anchor(pointer: Pointer, index: AnchorIndex): Anchored | Unanchored {
  const path = index.pathOf(pointer.path);
  if (path === null) return { kind: 'unanchored', why: 'the file is not among those that were shown' };
  const found = quotesOf(pointer.quote)
    .flatMap((quote) => standings({ ...pointer, path }, quote, index))
    .map((places) => ({ places, touches: places.some(index.touches) }));
  const best = found.find(({ touches }) => touches);
  if (best !== undefined) return { kind: 'anchored', lines: best.places.map(({ line }) => line) };
  if (found.length > 0) return { kind: 'unanchored', why: 'the lines it quotes are none that the change touches' };
  return { kind: 'unanchored', why: 'what it quotes does not stand there' };
}

/** As it was quoted, and without the marks and numbers that a diff has before its lines. */
function quotesOf(quote: string): readonly string[] {
  const bare = quote
    .split('\n')
    .map((line) => line.replace(/^\s*\d*\s*[-+|]?/, ''))
    .join('\n');
  return [...new Set([withoutSpaces(quote), withoutSpaces(bare)])].filter((text) => text !== '');
}

function standings(pointer: Pointer, quote: string, index: AnchorIndex): readonly (readonly Placed[])[] {
  const other = pointer.side === 'after' ? 'before' : 'after';
  const near = nearby().map((off) => ({ side: pointer.side, line: pointer.line + off }));
  return [...near, { side: other, line: pointer.line }].flatMap(({ side, line }) => {
    const places = standsAt(pointer.path, side, line, quote, index);
    return places.length === 0 ? [] : [places];
  });
}

/** 0, 1, -1, 2, -2, 3, -3. */
function nearby(): readonly number[] {
  return Array.from({ length: TOLERANCE }, (_, index) => [index + 1, -index - 1]).reduce(
    (all, pair) => [...all, ...pair],
    [0],
  );
}

/** The lines on which the quote stands if it begins on this one; none if it does not. */
function standsAt(path: string, side: string, from: number, quote: string, index: AnchorIndex): readonly Placed[] {
  const first = index.at(path, side, from);
  if (first === undefined) return [];
  const places = [first];
  let text = index.essence(first.line);
  const beginsBefore = text.length;
  for (let line = from + 1; text.length < beginsBefore + quote.length; line += 1) {
    const next = index.at(path, side, line);
    if (next === undefined) break;
    places.push(next);
    text += index.essence(next.line);
  }
  const start = text.indexOf(quote);
  if (start < 0 || start >= beginsBefore) return [];
  const lines = within(places, start + quote.length, index);
  const whole = lines.reduce((sum, { line }) => sum + index.essence(line).length, 0) === quote.length;
  return whole || quote.length >= LEAST_PART ? lines : [];
}

function within(places: readonly Placed[], end: number, index: AnchorIndex): readonly Placed[] {
  let length = 0;
  return places.filter(({ line }) => {
    const starts = length;
    length += index.essence(line).length;
    return starts < end && length > starts;
  });
}

export function withoutPrefix(path: string): string {
  return path.trim().replace(/^(\.\/|[ab]\/)/, '');
}

function withoutSpaces(text: string): string {
  return text.replace(/\s+/g, '');
}
