import type { Analyzer } from '../../../src/facts/analyzer.ts';
import { factsBetween } from '../text-changes.ts';

type Tree = Readonly<Record<string, string>>;

/** Texts that must be told and near misses that must stay quiet, by `kind how`. The path may stand in a first line `@ path`. */
export type Seeds = Readonly<Record<string, { readonly bad: readonly string[]; readonly ok: readonly string[] }>>;

export type Seeded = {
  readonly name: string;
  readonly what: string;
  readonly expected: boolean;
  readonly before: Tree;
  readonly after: Tree;
};

/** One row for each; `beside` is what else lies in the tree. */
export function rowsOf(seeds: Seeds, path: string, beside: Tree = {}): readonly Seeded[] {
  return Object.entries(seeds).flatMap(([what, { bad, ok }]) => [
    ...bad.map((text, index) => ({
      name: `${what}: bad ${index + 1}`,
      what,
      expected: true,
      ...treesOf(text, path, beside),
    })),
    ...ok.map((text, index) => ({
      name: `${what}: quiet ${index + 1}`,
      what,
      expected: false,
      ...treesOf(text, path, beside),
    })),
  ]);
}

/** `=====` parts the file before from the file after; without it the file is new. */
function treesOf(given: string, path: string, beside: Tree): Pick<Seeded, 'before' | 'after'> {
  const [, own, rest = given] = /^\s*@ (\S+)\n([\s\S]*)$/.exec(given) ?? [];
  const [first = '', second] = rest.replace(/^\n/, '').split(/^=====\n/m);
  const at = own ?? path;
  return second === undefined
    ? { before: beside, after: { ...beside, [at]: first } }
    : { before: { ...beside, [at]: first }, after: { ...beside, [at]: second } };
}

/** What is said with more than a guess. */
export function saidOf({ before, after }: Seeded, analyzers: readonly Analyzer[]): readonly string[] {
  return factsBetween(before, after, analyzers)
    .filter(({ kind, attributes }) => kind.startsWith('code.') && attributes['certainty'] !== 'possible')
    .map(({ kind, attributes }) => `${kind.replace('code.', '')} ${String(attributes['how'])}`);
}
