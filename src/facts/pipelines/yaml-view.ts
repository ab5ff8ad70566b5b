import type { YamlEntry, YamlNode } from '../../model/syntax.ts';

export function entriesOf(node: YamlNode | null | undefined): readonly YamlEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

export function entryOf(node: YamlNode | null | undefined, key: string): YamlEntry | null {
  return entriesOf(node).find((entry) => entry.key === key) ?? null;
}

export function childOf(node: YamlNode | null | undefined, ...keys: readonly string[]): YamlNode | null {
  let at: YamlNode | null = node ?? null;
  for (const key of keys) at = entryOf(at, key)?.value ?? null;
  return at;
}

export function textOf(node: YamlNode | null | undefined): string | null {
  return node?.kind === 'value' && node.value !== null ? String(node.value) : null;
}

export function textAt(node: YamlNode | null | undefined, ...keys: readonly string[]): string | null {
  return textOf(childOf(node, ...keys));
}

/** A list, or the one value that stands for a list of one. */
export function itemsOf(node: YamlNode | null | undefined): readonly YamlNode[] {
  if (!node) return [];
  if (node.kind === 'list') return node.items;
  return node.kind === 'value' && node.value !== null ? [node] : [];
}

export function textsOf(node: YamlNode | null | undefined): readonly string[] {
  return itemsOf(node).flatMap((item) => textOf(item) ?? []);
}

/** Every text below a node with its line, keys left out. */
export function allTexts(
  node: YamlNode | null | undefined,
): readonly { readonly text: string; readonly line: number }[] {
  if (!node) return [];
  switch (node.kind) {
    case 'map':
      return node.entries.flatMap(({ value }) => allTexts(value));
    case 'list':
      return node.items.flatMap(allTexts);
    case 'value':
      return node.value === null ? [] : [{ text: String(node.value), line: node.from }];
  }
}

/** Lists that hold lists, as `!reference` and anchors make them, are one list. */
export function flatTexts(node: YamlNode | null | undefined): readonly string[] {
  if (!node) return [];
  return node.kind === 'list' ? node.items.flatMap(flatTexts) : textsOf(node);
}
