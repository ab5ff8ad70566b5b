import type { Analyzer } from '../../src/facts/analyzer.ts';
import type { Fact } from '../../src/model/fact.ts';
import { absent, change, edit, factsOf, part, text, version } from './changes.ts';

type Tree = Readonly<Record<string, string>>;

/** Two trees of texts as a change: what the analyzers say about it. Makes the change and no answer. */
export function factsBetween(before: Tree, after: Tree, analyzers: readonly Analyzer[]): readonly Fact[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const edits = paths.flatMap((path) => {
    const [then, now] = [before[path], after[path]];
    if (then === now) return [];
    const status = then === undefined ? 'add' : now === undefined ? 'delete' : 'modify';
    return [
      edit({
        path,
        status,
        landed: then !== undefined,
        before: then === undefined ? null : version({ oid: `b${then.length}` }),
        after: now === undefined ? null : version({ oid: `a${now.length}` }),
      }),
    ];
  });
  const side = (tree: Tree, path: string): typeof absent => (tree[path] === undefined ? absent : text(tree[path]));
  const contents = Object.fromEntries(
    paths.map((path) => [path, { before: side(before, path), after: side(after, path), landed: side(before, path) }]),
  );
  return factsOf(change([part(edits)]), contents, analyzers);
}

/** `pipeline.gate-remove scan certain`: a kind, the one attribute that tells it apart, and how sure it is. */
export function brief(fact: Fact): string {
  const { attributes, kind } = fact;
  const words =
    kind === 'access.widen' ? ['name'] : ['gate', 'how', 'permission', 'protection', 'ports', 'what', 'name'];
  const own = words.find((key) => key in attributes) ?? '';
  return [kind, attributes[own], attributes['certainty']].filter((one) => one !== undefined).join(' ');
}
