export type Trailer = { readonly key: string; readonly value: string; readonly line: string };
export type Footer = { readonly trailers: readonly Trailer[]; readonly lines: readonly string[] };

/**
 * What a message says of itself at its end: the trailers of the last paragraph, as `git interpret-trailers` finds them,
 * and a paragraph of attribution just above. A trailer quoted further up, or indented, is talk about another commit.
 */
export function readFooter(message: string): Footer {
  const all = paragraphsOf(message);
  const paragraphs = all.slice(0, Math.max(1, all.findLastIndex((lines) => !lines.every(isAppended)) + 1));
  const last = paragraphs.at(-1) ?? [];
  const body = paragraphs.length === 1 ? last.slice(1) : last; // the subject is not a trailer
  const from = body.findLastIndex((line) => !isFooterLine(line)) + 1;
  const tail = body.slice(from);
  const above = from === 0 && paragraphs.length > 2 ? (paragraphs.at(-2) ?? []) : [];
  const single = above.length === 1 ? above : [];
  return { trailers: trailersOf(tail), lines: [...single, ...tail].filter((line) => !/^\s/.test(line)) };
}

const TRAILER = /^([A-Za-z0-9][A-Za-z0-9-]*)\s*:\s*(.*)$/;
/** What git puts below the trailers: `cherry-pick -x`, and the comments of a message that is still being edited. */
const APPENDED = /^(\(cherry picked from commit [0-9a-f]+\)|#.*)$/;
const SCISSORS = '# ------------------------ >8 ------------------------';
const GENERATED = /^(\p{Extended_Pictographic}\uFE0F? ?)?(generated|created|made|written) (with|by|using) /iu;

function paragraphsOf(message: string): string[][] {
  const [text = ''] = message.replaceAll('\r\n', '\n').split(`\n${SCISSORS}`, 1);
  const paragraphs = text
    .split(/\n[ \t]*(?:\n[ \t]*)*\n/)
    .map((paragraph) => paragraph.split('\n').map((line) => line.trimEnd()));
  return paragraphs.map((lines) => lines.filter((line) => line !== '')).filter((lines) => lines.length > 0);
}

function isAppended(line: string): boolean {
  return APPENDED.test(line);
}

function isFooterLine(line: string): boolean {
  return TRAILER.test(line) || isAppended(line) || /^\s+\S/.test(line) || GENERATED.test(line);
}

function trailersOf(lines: readonly string[]): readonly Trailer[] {
  const trailers: Trailer[] = [];
  let open = false;
  for (const line of lines) {
    const [, key, value] = TRAILER.exec(line) ?? [];
    const before = trailers.at(-1);
    if (key !== undefined && value !== undefined) trailers.push({ key: key.toLowerCase(), value, line });
    // a folded value goes on in the next line, indented
    else if (open && before && /^\s/.test(line)) trailers[trailers.length - 1] = unfold(before, line);
    open = key !== undefined || (open && /^\s/.test(line));
  }
  return trailers;
}

function unfold({ key, value, line }: Trailer, more: string): Trailer {
  return { key, value: `${value} ${more.trim()}`.trim(), line: `${line} ${more.trim()}` };
}
