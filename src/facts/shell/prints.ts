import { base32, base64, hex, translated } from './decoders.ts';
import { streamOfFile } from './files.ts';
import { printedNames } from './printed-names.ts';
import type { Calling } from './start.ts';
import { type Field, said, type Stream, textOf } from './state.ts';

type Prints = (calling: Calling) => Stream | null;

/** What a program prints, where that can be told without running it. */
export function prints(calling: Calling): Stream | null {
  const own = PRINTS.get(calling.tool);
  return own === undefined ? null : own(calling);
}

function fed(change: (text: string) => string | null, decoder: string): Prints {
  return ({ place }) => {
    const text = textOf(place.stdin);
    const made = text === null || place.stdin.input.kind === 'none' ? null : change(text);
    return made === null ? null : said(made, decoder === '' ? place.stdin.decoded : decoder);
  };
}

const PRINTS: ReadonlyMap<string, Prints> = new Map<string, Prints>([
  ...Object.entries(printedNames),
  ['echo', echo],
  ['printf', printf],
  ['cat', cat],
  ['true', () => said('')],
  ['rev', fed((text) => eachLine(text, (line) => Array.from(line).reverse().join('')), 'rev')],
  ['tac', fed((text) => eachLine(text, (line) => line, true), '')],
  ['base64', decodes(/^(-[a-zA-Z]*[dD]|--decode)/, base64)],
  ['gbase64', decodes(/^(-[a-zA-Z]*[dD]|--decode)/, base64)],
  ['base32', decodes(/^(-[a-zA-Z]*[dD]|--decode)/, base32)],
  [
    'openssl',
    ({ args, place }) =>
      /^(base64|enc)$/.test(args[0]?.text ?? '') && args.some(({ text }) => text === '-d')
        ? decodedBy(place.stdin, base64, 'openssl')
        : null,
  ],
  ['xxd', decodes(/^-[a-z]*r/, hex)],
  ['tr', translate],
  ['head', lines((all, many) => all.slice(0, many))],
  ['tail', lines((all, many) => all.slice(-many))],
  ['sed', substituted],
  ['strings', ({ place }) => (textOf(place.stdin) === null ? null : place.stdin)],
  ['pv', ({ place }) => place.stdin],
  ['envsubst', ({ place }) => place.stdin],
  ['sponge', ({ place }) => place.stdin],
  ['column', ({ place }) => place.stdin],
]);

function eachLine(text: string, change: (line: string) => string, backwards = false): string {
  const ends = text.endsWith('\n');
  const all = (ends ? text.slice(0, -1) : text).split('\n').map(change);
  return `${(backwards ? all.reverse() : all).join('\n')}${ends ? '\n' : ''}`;
}

function decodes(flag: RegExp, decoder: (text: string) => string | null): Prints {
  return ({ args, place, tool }) => {
    if (!args.some(({ text }) => flag.test(text))) return null;
    const file = args.filter(({ text }) => !text.startsWith('-')).at(-1);
    const stream = file === undefined ? place.stdin : streamOfFile(file, place.state);
    return decodedBy(stream, decoder, tool);
  };
}

function decodedBy(stream: Stream, decoder: (text: string) => string | null, by: string): Stream | null {
  const text = stream.input.kind === 'none' ? null : textOf(stream);
  const made = text === null ? null : decoder(text);
  return made === null ? null : said(made, by);
}

function translate({ args, place }: Calling): Stream | null {
  const text = place.stdin.input.kind === 'none' ? null : textOf(place.stdin);
  const [from, to] = args.filter((word) => !word.text.startsWith('-'));
  if (text === null || from === undefined || text.length > 1_000_000) return null;
  const flags = args.flatMap((word) => (word.text.startsWith('-') ? word.text.slice(1) : [])).join('');
  if (/[cC]/.test(flags)) return null;
  const deletes = flags.includes('d');
  if (!deletes && to === undefined) return flags.includes('s') ? place.stdin : null;
  return said(
    translated(text, from.text, deletes ? null : (to?.text ?? '')),
    hides(from, deletes ? undefined : to) ? 'tr' : place.stdin.decoded,
  );
}

/** New lines made of blanks hide nothing, letters made of letters do. */
function hides(from: Field, to: Field | undefined): boolean {
  return to !== undefined && /[a-zA-Z]/.test(`${from.text}${to.text}`) && !from.text.startsWith('[:');
}

