import { type Call, type Entry, type Expression, type Fn, groupAt, type Program, textAt } from './program.ts';
import { type PhpToken, tokenizePhp } from './php-tokens.ts';

/**
 * PHP as far as a migration of Laravel or Phinx speaks it: classes, functions, calls on `->` and `::`, strings and arrays. Whatever
 * else is written is stepped over. There is no grammar for it here, and the words that matter are few.
 */
export function readPhp(text: string): Program {
  const { tokens, broken } = tokenizePhp(text);
  const at = { tokens, index: 0, broken };
  const body: Expression[] = [];
  while (at.index < tokens.length) body.push(...until(at, NEVER));
  return { body, broken: at.broken };
}

type At = { readonly tokens: readonly PhpToken[]; index: number; broken: number | null };
const NEVER = '';

function peek(at: At, ahead = 0): string {
  const token = at.tokens[at.index + ahead];
  return token === undefined || token.kind === 'text' ? '' : token.text;
}

function lineAt(at: At): number {
  return at.tokens[at.index]?.line ?? at.tokens.at(-1)?.line ?? 1;
}

/** Everything up to the bracket that closes, which is taken as well. */
function until(at: At, close: string): readonly Expression[] {
  const found: Expression[] = [];
  while (at.index < at.tokens.length) {
    if (peek(at) === close && close !== NEVER) {
      at.index++;
      return found;
    }
    // a bracket that closes nothing: go on behind it
    if (/^[)\]}]$/.test(peek(at))) {
      at.broken ??= lineAt(at);
      at.index++;
      if (close === NEVER) continue;
      return found;
    }
    const before = at.index;
    found.push(statement(at));
    if (at.index === before) at.index++;
  }
  if (close !== NEVER) at.broken ??= lineAt(at);
  return found;
}

function statement(at: At): Expression {
  if (peek(at) === 'class') return classAt(at);
  if (peek(at) === 'function' || peek(at) === 'fn') return functionAt(at);
  const start = lineAt(at);
  if (peek(at).startsWith('$') && peek(at, 1) === '=') {
    const to = peek(at);
    at.index += 2;
    return { kind: 'assign', to, value: chain(at), line: start };
  }
  return chain(at);
}

function classAt(at: At): Expression {
  const start = lineAt(at);
  at.index++;
  const words: string[] = [];
  while (at.index < at.tokens.length && peek(at) !== '{') {
    if (peek(at) === '(') {
      at.index++;
      until(at, ')');
    } else {
      words.push(peek(at));
      at.index++;
    }
  }
  at.index++;
  return { kind: 'class', name: words[0] ?? '', bases: words.join(' '), body: until(at, '}'), line: start };
}

function functionAt(at: At): Fn {
  const start = lineAt(at);
  const isArrow = peek(at) === 'fn';
  at.index++;
  const name = peek(at) === '(' ? null : peek(at);
  const params: string[] = [];
  while (at.index < at.tokens.length && !/^(\{|;|=>)$/.test(peek(at))) {
    if (peek(at).startsWith('$')) params.push(peek(at));
    at.index++;
  }
  const opened = peek(at);
  at.index++;
  if (isArrow) return { kind: 'fn', name, params, body: [chain(at)], line: start };
  return { kind: 'fn', name, params, body: opened === '{' ? until(at, '}') : [], line: start };
}

/** `Schema::table('orders', …)`, `$table->string('note')->change()`, `'a' . $b` */
function chain(at: At): Expression {
  let one = atom(at);
  for (;;) {
    if (peek(at) === '->' || peek(at) === '?->' || peek(at) === '::') {
      at.index++;
      const name = peek(at);
      const start = lineAt(at);
      at.index++;
      one =
        peek(at) === '('
          ? { ...callAt(at, name), on: one, line: start }
          : { kind: 'member', on: one, name, line: start };
    } else if (peek(at) === '.' && (one.kind === 'text' || one.kind === 'name')) {
      at.index++;
      one = textAt(one.line, one, chain(at));
    } else return one;
  }
}

function atom(at: At): Expression {
  const token = at.tokens[at.index];
  const start = lineAt(at);
  if (token === undefined) return groupAt(start, []);
  if (/^(function|fn|class)$/.test(peek(at))) return statement(at);
  at.index++;
  if (token.kind === 'text') return textAt(token.line, ...token.parts);
  if (token.text === 'new' || token.text === 'return' || token.text === 'static')
    return /^\w|^[$'"]/.test(peek(at)) ? chain(at) : groupAt(start, []);
  const bracketed = bracketAt(at, token.text, start);
  if (bracketed !== null) return bracketed;
  if (/^[\w$\\]/.test(token.text) && peek(at) === '(') return callAt(at, token.text);
  return wordAt(token.text, start);
}

function bracketAt(at: At, opened: string, start: number): Expression | null {
  if (opened === '(') return groupAt(start, until(at, ')'));
  if (opened === '{') return groupAt(start, until(at, '}'));
  if (opened === '[') return arrayAt(at, ']', start);
  if (opened !== 'array' || peek(at) !== '(') return null;
  at.index++;
  return arrayAt(at, ')', start);
}

function wordAt(text: string, line: number): Expression {
  if (/^(true|false)$/i.test(text)) return { kind: 'value', value: text.toLowerCase() === 'true', line };
  if (/^null$/i.test(text)) return { kind: 'value', value: null, line };
  if (/^\d/.test(text)) return { kind: 'value', value: Number(text), line };
  return /^[\w$\\]/.test(text) ? { kind: 'name', name: text, line } : groupAt(line, []);
}

function callAt(at: At, name: string): Call {
  const start = lineAt(at);
  at.index++;
  const args = until(at, ')').filter((one) => one.kind !== 'group' || one.parts.length > 0);
  return { kind: 'call', on: null, name, args, named: [], block: null, line: start };
}

/** `['note', 'memo']` is a list, `['note' => 'x']` has keys. */
function arrayAt(at: At, close: string, start: number): Expression {
  const items: Expression[] = [];
  const entries: Entry[] = [];
  while (at.index < at.tokens.length && peek(at) !== close) {
    const before = at.index;
    const one = chain(at);
    if (peek(at) === '=>') {
      at.index++;
      entries.push({
        key: one.kind === 'text' ? one.parts.filter((part) => typeof part === 'string').join('') : '',
        value: chain(at),
      });
    } else if (one.kind !== 'group' || one.parts.length > 0) items.push(one);
    if (at.index === before) at.index++;
  }
  at.index++;
  return entries.length > 0 ? { kind: 'dict', entries, line: start } : { kind: 'list', items, line: start };
}
