import type { Node } from '../../model/document.ts';
import type { Detector } from '../../model/failure-model.ts';
import type { Value } from '../../model/fact.ts';
import { kinds } from '../../model/kinds.ts';
import { didYouMean } from '../nearest.ts';
import { type Reader, readItems, readMap, readText } from '../read.ts';

/** `detector: {fact: code.error-hidden, how: [empty, default], test: false}`: one kind, and what its attributes must be. */
export function readDetector(reader: Reader, node: Node | null): Detector | null {
  if (node === null) return null;
  const { entries } = readMap(reader, node, 'detector');
  const named = entries.find(({ key }) => key === 'fact');
  if (named === undefined) reader.report(node.line, 'detector needs "fact"');
  const fact = named === undefined ? '' : readText(reader, named.value, 'fact');
  const sorts = kinds[fact]?.attributes;
  if (named !== undefined && sorts === undefined)
    reader.report(named.line, `detector: no kind of fact is called "${fact}"${didYouMean(fact, Object.keys(kinds))}`);
  const attributes: Record<string, readonly Value[]> = {};
  for (const { key, line, value } of entries) {
    if (key === 'fact' || sorts === undefined) continue;
    const sort = sorts[key];
    if (sort === undefined)
      reader.report(line, `detector: ${fact} has no attribute "${key}"${didYouMean(key, Object.keys(sorts))}`);
    else attributes[key] = readItems(value).map((item) => readValue(reader, item, key, sort));
    if (readItems(value).length === 0) reader.report(line, `detector: ${key} has no value`);
  }
  return { fact, attributes };
}

type Sort = 'text' | 'number' | 'truth' | readonly string[];

function readValue(reader: Reader, node: Node, key: string, sort: Sort): Value {
  const value = node.kind === 'value' ? node.value : null;
  if (value !== null && (value === 'unknown' || isOf(value, sort))) return value;
  const text = String(value);
  const known = typeof sort === 'object' ? sort : ['true', 'false'];
  const which = sort === 'number' ? 'a number' : sort === 'text' ? 'a text' : `one of ${known.join(', ')}`;
  reader.report(node.line, `detector: ${key} must be ${which}, not "${text}"${didYouMean(text, known)}`);
  return 'unknown';
}

function isOf(value: Value, sort: Sort): boolean {
  if (typeof sort === 'object') return sort.includes(String(value));
  if (sort === 'truth') return typeof value === 'boolean';
  return sort === 'text' || typeof value === 'number';
}
