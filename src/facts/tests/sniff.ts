/** Lines of one side that the other does not have, in their order. */
export type LineChanges = { readonly removed: readonly string[]; readonly added: readonly string[] };

export function lineChanges(before: string, after: string): LineChanges {
  const [then, now] = [linesOf(before), linesOf(after)];
  return { removed: missingFrom(now, then), added: missingFrom(then, now) };
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function missingFrom(others: readonly string[], lines: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const left = counts.get(line) ?? 0;
    if (left > 0) counts.set(line, left - 1);
    return left === 0;
  });
}

/** What a line must say before its loss can cost a test anything. */
const TESTS =
  /expect|assert|should|\b[xf]?(it|test|describe|context|suite|specify)\b|def |func |class |\bt\.|\bs\.|Error|raises|must|require|check|verify|fail|match|Diff|[[{(]['"\d-]|^['"\d[{(]/i;
/** What a line that only came can do to tests that stay. */
const SWITCHES =
  /\bskip|Skip|\.only\b|\bonly\s*:|\bx(it|describe|test|context)\b|\bf(it|describe|context)\(|\btodo\b|fixme|pending\(|xfail|expectedFailure|pytestmark|__test__|\.fails|\.failing|^return\b.{0,20}$|if ?\(?(false|False|0|true)\b|go:build|\+build|\/\*|\|\| true|or True|except|catch|suppress|runIf|^"""|^'''/;

/** INVARIANT: false only where no reading of the two texts could state a fact. Most edits of tests only add. */
export function mayMatter(before: string, after: string): boolean {
  if (before === after) return false;
  const { removed, added } = lineChanges(before, after);
  return removed.some((line) => TESTS.test(line)) || added.some((line) => SWITCHES.test(line));
}
