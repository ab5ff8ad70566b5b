/** A piece of PowerShell: a word, what ends a command, or a block or parentheses with what stands inside. */
export type Piece = {
  readonly kind: 'word' | 'end' | 'pipe' | 'and' | 'or' | 'block' | 'group' | 'redirect';
  readonly text: string;
  readonly source: string;
  /** Single quotes or none: no variable in it. */
  readonly literal: boolean;
  readonly glob: boolean;
  readonly at: number;
};

const MOST = 100_000;
const MARKS: Readonly<Record<string, string>> = { '(': ')', '{': '}' };

/** Tolerant and linear; what is not closed ends with the text. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < text.length && pieces.length < MOST) {
    const { piece, to } = pieceAt(text, at, pieces.at(-1));
    if (piece !== null) pieces.push(piece);
    at = Math.max(to, at + 1);
  }
  return pieces;
}

type Read = { readonly piece: Piece | null; readonly to: number };

function pieceAt(text: string, at: number, before: Piece | undefined): Read {
  const skipped = blankAt(text, at);
  if (skipped > at) return { piece: null, to: skipped };
  const letter = text[at] ?? '';
  const operator = OPERATORS.find(([mark]) => text.startsWith(mark, at));
  if (operator !== undefined) return made(operator[1], text, at, at + operator[0].length);
  if (letter === '&') return made(before?.kind === 'word' ? 'end' : 'word', text, at, at + 1);
  return (
    redirectAt(text, at) ??
    bracketAt(text, at) ??
    (/[)},]/.test(letter) ? { piece: null, to: at + 1 } : wordAt(text, at))
  );
}

function redirectAt(text: string, at: number): Read | null {
  const redirect = /^[\d*]?>{1,2}(&\d)?/.exec(text.slice(at, at + 5))?.[0];
  return redirect === undefined ? null : made('redirect', text, at, at + redirect.length);
}

/** `( … )`, `{ … }`, `@( … )`, `@{ … }`. */
function bracketAt(text: string, at: number): Read | null {
  const letter = text[at] ?? '';
  const opens = letter === '@' ? (text[at + 1] ?? '') : letter;
  const closes = MARKS[opens];
  if (closes === undefined) return null;
  const from = letter === '@' ? at + 2 : at + 1;
  const end = closing(text, from, opens, closes);
  return made(opens === '{' ? 'block' : 'group', text, at, end + 1, text.slice(from, end));
}

const OPERATORS: readonly (readonly [string, Piece['kind']])[] = [
  ['\n', 'end'],
  [';', 'end'],
  ['&&', 'and'],
  ['||', 'or'],
  ['|', 'pipe'],
];

function made(kind: Piece['kind'], text: string, at: number, to: number, said: string = text.slice(at, to)): Read {
  return { piece: { kind, text: said, source: text.slice(at, to), literal: true, glob: false, at }, to };
}

/** Behind blanks, comments and a line that goes on. */
function blankAt(text: string, at: number): number {
  const letter = text[at] ?? '';
  if (letter !== '\n' && /\s/.test(letter)) return at + 1;
  if (letter === '`' && /^`\r?\n/.test(text.slice(at, at + 3))) return at + (text[at + 1] === '\r' ? 3 : 2);
  if (text.startsWith('<#', at)) return endOf(text, '#>', at);
  return letter === '#' ? Math.max(at + 1, endOf(text, '\n', at) - 1) : at;
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? text.length : found + mark.length;
}

/** The bracket that closes this one; quotes are skipped. */
export function closing(text: string, from: number, opens: string, closes: string): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const letter = text[at];
    if (letter === '`') at++;
    else if (letter === "'" || letter === '"') at = quoteEnd(text, at) - 1;
    else if (letter === opens) depth++;
    else if (letter === closes && --depth === 0) return at;
  }
  return text.length;
}

function quoteEnd(text: string, at: number): number {
  const mark = text[at] ?? '';
  if (text[at - 1] === '@' && /[\r\n]/.test(text[at + 1] ?? '')) return endOf(text, `\n${mark}@`, at);
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === '`' && mark === '"') end++;
    else if (text[end] === mark && text[end + 1] === mark) end++;
    else if (text[end] === mark) return end + 1;
  }
  return text.length;
}

/** A word up to a blank or a mark that no quote covers. */
function wordAt(text: string, from: number): Read {
  let said = '';
  let literal = true;
  let glob = false;
  let at = from;
  while (at < text.length && !endsWord(text, at, from)) {
    const part = quotedPart(text, at) ?? barePart(text, at);
    said += part.said;
    literal &&= part.literal;
    glob ||= part.glob;
    at = Math.max(part.to, at + 1);
  }
  return { piece: { kind: 'word', text: said, source: text.slice(from, at), literal, glob, at: from }, to: at };
}

function endsWord(text: string, at: number, from: number): boolean {
  const letter = text[at] ?? '';
  if (letter === '{' && text[at - 1] === '$') return false;
  return /[\s;|&{},)]/.test(letter) || (letter === '>' && at > from);
}

type Part = { readonly said: string; readonly literal: boolean; readonly glob: boolean; readonly to: number };

function quotedPart(text: string, at: number): Part | null {
  const isHere = /^@['"]\r?\n/.test(text.slice(at, at + 3));
  const begins = isHere ? at + 1 : at;
  const mark = text[begins] ?? '';
  if (mark !== "'" && mark !== '"') return null;
  const end = quoteEnd(text, begins);
  const inner = isHere
    ? text.slice(begins + 1, end - 2).replace(/^\r?\n|\r?\n$/g, '')
    : text.slice(begins + 1, text[end - 1] === mark ? end - 1 : end);
  const isPlain = mark === "'";
  const said = isPlain ? inner.replaceAll("''", "'") : unescaped(inner);
  return { said, literal: isPlain || !inner.includes('$'), glob: false, to: end };
}

function barePart(text: string, at: number): Part {
  const letter = text[at] ?? '';
  if (letter === '(') {
    const end = closing(text, at + 1, '(', ')');
    return { said: text.slice(at, end + 1), literal: false, glob: false, to: end + 1 };
  }
  if (letter === '`') return { said: text[at + 1] ?? '', literal: true, glob: false, to: at + 2 };
  return { said: letter, literal: letter !== '$', glob: letter === '*' || letter === '?', to: at + 1 };
}

function unescaped(inner: string): string {
  return inner
    .replaceAll('""', '"')
    .replace(/`(.)/gs, (_whole, letter: string) => (letter === 'n' ? '\n' : letter === 't' ? '\t' : letter));
}
