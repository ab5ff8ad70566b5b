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
  const letter = text[at] ?? '';
  const made = (kind: Piece['kind'], to: number, said: string = text.slice(at, to)): Read => ({
    piece: { kind, text: said, source: text.slice(at, to), literal: true, glob: false, at },
    to,
  });
  if (letter === '\n' || letter === ';') return made('end', at + 1);
  if (/\s/.test(letter)) return { piece: null, to: at + 1 };
  if (letter === '`' && /^`\r?\n/.test(text.slice(at, at + 3)))
    return { piece: null, to: at + (text[at + 1] === '\r' ? 3 : 2) };
  if (text.startsWith('<#', at)) return { piece: null, to: endOf(text, '#>', at) };
  if (letter === '#') return { piece: null, to: endOf(text, '\n', at) - 1 };
  const two = text.slice(at, at + 2);
  if (two === '&&') return made('and', at + 2);
  if (two === '||') return made('or', at + 2);
  if (letter === '|') return made('pipe', at + 1);
  if (letter === '&') return made(before === undefined || before.kind !== 'word' ? 'word' : 'end', at + 1);
  const redirect = /^[\d*]?>{1,2}(&\d)?/.exec(text.slice(at, at + 5))?.[0];
  if (redirect !== undefined) return made('redirect', at + redirect.length);
  const opens = letter === '@' ? (text[at + 1] ?? '') : letter;
  const closes = MARKS[opens];
  if (closes !== undefined) {
    const from = letter === '@' ? at + 2 : at + 1;
    const end = closing(text, from, opens, closes);
    return made(opens === '{' ? 'block' : 'group', end + 1, text.slice(from, end));
  }
  if (letter === ')' || letter === '}' || letter === ',') return { piece: null, to: at + 1 };
  return wordAt(text, at);
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
  for (; at < text.length; at++) {
    const letter = text[at] ?? '';
    if (/[\s;|&{},]/.test(letter) && !(letter === '{' && text[at - 1] === '$')) break;
    if (letter === ')' || (letter === '>' && at > from)) break;
    if (letter === "'" || letter === '"' || (letter === '@' && /^@['"]\r?\n/.test(text.slice(at, at + 3)))) {
      const begins = letter === '@' ? at + 1 : at;
      const end = quoteEnd(text, begins);
      const mark = text[begins] ?? '';
      const inner =
        letter === '@'
          ? text.slice(begins + 1, end - 2).replace(/^\r?\n|\r?\n$/g, '')
          : text.slice(begins + 1, text[end - 1] === mark ? end - 1 : end);
      said += mark === "'" ? inner.replaceAll("''", "'") : unescaped(inner);
      literal &&= mark === "'" || !inner.includes('$');
      at = end - 1;
    } else if (letter === '(') {
      const end = closing(text, at + 1, '(', ')');
      said += text.slice(at, end + 1);
      literal = false;
      at = end;
    } else if (letter === '`') said += text[++at] ?? '';
    else {
      if (letter === '$') literal = false;
      if (letter === '*' || letter === '?') glob = true;
      said += letter;
    }
  }
  return { piece: { kind: 'word', text: said, source: text.slice(from, at), literal, glob, at: from }, to: at };
}

function unescaped(inner: string): string {
  return inner
    .replaceAll('""', '"')
    .replace(/`(.)/gs, (_whole, letter: string) => (letter === 'n' ? '\n' : letter === 't' ? '\t' : letter));
}
