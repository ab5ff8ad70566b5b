import type { Dialect } from './consequence.ts';
import type { Token } from './scan.ts';
import { tokenize } from './token.ts';

/** Comments, space and the case of keywords do not matter; every other character does. */
export function sameStatements(a: string, b: string, dialect: Dialect): boolean {
  if (a === b) return true;
  const [before, after] = [tokenize(a, dialect), tokenize(b, dialect)];
  if (before.problems.length > 0 || after.problems.length > 0) return false;
  return (
    before.tokens.length === after.tokens.length && before.tokens.every((token, at) => isSame(token, after.tokens[at]))
  );
}

function isSame(a: Token, b: Token | undefined): boolean {
  return b !== undefined && a.kind === b.kind && (a.kind === 'word' ? a.lower === b.lower : a.text === b.text);
}
