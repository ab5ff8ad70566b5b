import type { Direction } from './direction.ts';

/** A hook or its list, line by line: what ran before must still run. Null: only comments or pinned versions differ. */
export function directionOfScript(before: string, after: string): Direction | null {
  const then = linesOf(before);
  const now = linesOf(after);
  const removed = then.filter((line) => !now.includes(line));
  const added = now.filter((line) => !then.includes(line));
  if (removed.length === 0 && added.length === 0) return sameOrder(then, now) ? null : 'unclear';
  const mentions = (lines: readonly string[]): boolean => lines.some((line) => line.includes('guardrail'));
  if (added.length === 0 || (mentions(removed) && !mentions(added)) || added.some(disarms)) return 'weaken';
  if (removed.length > 0) return 'unclear';
  // what is only appended cannot keep the rest from running
  return sameOrder(then, now.slice(0, then.length)) ? 'tighten' : 'unclear';
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('rev:'));
}

function sameOrder(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index]);
}

/** Ends early, swallows a failure, or leaves something out. */
function disarms(line: string): boolean {
  return /^(exit|return)( 0)?\b|\bset \+e\b|\|\| *(true|:)|\bHUSKY=0\b|^skip(_\w+)?:|^exclude(_\w+)?:|^stages: *\[ *manual|^trap\b/.test(
    line,
  );
}
