/** A text as git sees it: lines, and whether the last one is cut short of its line feed. */
export type TextLines = { readonly lines: readonly string[]; readonly open: boolean };

export function splitLines(text: string): TextLines {
  if (text === '') return { lines: [], open: false };
  const lines = text.split('\n');
  const open = lines.at(-1) !== '';
  if (!open) lines.pop();
  return { lines, open };
}
