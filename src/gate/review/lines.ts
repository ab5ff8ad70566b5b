import type { Content } from '../../model/content.ts';
import type { Finding } from '../../model/finding.ts';
import type { LineOf } from '../../review/detected.ts';
import { essenceOf } from '../../review/identity.ts';
import type { Material, MaterialFile } from '../../review/material.ts';

/** A line of a file as it is on one side. */
export function lineOf({ files }: Material): LineOf {
  const texts = new Map<string, readonly string[]>();
  const byPath = new Map(files.map((file) => [file.edit.path, file]));
  return (path, side, line) => {
    const key = `${side} ${path}`;
    const lines = texts.get(key) ?? linesOf(byPath.get(path)?.sides[side]);
    texts.set(key, lines);
    return lines[line - 1] ?? '';
  };
}

/** What a patch is recognised by when its commits were rewritten: each line it adds or takes away, with its file. */
export function changedLines({
  files,
}: Material): readonly { readonly path: string; readonly sign: '+' | '-'; readonly text: string }[] {
  return files.flatMap(({ edit, sides }) => {
    const [before, after] = [linesOf(sides.before), linesOf(sides.after)];
    return [
      ...beyond(after, before).map((text) => ({ path: edit.path, sign: '+' as const, text })),
      ...beyond(before, after).map((text) => ({ path: edit.path, sign: '-' as const, text })),
    ];
  });
}

/** Findings whose lines are no longer in the change: taken out again, or put back. */
export function vanished({ files }: Material, findings: readonly Finding[]): readonly string[] {
  const byPath = new Map(files.map((file) => [file.edit.path, file]));
  return findings.filter((finding) => isGone(finding, byPath.get(finding.path))).map(({ id }) => id);
}

/** Marks of what was taken out before it was quoted: such a quote stands in no file. */
const MARKED = /‹secret:|⟨|\[masked\]|…/;

function isGone({ quote, side }: Finding, file: MaterialFile | undefined): boolean {
  if (file === undefined) return true;
  if (quote === '' || MARKED.test(quote)) return false;
  const [own, other] = side === 'after' ? [file.sides.after, file.sides.before] : [file.sides.before, file.sides.after];
  // one NUL makes it binary: it is not gone, it can no longer be read
  if (own.kind !== 'text') return own.kind === 'absent';
  const essence = essenceOf(quote);
  if (essence === '') return false;
  if (!essenceOf(own.text).includes(essence)) return true;
  // a line that was removed and is there again
  return side === 'before' && other.kind === 'text' && essenceOf(other.text).includes(essence);
}

function linesOf(content: Content | undefined): readonly string[] {
  return content?.kind === 'text' ? content.text.split('\n').map((line) => line.replace(/\r$/, '')) : [];
}

function beyond(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0 && line.trim() !== '';
  });
}
