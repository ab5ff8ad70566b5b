import { isGlob } from './glob.ts';
import type { Scope, Statement } from './policy-statement.ts';

const TEXTS = 20_000_000;
const SIGNS = 200_000_000;

/** No service takes a policy of which this would be true: a stranger plays with us. */
export function isTooMuch(statements: readonly Statement[], others: readonly Statement[]): boolean {
  const [one, other] = [weightOf(statements), weightOf(others)];
  const globs = Math.min(one.globs * other.signs, SIGNS + 1) + Math.min(other.globs * one.signs, SIGNS + 1);
  return (one.texts + statements.length) * (other.texts + others.length) > TEXTS || globs > SIGNS;
}

type Weight = { readonly texts: number; readonly signs: number; readonly globs: number };

function weightOf(statements: readonly Statement[]): Weight {
  const scopes = statements.flatMap(({ actions, resources, principals }) => [
    actions,
    resources,
    ...(principals ? [principals] : []),
  ]);
  return scopes
    .map(ofScope)
    .reduce(
      (sum, one) => ({ texts: sum.texts + one.texts, signs: sum.signs + one.signs, globs: sum.globs + one.globs }),
      { texts: 0, signs: 0, globs: 0 },
    );
}

function ofScope({ form, patterns }: Scope): Weight {
  const size = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + text.length, 0);
  // what is left out is compared sign by sign, wildcard or not; a lone `*` costs nothing
  const slow = patterns.filter((one) => form === 'all-but' || (isGlob(one) && one !== '*'));
  return { texts: patterns.length, signs: size(patterns), globs: size(slow) };
}
