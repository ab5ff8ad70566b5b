import type { Analyzer } from '../../../src/facts/analyzer.ts';
import type { Edit } from '../../../src/model/change.ts';
import type { Fact } from '../../../src/model/fact.ts';
import { absent, change, edit, factsOf, part, text, version } from '../changes.ts';

export type Change = Readonly<
  Record<string, { readonly before?: string; readonly after?: string; readonly landed?: boolean }>
>;

/** A new file, or files before and after, as the facts they make: `drop column orders.note`, `? rewrite column …` where it is not certain. */
export function told(analyzer: Analyzer, files: Change): readonly string[] {
  return factsIn(analyzer, files).map(spell);
}

export function factsIn(analyzer: Analyzer, files: Change): readonly Fact[] {
  const sides = Object.entries(files).map(([path, { before, after }]) => {
    const then = before === undefined ? absent : text(before);
    return [path, { before: then, after: after === undefined ? absent : text(after), landed: then }] as const;
  });
  const edits = Object.entries(files).flatMap(([path, one]) => (one.before === one.after ? [] : [editOf(path, one)]));
  return factsOf(change([part(edits)]), Object.fromEntries(sides), [analyzer]);
}

function editOf(path: string, { before, after, landed }: Change[string]): Edit {
  const status = before === undefined ? 'add' : after === undefined ? 'delete' : 'modify';
  return edit({
    path,
    status,
    landed: landed ?? before !== undefined,
    before: before === undefined ? null : version({ oid: 'b'.repeat(40) }),
    after: after === undefined ? null : version(),
  });
}

function spell({ kind, subject, attributes }: Fact): string {
  if (kind === 'unreadable') return `unreadable ${String(attributes['why'])}`;
  const doubt = attributes['certainty'] === 'certain' ? '' : '? ';
  const how = attributes['how'] === undefined ? '' : ` ${String(attributes['how'])}`;
  return `${doubt}${kind.replace('data.', '')} ${String(attributes['object'] ?? attributes['type'])} ${subject}${how}`;
}
