/** One simple command of a script: its words without quotes, where it stands, and what is fed to it. */
export type ShellCommand = {
  readonly words: readonly string[];
  readonly line: number;
  /** A here-document, a here-string, or what an `echo` before the pipe says. */
  readonly input: string;
  /** What follows it: `|`, `||`, `&&`, `;`, or '' at the end of a line. */
  readonly next: string;
};

/** `$( $( … ) )` deeper than this is nobody's script, and each level is read once more. */
const MOST_DEPTH = 6;
/** Each is looked for to the end of the text: without a bound, a text full of them would take its length squared. */
const MOST_HEREDOCS = 100;

/**
 * A small honest reading of a shell script: quotes, comments, separators, substitutions, here-documents. What a variable holds
 * is not known and stays written as `$NAME`.
 */
export function commandsOf(script: string, line = 1, depth = 0): readonly ShellCommand[] {
  const found: ShellCommand[] = [];
  const state: Reading = {
    text: script,
    at: 0,
    line,
    depth,
    words: [],
    begun: line,
    input: '',
    piped: '',
    heredocs: [],
    bodies: 0,
    found,
  };
  while (state.at < script.length) step(state);
  end(state, '');
  return found;
}

type Reading = {
  readonly text: string;
  at: number;
  line: number;
  readonly depth: number;
  words: string[];
  begun: number;
  input: string;
  piped: string;
  heredocs: { readonly word: string; readonly dashed: boolean }[];
  bodies: number;
  readonly found: ShellCommand[];
};

function step(state: Reading): void {
  const letter = state.text[state.at] ?? '';
  if (letter === '\n') return newline(state);
  if (letter === '\\' && /^\\\r?\n/.test(state.text.slice(state.at, state.at + 3))) return continuation(state);
  if (/[ \t\r]/.test(letter)) return blank(state);
  if (letter === '#') return comment(state);
  if (letter === '<' && state.text[state.at + 1] === '<') return here(state);
  if (letter === '>' || letter === '<') return redirect(state);
  if (/[;&|()]/.test(letter)) return separator(state, letter);
  const word = readWord(state);
  if (state.words.length === 0) state.begun = word.line;
  state.words.push(word.text);
}

function blank(state: Reading): void {
  state.at++;
}

function newline(state: Reading): void {
  end(state, '');
  state.at++;
  state.line++;
  const waiting = state.heredocs;
  state.heredocs = [];
  for (const heredoc of waiting) skipBody(state, heredoc);
}

function continuation(state: Reading): void {
  state.at += state.text[state.at + 1] === '\r' ? 3 : 2;
  state.line++;
}

function comment(state: Reading): void {
  const ends = state.text.indexOf('\n', state.at);
  state.at = ends === -1 ? state.text.length : ends;
}

function separator(state: Reading, letter: string): void {
  const twice = state.text[state.at + 1] === letter && /[|&;]/.test(letter);
  end(state, twice ? letter.repeat(2) : letter);
  state.at += twice ? 2 : 1;
}

/** `2>&1`, `> file`: where the output goes is not a word of the command. */
function redirect(state: Reading): void {
  if (/^\d$/.test(state.words.at(-1) ?? '') && /\d/.test(state.text[state.at - 1] ?? '')) state.words.pop();
  state.at++;
  while (/[>&|\s]/.test(state.text[state.at] ?? '') && state.text[state.at] !== '\n') state.at++;
  if (!/[\n;|()]/.test(state.text[state.at] ?? '\n')) readWord(state);
}

function here(state: Reading): void {
  state.at += 2;
  if (state.text[state.at] === '<') {
    state.at++;
    skipBlanks(state);
    state.input += readWord(state).text;
    return;
  }
  const dashed = state.text[state.at] === '-';
  if (dashed) state.at++;
  skipBlanks(state);
  const word = readWord(state).text;
  state.bodies++;
  if (state.bodies > MOST_HEREDOCS || word === '') return;
  state.heredocs.push({ word, dashed });
  // the body comes after this line and belongs to the command on it: read ahead for it
  state.input += bodyAhead(state);
}

function skipBlanks(state: Reading): void {
  while (/[ \t]/.test(state.text[state.at] ?? '')) state.at++;
}

function bodyAhead(state: Reading): string {
  const last = state.heredocs.at(-1);
  const begin = state.text.indexOf('\n', state.at);
  if (!last || begin === -1 || state.heredocs.length > 1) return '';
  return state.text.slice(begin + 1, endOfBody(state.text, begin + 1, last).from);
}

