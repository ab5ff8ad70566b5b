import type { YamlEntry, YamlNode } from '../../model/syntax.ts';

/** A place in a YAML document that may not be there. */
export type Place = YamlNode | undefined;

export function entriesOf(node: Place): readonly YamlEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

export function itemsOf(node: Place): readonly YamlNode[] {
  return node?.kind === 'list' ? node.items : [];
}

export function at(node: Place, ...keys: readonly string[]): Place {
  let here = node;
  for (const key of keys) here = entriesOf(here).find((entry) => entry.key === key)?.value;
  return here;
}

/** A scalar as text; `` for what is absent, empty, a map or a list. */
export function textOf(node: Place): string {
  return node?.kind === 'value' && node.value !== null ? String(node.value) : '';
}

export function textAt(node: Place, ...keys: readonly string[]): string {
  return textOf(at(node, ...keys));
}

export function textsOf(node: Place): readonly string[] {
  return itemsOf(node).map(textOf);
}

/** Null where it is absent, or no number. */
export function numberAt(node: Place, ...keys: readonly string[]): number | null {
  const text = textAt(node, ...keys);
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

export function isTrue(node: Place): boolean {
  return textOf(node) === 'true';
}

export function isFalse(node: Place): boolean {
  return textOf(node) === 'false';
}

export function isEmpty(node: Place): boolean {
  if (node === undefined) return true;
  if (node.kind === 'value') return node.value === null || node.value === '';
  return node.kind === 'map' ? node.entries.length === 0 : node.items.length === 0;
}

/** The line of the deepest of these keys that is written. */
export function lineAt(node: Place, ...keys: readonly string[]): number | null {
  let line = node?.from ?? null;
  let here = node;
  for (const key of keys) {
    const entry = entriesOf(here).find((one) => one.key === key);
    if (!entry) break;
    line = entry.line;
    here = entry.value;
  }
  return line;
}

/** Equal texts are equal values: quotes, comments and the order of keys do not count. */
export function canonical(node: Place): string {
  if (node === undefined) return 'null';
  if (node.kind === 'value') return JSON.stringify(node.value === null ? null : String(node.value));
  if (node.kind === 'list') return `[${node.items.map(canonical).join(',')}]`;
  const pairs = node.entries.map(({ key, value }): [string, string] => [key, canonical(value)]);
  return `{${pairs
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, value]) => `${JSON.stringify(key)}:${value}`)
    .join(',')}}`;
}

export function isSame(a: Place, b: Place): boolean {
  return canonical(a) === canonical(b);
}

/** Every map below a node, itself included. */
export function mapsBelow(node: Place): readonly YamlNode[] {
  const found: YamlNode[] = [];
  const open: YamlNode[] = node ? [node] : [];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.kind === 'map') {
      found.push(next);
      for (const { value } of next.entries) open.push(value);
    } else if (next.kind === 'list') for (const item of next.items) open.push(item);
  }
  return found;
}
