import { type ConfigValue, isMap, UNKNOWN } from '../resource.ts';

/** The same attribute before and after. */
export type Pair = readonly [ConfigValue | undefined, ConfigValue | undefined];
export type Difference = 'same' | 'differs' | 'unclear';

/**
 * Terraform's own idea of the same: a number and its text, a policy written with other spaces, a set in another order. What is the
 * same expression on both sides has become the same text before it comes here (settle.ts), so two UNKNOWN are two expressions.
 */
export function difference(
  before: ConfigValue | undefined,
  after: ConfigValue | undefined,
  ordered = true,
): Difference {
  if (before === UNKNOWN || after === UNKNOWN) return 'unclear';
  if (Array.isArray(before) && Array.isArray(after)) return ordered ? inOrder(before, after) : asSets(before, after);
  if (isMap(before) && isMap(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return worst(keys.map((key) => difference(before[key], after[key], ordered)));
  }
  if (isNothing(before) && isNothing(after)) return 'same';
  return plain(before) === plain(after) ? 'same' : 'differs';
}

/** Providers do not tell these from an attribute that is not written. */
export function isNothing(value: ConfigValue | undefined): boolean {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return true;
  if (value === 'false') return true;
  return Array.isArray(value) && value.length === 0;
}

export function isAbsent(value: ConfigValue | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

export function isTrue(value: ConfigValue | undefined): boolean {
  return value === true || value === 'true';
}

export function isFalse(value: ConfigValue | undefined): boolean {
  return value === false || value === 'false';
}

/** What a path of blocks leads to; of several blocks the first. */
export function valueAt(value: ConfigValue | undefined, path: string): ConfigValue | undefined {
  let found: ConfigValue | undefined = value;
  for (const step of path.split('.')) {
    if (Array.isArray(found)) found = found[0];
    if (found === UNKNOWN) return UNKNOWN;
    found = isMap(found) ? found[step] : undefined;
  }
  return found;
}

export function textOf(value: ConfigValue | undefined): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

export function numberOf(value: ConfigValue | undefined): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : null;
}

/**
 * Below 0 where the first is older. `7.0` against `7.0.4` says nothing about the last part, so they count as equal; of two
 * releases of different products (`OpenSearch_1.0`, `Elasticsearch_7.10`) nothing can be said here: null.
 */
export function compareVersions(first: ConfigValue | undefined, second: ConfigValue | undefined): number | null {
  const [one, other] = [versionOf(first), versionOf(second)];
  if (one === null || other === null || one.name !== other.name) return null;
  for (let at = 0; at < Math.min(one.parts.length, other.parts.length); at++) {
    const [left, right] = [one.parts[at] ?? 0, other.parts[at] ?? 0];
    if (left !== right) return left - right;
  }
  return 0;
}

function versionOf(
  value: ConfigValue | undefined,
): { readonly name: string; readonly parts: readonly number[] } | null {
  const match = /^([a-z_-]*?)[_-]?(\d+(?:[._-](?:\d+|[x*]))*)/i.exec(textOf(value) ?? '');
  if (match === null) return null;
  const parts = (match[2] ?? '').split(/[._-]/).filter((part) => /^\d+$/.test(part));
  return { name: (match[1] ?? '').toLowerCase(), parts: parts.map(Number) };
}

function inOrder(before: readonly ConfigValue[], after: readonly ConfigValue[]): Difference {
  if (before.length !== after.length) return 'differs';
  return worst(before.map((item, index) => difference(item, after[index])));
}

function asSets(before: readonly ConfigValue[], after: readonly ConfigValue[]): Difference {
  if (before.length !== after.length) return 'differs';
  const left = new Map<string, number>();
  for (const item of before) left.set(canonical(item), (left.get(canonical(item)) ?? 0) + 1);
  const rest: string[] = [];
  for (const item of after) {
    const count = left.get(canonical(item)) ?? 0;
    if (count > 0) left.set(canonical(item), count - 1);
    else rest.push(canonical(item));
  }
  if (rest.length === 0) return after.some((item) => canonical(item).includes(NOT_KNOWN)) ? 'unclear' : 'same';
  const gone = [...left].filter(([, count]) => count > 0).map(([item]) => item);
  return [...rest, ...gone].some((item) => item.includes(NOT_KNOWN)) ? 'unclear' : 'differs';
}

const NOT_KNOWN = '\u0000?';

/** The same text for the same value; sets inside of sets are sorted too, which never tells apart what is the same. */
function canonical(value: ConfigValue | undefined): string {
  if (value === UNKNOWN) return NOT_KNOWN;
  if (Array.isArray(value))
    return `[${value
      .map((item: ConfigValue) => canonical(item))
      .toSorted()
      .join()}]`;
  if (!isMap(value)) return plain(value);
  const entries = Object.keys(value).toSorted();
  return `{${entries
    .filter((key) => !isNothing(value[key]))
    .map((key) => `${key}:${canonical(value[key])}`)
    .join()}}`;
}

function plain(value: ConfigValue | undefined): string {
  const text = textOf(value);
  if (text === null) return value === undefined || value === null ? '' : JSON.stringify(value);
  if (/^\s*[{[]/.test(text)) return canonicalJson(text);
  return /^\/subscriptions\//i.test(text) ? text.toLowerCase() : text;
}

function canonicalJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), (_key, inner: unknown) => sortedKeys(inner));
  } catch {
    return text.replaceAll(/\s+/g, '');
  }
}

function sortedKeys(inner: unknown): unknown {
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
  return Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function worst(differences: readonly Difference[]): Difference {
  if (differences.includes('differs')) return 'differs';
  return differences.includes('unclear') ? 'unclear' : 'same';
}
