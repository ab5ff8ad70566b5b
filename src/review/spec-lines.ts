/** A line that is longer is cut: a criterion is, too, and much sooner. */
const LONGEST_LINE = 2_000;

/** Without code and without comments, in which templates say what is to be written: neither was agreed on. */
export function* specLines(text: string): Generator<string> {
  let fence: string | null = null;
  let isComment = false;
  for (const raw of text.split('\n')) {
    const line = raw.slice(0, LONGEST_LINE).replace(/\r$/, '');
    const [, mark] = /^ {0,3}(```|~~~)/.exec(line) ?? [];
    if (!isComment && mark !== undefined && (fence === null || fence === mark)) {
      fence = fence === null ? mark : null;
      continue;
    }
    if (fence !== null) continue;
    const seen = withoutComments(line, isComment);
    ({ isComment } = seen);
    yield seen.line;
  }
}

function withoutComments(line: string, open: boolean): { readonly line: string; readonly isComment: boolean } {
  let rest = line;
  let kept = '';
  let isComment = open;
  for (;;) {
    const end = rest.indexOf(isComment ? '-->' : '<!--');
    if (end === -1) return { line: isComment ? kept : kept + rest, isComment };
    if (!isComment) kept += rest.slice(0, end);
    rest = rest.slice(end + (isComment ? 3 : 4));
    isComment = !isComment;
  }
}
