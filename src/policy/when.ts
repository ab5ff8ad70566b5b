import { conditions } from './conditions/index.ts';
import { parseAttribute } from './conditions/attribute.ts';
import { type Parsing, type Test, allOf } from './conditions/condition.ts';
import { selectKinds } from './conditions/fact.ts';
import type { Path } from '../model/change.ts';
import type { Node } from '../model/document.ts';
import { readMap } from './read.ts';
import { readFolders } from './value.ts';

export type When = {
  readonly tests: readonly Test[];
  /** The kinds the rule can meet; null for all of them. */
  readonly kinds: readonly string[] | null;
  /** The folders that its `path:` lies in; null where it has none. */
  readonly folders: readonly Path[] | null;
};

/** `when:` as tests that must all hold. */
export function readWhen(node: Node, parsing: Omit<Parsing, 'when' | 'kinds' | 'keys'>): When {
  return readTests(node, { ...parsing, kinds: null, keys: conditions.map(({ key }) => key) });
}

function readTests(node: Node, given: Omit<Parsing, 'when'>): When {
  const { entries } = readMap(given.reader, node, 'when');
  if (entries.length === 0) given.reader.report(node.line, 'when has no condition: the rule would meet everything');
  const fact = entries.find((entry) => entry.key === 'fact');
  const kinds = fact === undefined ? given.kinds : selectKinds(quiet(given), fact.value, 'fact');
  const parsing: Parsing = {
    ...given,
    // a mistaken kind is reported once, by the condition; its attributes cannot be checked then
    kinds: kinds?.length === 0 ? null : kinds,
    when: (inner) => allOf(readTests(inner, { ...given, kinds }).tests),
  };
  // globs cost more than the rest: ask them last
  const cheapFirst = [...entries].sort((a, b) => Number(DEAR.has(a.key)) - Number(DEAR.has(b.key)));
  const tests = cheapFirst.map(({ key, line, value }) => {
    const condition = conditions.find((one) => one.key === key);
    return condition === undefined ? parseAttribute(key, line, value, parsing) : condition.parse(value, parsing);
  });
  const path = entries.find((entry) => entry.key === 'path');
  return { tests, kinds, folders: path === undefined ? null : readFolders(path.value) };
}

const DEAR = new Set(['path', 'subject', 'not', 'any']);

function quiet({ reader }: Pick<Parsing, 'reader'>): Parsing['reader'] {
  return { ...reader, report: () => undefined };
}
