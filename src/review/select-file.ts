import type { Path } from '../model/change.ts';
import type { Content, Sides } from '../model/content.ts';
import { languageOfPath } from '../model/language.ts';
import type { SelectFile } from './select.ts';

/** A file as failure models are selected by it. What is no text says nothing but its name. */
export function selectFileOf(path: Path, { before, after }: Pick<Sides, 'before' | 'after'>): SelectFile {
  const [old, now] = [linesOf(before), linesOf(after)];
  const text = [...without(now, old), ...without(old, now)].join('\n');
  return { path, language: languageOfPath(path), text };
}

function linesOf(content: Content): readonly string[] {
  return content.kind === 'text' ? content.text.split('\n').map((line) => line.trim()) : [];
}

/** Lines of the one that the other does not have as often: moved and indented ones are not changed. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