function skipBody(state: Reading, heredoc: Reading['heredocs'][number]): void {
  const { to } = endOfBody(state.text, state.at, heredoc);
  state.line += countLines(state.text.slice(state.at, to));
  state.at = to;
}

function endOfBody(
  text: string,
  from: number,
  { word, dashed }: Reading['heredocs'][number],
): { from: number; to: number } {
  let at = from;
  while (at < text.length) {
    const newlineAt = text.indexOf('\n', at);
    const ends = newlineAt === -1 ? text.length : newlineAt;
    const line = text.slice(at, ends).replace(/\r$/, '');
    if ((dashed ? line.replace(/^\t+/, '') : line) === word)
      return { from: at, to: newlineAt === -1 ? ends : ends + 1 };
    at = ends + 1;
  }
  return { from: text.length, to: text.length };
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}

function end(state: Reading, next: string): void {
  const { words, begun, input, piped } = state;
  const pipe = next === '|';
  if (words.length > 0) state.found.push({ words, line: begun, input: `${piped}${input}`, next });
  const says = /^(echo|printf|cat)$/.test(words[0] ?? '') && pipe;
  // through a filter what is said is still said: `echo … | envsubst | psql`
  state.piped = says ? `${words.slice(1).join(' ')}\n${input}` : pipe ? piped : '';
  state.words = [];
  state.input = '';
}

function readWord(state: Reading): { readonly text: string; readonly line: number } {
  const line = state.line;
  let text = '';
  while (state.at < state.text.length) {
    const letter = state.text[state.at] ?? '';
    if (/[\s;&|()<>]/.test(letter)) break;
    text += readPiece(state, letter);
  }
  return { text, line };
}

function readPiece(state: Reading, letter: string): string {
  if (letter === "'") return quoted(state, "'");
  if (letter === '"') return doubleQuoted(state);
  if (letter === '`') return substitution(state, state.at + 1, '`');
  if (letter === '$' && state.text[state.at + 1] === '(') return substitution(state, state.at + 2, ')');
  if (letter === '$' && state.text.startsWith('${{', state.at)) return expression(state);
  if (letter !== '\\') {
    state.at++;
    return letter;
  }
  const next = state.text[state.at + 1] ?? '';
  state.at += 2;
  if (next === '\n') state.line++;
  return next === '\n' ? '' : next;
}

/** `${{ inputs.name }}` of a pipeline is filled in before the shell sees it. */
function expression(state: Reading): string {
  const ends = state.text.indexOf('}}', state.at);
  const to = ends === -1 ? state.text.length : ends + 2;
  const text = state.text.slice(state.at, to);
  state.line += countLines(text);
  state.at = to;
  return text.replace(/\s+/g, ' ');
}

function quoted(state: Reading, mark: string): string {
  const ends = state.text.indexOf(mark, state.at + 1);
  const to = ends === -1 ? state.text.length : ends;
  const text = state.text.slice(state.at + 1, to);
  state.line += countLines(text);
  state.at = to + 1;
  return text;
}

function doubleQuoted(state: Reading): string {
  let text = '';
  state.at++;
  while (state.at < state.text.length) {
    const letter = state.text[state.at] ?? '';
    if (letter === '"') break;
    if (letter === '\n') state.line++;
    text += letter === "'" ? plain(state, letter) : readPiece(state, letter);
  }
  state.at++;
  return text;
}

function plain(state: Reading, letter: string): string {
  state.at++;
  return letter;
}

/** What is inside runs first: it is read as a script of its own, and stands in the word as it is written. */
function substitution(state: Reading, from: number, closing: string): string {
  const to = endOfSubstitution(state.text, from, closing);
  const inner = state.text.slice(from, to);
  if (state.depth < MOST_DEPTH) state.found.push(...commandsOf(inner, state.line, state.depth + 1));
  state.line += countLines(inner);
  state.at = to + 1;
  return closing === ')' ? `$(${inner})` : `\`${inner}\``;
}

function endOfSubstitution(text: string, from: number, closing: string): number {
  let open = 1;
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const letter = text[at] ?? '';
    if (letter === '\\') at++;
    else if (quote !== '') quote = letter === quote ? '' : quote;
    else if (letter === closing) {
      open--;
      if (open === 0) return at;
    } else if (letter === "'" || letter === '"') quote = letter;
    else if (closing === ')' && letter === '(') open++;
  }
  return text.length;
}
