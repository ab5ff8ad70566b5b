/** Where a reader stands in a text. Moves forward only, so reading takes as long as the text is. */
export type Cursor = {
  readonly text: string;
  /** Offset of the first character of each line. */
  readonly lines: readonly number[];
  at: number;
  /** Inside parentheses and brackets a line end is only a space. */
  wrap: boolean;
  depth: number;
};

/** A text that nests deeper was not written by a person, and each level costs a few frames of stack. */
const DEPTH = 150;

export function cursorOn(text: string, firstLine = 1): Cursor {
  const lines = Array.from({ length: firstLine }, () => 0);
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.push(at + 1);
  return { text, lines, at: 0, wrap: false, depth: 0 };
}

export function lineAt({ lines }: Cursor, at: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Ends the reading of one statement; body.ts catches it, notes it as a problem and goes on behind. */
export function fail(cursor: Cursor, message: string): never {
  throw new SyntaxError(`${lineAt(cursor, cursor.at)}:${message}`);
}

/** Over spaces and comments, and over line ends where they mean nothing. */
export function skip(cursor: Cursor, wrap: boolean = cursor.wrap): void {
  const { text } = cursor;
  for (;;) {
    const code = text.charCodeAt(cursor.at);
    if (code === 32 || code === 9 || code === 13 || (wrap && code === 10)) cursor.at++;
    else if (code === 35 || (code === 47 && text.charCodeAt(cursor.at + 1) === 47)) toLineEnd(cursor);
    else if (code === 47 && text.charCodeAt(cursor.at + 1) === 42) pastComment(cursor);
    else return;
  }
}

export function toLineEnd(cursor: Cursor): void {
  const end = cursor.text.indexOf('\n', cursor.at);
  cursor.at = end === -1 ? cursor.text.length : end;
}

function pastComment(cursor: Cursor): void {
  const end = cursor.text.indexOf('*/', cursor.at + 2);
  if (end === -1) fail(cursor, 'a comment that does not end');
  cursor.at = end + 2;
}

export function sees(cursor: Cursor, what: string): boolean {
  return cursor.text.startsWith(what, cursor.at);
}

export function accept(cursor: Cursor, what: string): boolean {
  if (!sees(cursor, what)) return false;
  cursor.at += what.length;
  return true;
}

export function expect(cursor: Cursor, what: string): void {
  skip(cursor);
  if (!accept(cursor, what)) fail(cursor, `"${what}" is missing`);
}

const WORD = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;

export function acceptWord(cursor: Cursor): string | null {
  WORD.lastIndex = cursor.at;
  const word = WORD.exec(cursor.text)?.[0] ?? null;
  if (word !== null) cursor.at += word.length;
  return word;
}

/** Reads with line ends meaning something or nothing, and puts back what held before. */
export function inside<T>(cursor: Cursor, wrap: boolean, read: () => T): T {
  const before = cursor.wrap;
  if (++cursor.depth > DEPTH) fail(cursor, 'it nests too deep');
  cursor.wrap = wrap;
  const told = read();
  cursor.wrap = before;
  cursor.depth--;
  return told;
}
