import type { Check, TestFile } from '../../tests/case.ts';
import type { Sighting } from '../sighting.ts';

const LITERAL = /^(-?[\d._]+|'[^']*'|b'[^']*'|True|False|None|\[[^a-z]*\])$/;

/** Expected values that were changed while source of the same change was: who says that the new one is right? */
export function flipped(then: TestFile, now: TestFile): readonly Sighting[] {
  const old = new Map(then.cases.filter(({ kind }) => kind === 'case').map((one) => [keyOf(one), one]));
  return now.cases.flatMap((one): readonly Sighting[] => {
    const before = old.get(keyOf(one));
    if (!before || one.kind !== 'case') return [];
    const kept = new Set(before.checks.map(({ text }) => text));
    return one.checks
      .filter(({ text }) => !kept.has(text))
      .flatMap((check) => {
        const was = expectedBefore(before.checks, check);
        return was === null ? [] : [seen(one.title, check, was)];
      });
  });
}

function keyOf({ suites, title }: { readonly suites: readonly string[]; readonly title: string }): string {
  return [...suites, title].join(' > ');
}

/** What the one assertion about the same thing expected, which is no longer there. */
function expectedBefore(
  checks: readonly Check[],
  { matcher, operands: [subject, expected = ''] }: Check,
): string | null {
  const alike = checks.filter((one) => one.matcher === matcher && one.operands[0] === subject);
  const [was = ''] = alike.length === 1 ? alike.map(({ operands }) => operands[1] ?? '') : [];
  return was !== expected && LITERAL.test(was) && LITERAL.test(expected) ? was : null;
}

function seen(title: string, { line, operands, text }: Check, was: string): Sighting {
  return {
    kind: 'code.test-hollow',
    how: 'flipped',
    name: title,
    certainty: 'possible', // most are right: the code was meant to change
    because: `it expected ${was.slice(0, 60)} and now expects ${(operands[1] ?? '').slice(0, 60)}, as the code changes with it`,
    range: { from: line, to: line },
    symbol: title,
    text,
  };
}
