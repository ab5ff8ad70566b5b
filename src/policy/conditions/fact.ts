import { codeKinds } from '../../model/code-kinds.ts';
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
      ...(selected.has('change.risk') ? { asks: ['risk'] as const } : {}),
      holds: (seen) => selected.has(seen.fact.kind),
    };
  },
};

/** Those that a policy may name. What only a review states never reaches one, and a rule about it would hold nothing back. */
export const policyKinds: readonly string[] = Object.keys(kinds).filter((kind) => !(kind in codeKinds));
const reviewKinds = Object.keys(codeKinds);

/** The kinds that words and globs stand for. One that stands for none is a mistake: it would silently never match. */
export function selectKinds(
  reader: Reader,
  node: Node,
  what: string,
  among: readonly string[] = policyKinds,
): readonly string[] {
  return readItems(node).flatMap((item) => {
    const word = readText(reader, item, what);
    const glob = compileGlob(word);
    const found = isGlob(glob) ? among.filter((kind) => glob.matches(kind)) : [];
    if (found.length === 0 && isGlob(glob) && reviewKinds.some((kind) => glob.matches(kind))) {
      const instead = 'write a failure model instead (guardrail failure-model new DOMAIN.NAME)';
      reader.report(item.line, `${what}: "${word}" is stated in reviews alone, where no policy judges: ${instead}`);
    } else if (found.length === 0 && word !== '') {
      reader.report(
        item.line,
        `${what}: no kind of fact is called "${word}"${didYouMean(word, spelledLike(word, among))}`,
      );
    }
    return found;
  });
}

/** `tets.*` is near to `test.*` and to none of the kinds it stands for. */
function spelledLike(word: string, among: readonly string[]): readonly string[] {
  return word.endsWith('.*') ? among.map((kind) => kind.replace(/\.[^.]*$/, '.*')) : among;
}
