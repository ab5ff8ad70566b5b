import { relative } from 'node:path';
import type { FileState } from '../../system/files.ts';

export type Shown = { readonly path: string; readonly current: FileState; readonly wanted: FileState };

/** A change as a diff: what both sides share at the beginning and at the end is left out. */
export function showEdit({ path, current, wanted }: Shown, root: string): string {
  const name = relative(root, path);
  const head = `--- ${current.kind === 'absent' ? '/dev/null' : name}${modeOf(current)}\n+++ ${wanted.kind === 'absent' ? '/dev/null' : name}${modeOf(wanted)}\n`;
  const [before, after] = [linesOf(current), linesOf(wanted)];
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start += 1;
  let end = 0;
  const rest = Math.min(before.length, after.length) - start;
  while (end < rest && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const removed = before.slice(start, before.length - end).map((line) => `-${line}\n`);
  const added = after.slice(start, after.length - end).map((line) => `+${line}\n`);
  const where = `@@ line ${start + 1} @@\n`;
  return head + where + removed.join('') + added.join('');
}

function modeOf(state: FileState): string {
  return state.kind === 'file' ? `\t(${state.mode.toString(8)})` : '';
}

function linesOf(state: FileState): readonly string[] {
  switch (state.kind) {
    case 'absent':
      return [];
    case 'link':
      return [`-> ${state.target}`];
    case 'file':
      return state.bytes.includes(0) ? ['(binary)'] : state.bytes.toString('utf8').replace(/\n$/, '').split('\n');
  }
}
