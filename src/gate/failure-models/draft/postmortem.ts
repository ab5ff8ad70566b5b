/** What a postmortem says, as far as a program can tell: its headings, what it names, and when what happened. */
export type Postmortem = {
  readonly title: string;
  readonly headings: readonly string[];
  /** Words that may be commits; git knows which are. */
  readonly commits: readonly string[];
  readonly paths: readonly string[];
  readonly timeline: readonly string[];
  /** The first sentences below a heading about the cause, and about what is done against it. */
  readonly cause: string;
  readonly remedy: string;
};

const MOST = 40;
const MOST_LINES = 2_000;
/** What is looked for in a line takes the square of its length. */
const MOST_LETTERS = 300;
const HEADING = /^(?:#{1,6} +)(\S.*?)(?: +#+)?$/;
const TIME = /^[\s>*|-]*(?:\d{4}-\d{2}-\d{2}[ T]*)?\d{1,2}:\d{2}/;
const COMMIT = /\b[0-9a-f]{7,64}\b/g;
const PATH =
  /(?:[\w.@-]+\/)+[\w.@-]*\w|\b[\w-]+\.(?:[cm]?[jt]sx?|py|go|rb|rs|java|kt|php|sql|tf|ya?ml|json|toml|sh)\b/g;
const CAUSE = /\b(cause|why|what went wrong|fault)\b/i;
const REMEDY = /\b(fix|action|resolution|remed|prevent|follow)/i;

export function readPostmortem(text: string): Postmortem {
  const lines = text.split(/\r?\n/, MOST_LINES).map((line) => line.slice(0, MOST_LETTERS));
  const headings = lines.flatMap((line) => HEADING.exec(line)?.[1] ?? []);
  const all = lines.join('\n');
  return {
    title: headings[0] ?? lines.find((line) => line.trim() !== '')?.trim() ?? '',
    headings: headings.slice(0, MOST),
    commits: unique(all.match(COMMIT) ?? []).filter((word) => /\d/.test(word)),
    paths: unique(all.match(PATH) ?? []),
    timeline: lines
      .filter((line) => TIME.test(line))
      .map((line) => line.replace(/^[\s>*|-]+/, '').trim())
      .slice(0, MOST),
    cause: below(lines, CAUSE),
    remedy: below(lines, REMEDY),
  };
}

/** The first paragraph or item under a heading that says so. */
function below(lines: readonly string[], about: RegExp): string {
  const at = lines.findIndex((line) => about.test(HEADING.exec(line)?.[1] ?? ''));
  if (at < 0) return '';
  const rest = lines.slice(at + 1);
  const first = rest.findIndex((line) => line.trim() !== '');
  const start = rest[first];
  if (start === undefined || HEADING.test(start)) return '';
  const end = rest.findIndex((line, index) => index > first && (line.trim() === '' || HEADING.test(line)));
  return rest
    .slice(first, end < 0 ? undefined : end)
    .map((line) => line.replace(/^\s*(?:[-*>]|\d+\.)\s+/, '').trim())
    .join(' ')
    .slice(0, 400);
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)].slice(0, MOST);
}