function lines(cut: (all: readonly string[], many: number) => readonly string[]): Prints {
  return ({ args, place }) => {
    const text = place.stdin.input.kind === 'none' ? null : textOf(place.stdin);
    const said10 = args.map((word) => word.text).join(' ');
    const many = /^(?:-n ?|-|--lines=)(\d{1,6})$/.exec(said10)?.[1] ?? (args.length === 0 ? '10' : null);
    if (text === null || many === null) return null;
    return said(`${cut(text.replace(/\n$/, '').split('\n'), Number(many)).join('\n')}\n`, place.stdin.decoded);
  };
}

/** `sed s/a/b/` of plain letters. */
function substituted({ args, place }: Calling): Stream | null {
  const text = place.stdin.input.kind === 'none' ? null : textOf(place.stdin);
  const [script] = args.filter((word) => !/^-[eE]$/.test(word.text));
  const match = /^s(.)([^\\.*[\]^$]{1,100}?)\1(.{0,200}?)\1(g?)$/.exec(script?.text ?? '');
  if (text === null || match === null || args.length > 2) return null;
  const [, , from = '', to = '', all] = match;
  if (to.includes('\\') || to.includes('&')) return null;
  return said(
    eachLine(text, (one) => (all === 'g' ? one.replaceAll(from, () => to) : one.replace(from, () => to))),
    'sed',
  );
}

function echo({ args }: Calling): Stream {
  let at = 0;
  let escapes = false;
  let newline = true;
  for (; /^-[neE]+$/.test(args[at]?.text ?? ''); at++) {
    const text = args[at]?.text ?? '';
    if (text.includes('n')) newline = false;
    if (text.includes('e')) escapes = true;
  }
  return told(args.slice(at), (text) => `${escapes ? unescaped(text) : text}${newline ? '\n' : ''}`, escapes);
}

function told(words: readonly Field[], change: (text: string) => string, escapes: boolean): Stream {
  const text = words.map((word) => word.text).join(' ');
  const known = words.every((word) => word.known || word.glob);
  const hidden = escapes && HIDES.test(text) ? 'escapes' : '';
  const decoded = words.find((word) => word.decoded !== '')?.decoded ?? hidden;
  return { input: { kind: 'text', text: change(text), known }, decoded };
}

const HIDES = /\\(x[2-7][0-9a-fA-F]|0?[01][0-7]{2}|u00[2-7])/;

function unescaped(text: string): string {
  return text.replace(
    /\\(x[0-9a-fA-F]{1,2}|0[0-7]{1,3}|[1-7][0-7]{0,2}|u[0-9a-fA-F]{1,4}|[abefnrtv\\"'])/g,
    (_whole, code: string) => letterOf(code),
  );
}

function letterOf(code: string): string {
  if (/^[xu]/.test(code)) return String.fromCharCode(parseInt(code.slice(1), 16));
  if (/^[0-7]/.test(code)) return String.fromCharCode(parseInt(code, 8) & 0xff);
  return NAMED[code] ?? code;
}

const NAMED: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function printf({ args }: Calling): Stream | null {
  const words = args[0]?.text === '--' ? args.slice(1) : args;
  const [format, ...rest] = words;
  if (format === undefined || format.text === '-v') return null;
  const hidden = words.some(({ text }) => HIDES.test(text)) ? 'escapes' : '';
  const text = formatted(
    format.text,
    rest.map((word) => word.text),
  );
  const decoded = words.find((word) => word.decoded !== '')?.decoded ?? hidden;
  return { input: { kind: 'text', text, known: words.every((word) => word.known || word.glob) }, decoded };
}

function formatted(format: string, values: readonly string[]): string {
  const plain = unescaped(format);
  let made = '';
  let next = 0;
  do {
    const before = next;
    made += plain.replace(/%(%|[-+ #0]*\d*(?:\.\d+)?[a-zA-Z])/g, (_whole, kind: string) => {
      if (kind === '%') return '%';
      const value = values[next++] ?? '';
      return kind.endsWith('b') ? unescaped(value) : kind.endsWith('c') ? value.slice(0, 1) : value;
    });
    if (next === before) break;
  } while (next < values.length && made.length < 1_000_000);
  return made;
}

function cat({ args, place }: Calling): Stream | null {
  const files = args.filter(({ text }) => !text.startsWith('-') || text === '-');
  const [only] = files;
  if (only === undefined || (files.length === 1 && only.text === '-')) return place.stdin;
  if (files.length === 1) return streamOfFile(only, place.state);
  const streams = files
    .slice(0, 100)
    .map((file) => (file.text === '-' ? place.stdin : streamOfFile(file, place.state)));
  const texts = streams.map((stream) => textOf(stream));
  return texts.every((text) => text !== null)
    ? said(texts.join(''), streams.find(({ decoded: by }) => by !== '')?.decoded ?? '')
    : null;
}
