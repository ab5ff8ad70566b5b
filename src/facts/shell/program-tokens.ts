import type { Program } from './invocation.ts';

export type Token = { readonly kind: 'name' | 'text' | 'command' | 'mark'; readonly text: string };

type Language = Program['language'];

const MOST = 60_000;

/** Names, texts and marks of a program, comments left out: enough to see what a call is given. Linear, no grammar. */
export function tokensOf(text: string, language: Language): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length && tokens.length < MOST) {
    const letter = text[at] ?? '';
    if (/\s/.test(letter)) {
      at++;
      continue;
    }
    const comment = commentAt(text, at, language);
    if (comment > at) {
      at = comment;
      continue;
    }
    const token = textAt(text, at, language) ?? wordAt(text, at);
    tokens.push(token);
    at = Math.max(token.to, at + 1);
  }
  return tokens;
}

function commentAt(text: string, at: number, language: Language): number {
  const two = text.slice(at, at + 2);
  const slashes = language === 'javascript' || language === 'php';
  const isLine = slashes
    ? two === '//' || (language === 'php' && two[0] === '#')
    : two[0] === '#' || (language === 'other' && two === '--');
  if (isLine) return endOf(text, '\n', at);
  return slashes && two === '/*' ? endOf(text, '*/', at + 2) : at;
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? text.length : found + mark.length;
}

type Read = Token & { readonly to: number };

function wordAt(text: string, at: number): Read {
  NAME.lastIndex = at;
  const name = NAME.exec(text)?.[0];
  if (name !== undefined) return { kind: 'name', text: name, to: at + name.length };
  if (text.startsWith('=>', at)) return { kind: 'mark', text: '=>', to: at + 2 };
  return { kind: 'mark', text: text[at] ?? '', to: at + 1 };
}

const NAME = /(?:[A-Za-z_$@%][\w$]*(?:(?:\.|::|->)[A-Za-z_]\w*){0,8}|\.[A-Za-z_]\w*|\d[\w.]*)/y;

/** A text that begins here; null where none does. */
function textAt(text: string, at: number, language: Language): Read | null {
  if (language === 'python') {
    PREFIXED.lastIndex = at;
    const prefix = PREFIXED.exec(text)?.[1];
    if (prefix !== undefined) return quotedAt(text, at + prefix.length, language, /f/i.test(prefix), /r/i.test(prefix));
  }
  if (language === 'ruby' || language === 'perl') {
    BRACKETED.lastIndex = at;
    const match = BRACKETED.exec(text);
    if (match !== null) return bracketed(text, at + match[0].length, match[0].at(-1) ?? '', /^(%x|qx)/.test(match[0]));
  }
  return quotedAt(text, at, language, false, false);
}

const PREFIXED = /([rRbBfFuU]{1,2})(?=['"])/y;
const BRACKETED = /(?:%[xqQw]?|q[qxw]?\s?)[([{<|]/y;
const CLOSES: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>', '|': '|' };

function bracketed(text: string, from: number, opens: string, runs: boolean): Read {
  const closes = CLOSES[opens] ?? opens;
  const end = text.indexOf(closes, from);
  const to = end === -1 ? text.length : end;
  return { kind: runs ? 'command' : 'text', text: filled(text.slice(from, to)), to: to + 1 };
}

function quotedAt(text: string, at: number, language: Language, format: boolean, raw: boolean): Read | null {
  const mark = text[at] ?? '';
  if (mark !== '"' && mark !== "'" && mark !== '`') return null;
  const triple = language === 'python' && text.startsWith(mark.repeat(3), at) ? mark.repeat(3) : mark;
  const from = at + triple.length;
  const end = closing(text, from, triple, raw);
  const said = spelled(text.slice(from, end), mark, language, raw);
  const whole = format ? said.replace(/\{([A-Za-z_]\w*)[^{}]{0,80}\}/g, (_whole, name: string) => `\${${name}}`) : said;
  const runs = mark === '`' && (language !== 'javascript' || text[at - 1] === '$');
  return { kind: runs ? 'command' : 'text', text: mark === "'" ? whole : filled(whole), to: end + triple.length };
}

/** In single quotes most languages leave everything as it is. */
function spelled(body: string, mark: string, language: Language, raw: boolean): string {
  const isPlain = raw || (mark === "'" && language !== 'python' && language !== 'javascript');
  return isPlain ? body : unescaped(body);
}

/** `#{name}` of Ruby and `${a.b}` of JavaScript as a shell would write it: a variable that nobody knows. */
function filled(text: string): string {
  return text.replace(/[#$]\{\s*([A-Za-z_]\w*)[^{}]{0,80}\}/g, (_whole, name: string) => `\${${name}}`);
}

function closing(text: string, from: number, mark: string, raw: boolean): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\' && !raw) at++;
    else if (text.startsWith(mark, at)) return at;
    else if (text[at] === '\n' && mark.length === 1 && mark !== '`' && at - from > 2000) return at;
  }
  return text.length;
}

function unescaped(body: string): string {
  return body.replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|\n|.)/g, (_whole, code: string) => {
    if (/^[xu]./.test(code)) return String.fromCharCode(parseInt(code.slice(1), 16));
    return code === 'n' ? '\n' : code === 't' ? '\t' : code === '\n' ? '' : code;
  });
}
