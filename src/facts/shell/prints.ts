import { streamOfFile } from './files.ts';
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
  ['echo', echo],
  ['printf', printf],
  ['cat', cat],
  [
    'rev',
    fed(
      (text) =>
        text
          .split('\n')
          .map((line) => Array.from(line).reverse().join(''))
          .join('\n'),
      'rev',
    ),
  ],
  ['base64', ({ args, place }) => decodeBase64(args, place.stdin, /^(-d|-D|--decode|-di)$/)],
  ['pwd', ({ place }) => (place.state.cwd === null ? null : said(`${place.state.cwd}\n`))],
]);

function decodeBase64(args: readonly Field[], stdin: Stream, flag: RegExp): Stream | null {
  if (!args.some(({ text }) => flag.test(text))) return null;
  const text = textOf(stdin);
  const bytes = text === null ? null : base64(text);
  return bytes === null ? null : said(bytes, 'base64');
}

export function base64(text: string): string | null {
  const letters = text.replace(/\s/g, '');
  if (letters === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(letters)) return null;
  try {
    const bytes = Uint8Array.from(atob(letters.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    return null;
  }
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
  if (only === undefined || only.text === '-') return place.stdin;
  if (files.length > 1) return null;
  return streamOfFile(only, place.state);
}
