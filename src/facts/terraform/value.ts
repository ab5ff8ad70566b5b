import { type ConfigMap, type ConfigValue, isMap } from '../resource.ts';

/**
 * While a module is evaluated, what cannot be known is a text between two marks: `‹aws_subnet.a.id›`, `‹upper(var.x)›`. So a value
 * keeps its identity: the same reference before and after is no change, another one is, and `"x-${…}"` composes by itself.
 * compare.ts turns them into UNKNOWN before anybody else sees them.
 */
const OPEN = '\uE000';
const CLOSE = '\uE001';
const MARKS = /[\uE000\uE001]/g;
const ERROR = '!';

/** Beyond this a text is told apart by its hash. */
const LONGEST = 300;
const LARGEST = 50_000;
const sizes = new WeakMap<object, number>();

/** A function over values. undefined: not to be worked out, the call itself is then its name. */
export type Compute = (...args: ConfigValue[]) => ConfigValue | undefined;

export function symbol(text: string): string {
  const inner = text.replace(MARKS, '');
  return `${OPEN}${inner.length > LONGEST ? `${inner.slice(0, 80)}…${hashOf(inner)}` : inner}${CLOSE}`;
}

/** What Terraform would call an error: `try` and `can` ask for it. */
export function mistake(text: string): string {
  return symbol(ERROR + text);
}

export function isMistake(value: ConfigValue): boolean {
  return typeof value === 'string' && value.startsWith(OPEN + ERROR);
}

/** No text of a file may be taken for a symbol. */
export function literal<T>(value: T): T | string {
  return typeof value === 'string' && value.includes(OPEN) ? value.replace(MARKS, '\uFFFD') : value;
}

export function isSymbol(value: ConfigValue | undefined): value is string {
  return typeof value === 'string' && value.includes(OPEN);
}

/** The whole value is one reference and nothing else. */
export function referenceOf(value: ConfigValue | undefined): string | null {
  if (typeof value !== 'string' || !value.startsWith(OPEN)) return null;
  const inner = value.slice(1, -1);
  return value.endsWith(CLOSE) && /^[A-Za-z_][\w.[\]"\-/:@ ]*$/.test(inner) ? inner : null;
}

export function isSettled(value: ConfigValue): boolean {
  if (Array.isArray(value)) return value.every((item: ConfigValue) => isSettled(item));
  if (isMap(value)) return Object.values(value).every((item) => isSettled(item));
  return typeof value !== 'symbol' && !isSymbol(value);
}

/** The same for what is the same, whatever is known of it. */
export function render(value: ConfigValue): string {
  if (typeof value === 'string' && value.startsWith(OPEN) && value.indexOf(CLOSE) === value.length - 1)
    return value.slice(1, -1);
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'symbol' ? '?' : inner)).replace(MARKS, '');
}

/** As a person reads it: `${aws_subnet.a.id}`. */
export function spelled(text: string): string {
  return text.replaceAll(OPEN, '${').replaceAll(CLOSE, '}');
}

export function listOf(items: readonly ConfigValue[]): ConfigValue {
  return sized(items, items);
}

export function mapOf(entries: Iterable<readonly [string, ConfigValue]>): ConfigValue {
  const map: ConfigMap = Object.fromEntries(entries);
  return sized(map, Object.values(map));
}

/** A list of two of a list of two of … is small to write and larger than any memory to walk. */
function sized(value: ConfigValue & object, items: readonly ConfigValue[]): ConfigValue {
  let size = 1;
  for (const item of items) {
    size +=
      typeof item === 'object' && item !== null
        ? (sizes.get(item) ?? 1)
        : typeof item === 'string'
          ? 1 + item.length / 64
          : 1;
  }
  if (size > LARGEST) return symbol('a value too large to follow');
  sizes.set(value, size);
  return value;
}

export function textOf(text: string): ConfigValue {
  return text.length > LARGEST * 4 ? symbol('a text too long to follow') : text;
}

/** FNV-1a: to tell apart, not to trust. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16);
}

/** A value where Terraform wants a text. */
export function plainText(value: ConfigValue | undefined): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : render(value);
}
