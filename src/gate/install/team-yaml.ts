import type { MapNode, Node } from '../../model/document.ts';
import { parseYaml } from '../../system/yaml.ts';

/** Lines to put below a key of a block map or list; without the key, `whole` goes to the end of the file. */
export type Addition = {
  readonly under: readonly string[];
  readonly lines: readonly string[];
  readonly whole: readonly string[];
};

/** Null: this file cannot be added to by lines alone (flow style, another shape, broken), so a person must do it. */
export function addToYaml(text: string, { under, lines, whole }: Addition): string | null {
  const before = read(text);
  if (before === null) return null;
  const place = placeOf(before, under);
  if (place === 'odd') return null;
  const added = place === 'absent' ? atEnd(text, whole) : below(text, place, lines);
  const after = read(added);
  // what was there is still there, in its order, and says the same
  return after !== null && isWithin(before, after) ? added : null;
}

function read(text: string): MapNode | null {
  const parsed = parseYaml(text.trim() === '' ? '{}' : text);
  return parsed.kind === 'read' && parsed.root.kind === 'map' ? parsed.root : null;
}

type Place = 'odd' | 'absent' | { readonly line: number; readonly first: number };

/** `absent` only where the very first key is: half of a path is somebody's own arrangement. */
function placeOf(root: MapNode, [key = '', ...rest]: readonly string[]): Place {
  const entry = root.entries.find((one) => one.key === key);
  if (entry === undefined) return 'absent';
  if (rest.length > 0) {
    const deeper = entry.value.kind === 'map' ? placeOf(entry.value, rest) : 'odd';
    return deeper === 'absent' ? 'odd' : deeper;
  }
  const [first] = childLines(entry.value);
  return first === undefined || first <= entry.line ? 'odd' : { line: entry.line, first };
}

function childLines(node: Node): readonly number[] {
  switch (node.kind) {
    case 'map':
      return node.entries.map((one) => one.line);
    case 'list':
      return node.items.map((one) => one.line);
    case 'value':
      return [];
  }
}

/** Directly below the key, so that a comment above the first child stays with that child. */
function below(text: string, { line, first }: Exclude<Place, string>, lines: readonly string[]): string {
  const all = text.split('\n');
  const indent = /^ */.exec(all[first - 1] ?? '')?.[0] ?? '';
  return [...all.slice(0, line), ...lines.map((one) => indent + one), ...all.slice(line)].join('\n');
}

function atEnd(text: string, lines: readonly string[]): string {
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  return `${text}${gap}${lines.map((line) => `${line}\n`).join('')}`;
}

function isWithin(small: Node, large: Node): boolean {
  if (small.kind === 'value') return large.kind === 'value' && large.value === small.value;
  if (small.kind === 'map' && large.kind === 'map') {
    return small.entries.every((entry) => {
      const other = large.entries.find((one) => one.key === entry.key);
      return other !== undefined && isWithin(entry.value, other.value);
    });
  }
  if (small.kind !== 'list' || large.kind !== 'list') return false;
  const skipped = large.items.length - small.items.length;
  return skipped >= 0 && small.items.every((item, i) => isWithin(item, large.items[i + skipped] ?? item));
}
