import { kinds } from '../../model/kinds.ts';
import type { Node } from '../../model/document.ts';
import { compileGlob, isGlob } from '../glob.ts';
import { didYouMean } from '../nearest.ts';
import { type Reader, readItems, readText } from '../read.ts';
import type { Condition } from './condition.ts';

/** `fact: infra.destroy`, a list, or `infra.*`. */
export const fact: Condition = {
  key: 'fact',
  takes: 'a kind of fact, a list of kinds, or a glob such as infra.*',
  parse: (node, { reader }) => {
    const selected = new Set(selectKinds(reader, node, 'fact'));
    return {
      says: `fact: ${[...selected].join(' | ')}`,
      personal: false,
      wide: false,
      holds: (seen) => selected.has(seen.fact.kind),
    };
  },
};

/** The kinds that words and globs stand for. One that stands for none is a mistake: it would silently never match. */
export function selectKinds(reader: Reader, node: Node, what: string): readonly string[] {
  return readItems(node).flatMap((item) => {
    const word = readText(reader, item, what);
    const glob = compileGlob(word);
    const found = isGlob(glob) ? Object.keys(kinds).filter((kind) => glob.matches(kind)) : [];
    if (found.length === 0 && word !== '') {
      reader.report(item.line, `${what}: no kind of fact is called "${word}"${didYouMean(word, Object.keys(kinds))}`);
    }
    return found;
  });
}
