import type { Dependent } from '../model/fact.ts';
import { showPath } from './escape.ts';

const MOST = 40;

/** What goes along, as a tree: each name once, under what it stands on directly. */
export function drawRadius(subject: string, radius: readonly Dependent[]): readonly string[] {
  const below = new Map<string, string[]>();
  const seen = new Set([subject]);
  for (const { name, of } of radius) {
    if (seen.has(name)) continue;
    seen.add(name);
    below.set(of, [...(below.get(of) ?? []), name]);
  }
  const roots = new Set([subject, ...[...below.keys()].filter((of) => !seen.has(of))]);
  const lines = [...roots].flatMap((root) =>
    (below.get(root) ?? []).length === 0 ? [] : [showPath(root), ...branches(root, below, '')],
  );
  return lines.length > MOST ? [...lines.slice(0, MOST), `and ${lines.length - MOST} more`] : lines;
}

function branches(of: string, below: ReadonlyMap<string, readonly string[]>, indent: string): readonly string[] {
  const names = below.get(of) ?? [];
  return names.flatMap((name, index) => {
    const isLast = index === names.length - 1;
    return [
      `${indent}${isLast ? '└─ ' : '├─ '}${showPath(name)}`,
      ...branches(name, below, `${indent}${isLast ? '   ' : '│  '}`),
    ];
  });
}
