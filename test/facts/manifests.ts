import { createHash } from 'node:crypto';
import type { Analyzer } from '../../src/facts/analyzer.ts';
import type { Edit } from '../../src/model/change.ts';
import type { Sides } from '../../src/model/content.ts';
import type { Fact } from '../../src/model/fact.ts';
import { absent, change, edit, factsOf, part, text, version } from './changes.ts';

export type Tree = Readonly<Record<string, string>>;

/** The facts between two trees: files that are the same on both sides are the unchanged siblings. */
export function between(
  before: Tree,
  after: Tree,
  analyzers: readonly Analyzer[],
  some: Partial<Edit> = {},
): readonly Fact[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const side = (content: string | undefined) => (content === undefined ? absent : text(content));
  const contents = Object.fromEntries(
    names.map((name): [string, Sides] => [
      name,
      { before: side(before[name]), after: side(after[name]), landed: side(before[name]) },
    ]),
  );
  const edits = names
    .filter((name) => before[name] !== after[name])
    .map((path) => {
      const [then, now] = [before[path], after[path]];
      const status = then === undefined ? 'add' : now === undefined ? 'delete' : 'modify';
      const landed = then !== undefined;
      return edit({ path, status, before: blob(then), after: blob(now), landed, ...some });
    });
  return factsOf(change([part(edits)]), contents, analyzers);
}

/** `infra.destroy Deployment prod/api certain`, one for each fact. */
export function told(facts: readonly Fact[]): readonly string[] {
  return facts.map(({ kind, subject, attributes }) =>
    kind === 'unreadable'
      ? `unreadable ${subject}`
      : [
          kind,
          attributes['protection'] ?? attributes['how'] ?? '',
          attributes['type'],
          attributes['name'],
          attributes['certainty'],
        ]
          .filter((word) => word !== '')
          .join(' '),
  );
}

function blob(content: string | undefined) {
  if (content === undefined) return null;
  return version({ oid: createHash('sha1').update(content).digest('hex'), size: content.length });
}
