import type { Analyzer } from '../../src/facts/analyzer.ts';
import { factsBetween } from './text-changes.ts';

type Tree = Readonly<Record<string, string>>;

/** `destroy db certain`, `unprotect db deletion certain`: what is said, short enough for a table. */
export function said(before: Tree, after: Tree, analyzer: Analyzer): readonly string[] {
  return factsBetween(before, after, [analyzer]).map(({ kind, attributes: { name, protection, certainty, how } }) =>
    [kind.replace(/^infra\./, ''), name, protection, how, certainty].filter((word) => word !== undefined).join(' '),
  );
}
