import type { Node } from '../../model/document.ts';
import type { Kind } from '../../model/kind.ts';
import { kinds } from '../../model/kinds.ts';
import { didYouMean } from '../nearest.ts';
import { readItems } from '../read.ts';
import { readMatcher } from '../value.ts';
import { policyKinds } from './fact.ts';
import type { Parsing, Test } from './condition.ts';
import { saysNode } from './says.ts';

type Sort = Kind['attributes'][string];

/** Any attribute of the selected kinds, or one that the inventory adds. It is what a key means that no condition has. */
export function parseAttribute(name: string, line: number, node: Node, parsing: Parsing): Test {
  const sorts = sortsOf(name, parsing.kinds);
  checkExists(name, line, sorts, parsing);
  if (sorts.length > 0) checkWords(name, node, sorts, parsing);
  const matcher = readMatcher(parsing.reader, node, name);
  const isKnown = parsing.inventory.includes(name);
  return {
    says: `${name}: ${saysNode(node)}`,
    personal: false,
    wide: false,
    holds: ({ fact }) => {
      const value = fact.attributes[name];
      // a subject without an entry in the inventory: nobody has said, which is not the same as "no"
      if (value === undefined) return isKnown ? matcher.matches('unknown') : false;
      return matcher.matches(value);
    },
  };
}

export function attributesOf(selected: readonly string[] | null): readonly string[] {
  const names = (selected ?? policyKinds).flatMap((kind) => Object.keys(kinds[kind]?.attributes ?? {}));
  return [...new Set(names)];
}

function sortsOf(name: string, selected: readonly string[] | null): readonly Sort[] {
  return (selected ?? policyKinds).flatMap((kind) => {
    const sort = kinds[kind]?.attributes[name];
    return sort === undefined ? [] : [sort];
  });
}

/** With a list or glob of kinds one of them must have it; on the others the condition is simply not met. */
function checkExists(
  name: string,
  line: number,
  sorts: readonly Sort[],
  { reader, kinds: of, inventory, keys }: Parsing,
): void {
  if (sorts.length > 0 || inventory.includes(name)) return;
  const known = [...attributesOf(of), ...inventory];
  const owner = of === null ? 'no kind of fact' : of.join(' or ');
  reader.report(
    line,
    `unknown condition "${name}": ${owner} has no such attribute${didYouMean(name, [...known, ...keys])}`,
  );
}

function checkWords(name: string, node: Node, sorts: readonly Sort[], { reader, environments }: Parsing): void {
  const words = sorts.flatMap(wordsOf);
  if (sorts.some((sort) => sort === 'text') || node.kind === 'map') return;
  const more = name === 'environment' ? environments : [];
  for (const item of readItems(node)) {
    const text = item.kind === 'value' ? String(item.value) : '';
    const isNumber = item.kind === 'value' && typeof item.value === 'number' && sorts.includes('number');
    if (isNumber || text.includes('*') || [...words, ...more, 'unknown'].includes(text)) continue;
    const known = [...words, ...more, 'unknown'];
    reader.report(item.line, `${name} is never "${text}": it is one of ${known.join(', ')}${didYouMean(text, known)}`);
  }
}

function wordsOf(sort: Sort): readonly string[] {
  if (typeof sort !== 'string') return sort;
  return sort === 'truth' ? ['true', 'false'] : [];
}
