import type { Outcome } from '../../model/outcome.ts';
import { sha256 } from '../../system/files.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LETTERS = 10;

/** The same outcome has the same id in every clone and at every reading. People type it. */
export function outcomeId({
  repo,
  commit,
  kind,
  evidence,
}: Pick<Outcome, 'repo' | 'commit' | 'kind' | 'evidence'>): string {
  let number = BigInt(`0x${sha256(JSON.stringify([repo, commit, kind, evidence])).slice(0, 16)}`);
  let id = '';
  for (let letter = 0; letter < LETTERS; letter += 1) {
    id += ALPHABET[Number(number & 31n)] ?? '';
    number >>= 5n;
  }
  return `o-${id}`;
}
