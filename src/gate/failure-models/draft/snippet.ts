/** Lines that were changed, from 1; of a pure deletion the line before it, with a length of 0. */
export type Span = { readonly from: number; readonly length: number };
export type Hunk = { readonly before: Span; readonly after: Span };

/** A file that is no longer than this is shown whole: detectors read it as it is. */
const WHOLE = 60;
const MOST = 80;
const AROUND = 3;

/** `@@ -12,3 +12,4 @@` of a diff without context. */
export function readHunks(diff: string): readonly Hunk[] {
  return [...diff.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)].map(([, a, b, c, d]) => ({
    before: { from: Number(a), length: b === undefined ? 1 : Number(b) },
    after: { from: Number(c), length: d === undefined ? 1 : Number(d) },
  }));
}

/** The smallest part of a text that shows what was changed: all of a short one, else what is declared around the lines, else a few more lines. */
export function snippetOf(text: string, spans: readonly Span[]): string {
  const lines = text.replace(/\n$/, '').split('\n');
  if (text === '' || lines.length <= WHOLE) return text;
  const [first] = spans;
  const last = spans.at(-1);
  if (first === undefined || last === undefined) return '';
  const from = Math.max(1, first.from);
  const to = Math.min(lines.length, Math.max(from, last.from + Math.max(0, last.length - 1)));
  const declared = declaration(lines, from, to);
  const size = declared.to - declared.from + 1;
  const near = { from: Math.max(1, from - AROUND), to: Math.min(lines.length, to + AROUND) };
  const shown = size <= MOST ? declared : near;
  return `${lines.slice(shown.from - 1, Math.min(shown.to, shown.from - 1 + MOST)).join('\n')}\n`;
}

/** From the line that begins at the margin above to the one that closes it below. */
function declaration(
  lines: readonly string[],
  from: number,
  to: number,
): { readonly from: number; readonly to: number } {
  let start = from;
  while (start > 1 && !/^[^\s})\]]/.test(lines[start - 1] ?? '')) start -= 1;
  let end = to;
  while (end < lines.length && isInside(lines[end] ?? '')) end += 1;
  return { from: start, to: end };
}

/** Blank, indented, or the bracket at the margin that ends it. */
function isInside(line: string): boolean {
  return line === '' || /^[\s})\]]/.test(line);
}
