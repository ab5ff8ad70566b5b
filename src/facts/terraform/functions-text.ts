import { type ConfigValue, isMap } from '../resource.ts';
import { type Compute, listOf, mapOf, mistake, plainText, textOf } from './value.ts';

/** `jsonencode` of Go: keys in order, no spaces. */
export function encode(value: ConfigValue): string {
  if (Array.isArray(value)) return `[${value.map((item: ConfigValue) => encode(item)).join(',')}]`;
  if (!isMap(value)) return JSON.stringify(value) ?? 'null';
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${encode(value[key] ?? null)}`).join(',')}}`;
}

function decode(text: ConfigValue | undefined): ConfigValue {
  try {
    const parsed: unknown = JSON.parse(plainText(text));
    return configOf(parsed);
  } catch {
    return mistake('no JSON');
  }
}

function configOf(value: unknown): ConfigValue {
  if (Array.isArray(value)) return listOf(value.map(configOf));
  if (typeof value === 'object' && value !== null)
    return mapOf(Object.entries(value).map(([key, inner]): [string, ConfigValue] => [key, configOf(inner)]));
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** `%s`, `%d`, `%03d`, `%v`, `%q`, `%%`. */
function format(template: ConfigValue | undefined, ...args: ConfigValue[]): ConfigValue | undefined {
  let at = 0;
  let isKnown = true;
  const text = plainText(template).replace(
    /%(?:%|(0?)(\d{0,3})([a-zA-Z]))/g,
    (whole, zero: string, width: string, verb: string) => {
      if (whole === '%%') return '%';
      const arg = args[at++];
      if (arg === undefined || !'sdvqtT'.includes(verb)) isKnown = false;
      const shown = verb === 'q' || typeof arg === 'object' ? encode(arg ?? null) : plainText(arg);
      return shown.padStart(Number(width), zero === '' ? ' ' : '0');
    },
  );
  return isKnown ? textOf(text) : undefined;
}

function join(separator: ConfigValue | undefined, ...lists: ConfigValue[]): ConfigValue | undefined {
  const items = lists.flatMap((list) => (Array.isArray(list) ? list : [list]));
  return textOf(items.map((item: ConfigValue) => plainText(item)).join(plainText(separator)));
}

/** `/pattern/` is a regular expression of the one who writes the file: not run here. */
function replace(
  text: ConfigValue | undefined,
  from: ConfigValue | undefined,
  to: ConfigValue | undefined,
): ConfigValue | undefined {
  const what = plainText(from);
  return /^\/.*\/$/s.test(what) || what === ''
    ? undefined
    : textOf(plainText(text).replaceAll(what, () => plainText(to)));
}

function substr(
  text: ConfigValue | undefined,
  from: ConfigValue | undefined,
  size: ConfigValue | undefined,
): ConfigValue {
  const characters = Array.from(plainText(text));
  const start = Number(from) < 0 ? Math.max(0, characters.length + Number(from)) : Number(from);
  return characters.slice(start, Number(size) < 0 ? undefined : start + Number(size)).join('');
}

function trim(text: ConfigValue | undefined, characters: ConfigValue | undefined): ConfigValue {
  const cut = new Set(plainText(characters));
  const all = Array.from(plainText(text));
  const from = all.findIndex((one) => !cut.has(one));
  return from === -1 ? '' : all.slice(from, all.findLastIndex((one) => !cut.has(one)) + 1).join('');
}

function formatlist(template: ConfigValue | undefined, ...args: ConfigValue[]): ConfigValue | undefined {
  const lists = args.filter((arg) => Array.isArray(arg));
  const size = Math.max(0, ...lists.map((list) => list.length));
  const rows = Array.from({ length: size }, (_, at) =>
    format(template, ...args.map((arg): ConfigValue => (Array.isArray(arg) ? (arg[at] ?? null) : arg))),
  );
  return rows.every((row) => row !== undefined) ? listOf(rows) : undefined;
}

export const textFunctions: ReadonlyMap<string, Compute> = new Map<string, Compute>([
  ['format', format],
  ['formatlist', formatlist],
  ['join', join],
  ['replace', replace],
  ['substr', substr],
  ['trim', trim],
  ['split', (by, text) => listOf(plainText(text).split(plainText(by)))],
  ['lower', (text) => plainText(text).toLowerCase()],
  ['upper', (text) => plainText(text).toUpperCase()],
  ['title', (text) => plainText(text).replace(/\b\p{L}/gu, (first) => first.toUpperCase())],
  ['trimspace', (text) => plainText(text).trim()],
  ['chomp', (text) => plainText(text).replace(/[\r\n]+$/, '')],
  [
    'trimprefix',
    (text, cut) => (plainText(text).startsWith(plainText(cut)) ? plainText(text).slice(plainText(cut).length) : text),
  ],
  [
    'trimsuffix',
    (text, cut) =>
      plainText(cut) !== '' && plainText(text).endsWith(plainText(cut))
        ? plainText(text).slice(0, -plainText(cut).length)
        : text,
  ],
  ['startswith', (text, with_) => plainText(text).startsWith(plainText(with_))],
  ['endswith', (text, with_) => plainText(text).endsWith(plainText(with_))],
  ['strcontains', (text, what) => plainText(text).includes(plainText(what))],
  ['strrev', (text) => Array.from(plainText(text)).toReversed().join('')],
  ['parseint', (text, base) => Number.parseInt(plainText(text), Number(base))],
  ['jsonencode', (value) => textOf(encode(value ?? null))],
  ['yamlencode', () => undefined],
  ['jsondecode', decode],
  ['basename', (path) => plainText(path).replace(/\/+$/, '').replace(/^.*\//s, '')],
  ['dirname', (path) => plainText(path).replace(/\/[^/]*$/, '')],
]);
