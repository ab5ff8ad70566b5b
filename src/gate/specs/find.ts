import type { Oid, Path } from '../../model/change.ts';
import { pathFromBytes } from '../../system/bytes.ts';
import type { Git } from '../../system/git.ts';

/** Where specifications lie: ours, spec-kit's and Kiro's. What stands beside them (plan, contracts, design, tasks) is not one. */
const FORMS: readonly RegExp[] = [
  /^\.guardrail\/specs\/(.+)\.md$/s,
  /^specs\/([^/]+)\/spec\.md$/s,
  /^\.kiro\/specs\/([^/]+)\/requirements\.md$/s,
];
export const PLACES: readonly string[] = ['.guardrail/specs', 'specs', '.kiro/specs'];
export const OWN_FOLDER = '.guardrail/specs';
/** Bytes of one that are read at all. */
export const LARGEST = 2_000_000;
const MOST = 2_000;

export type SpecFile = { readonly path: Path; readonly name: string; readonly oid: Oid };

/** What a file is called as a specification; null where it is none. */
export function specName(path: Path): string | null {
  return FORMS.map((form) => form.exec(path)?.[1]).find((name) => name !== undefined) ?? null;
}

/** Those of a tree. A link or a submodule is none: its text lies elsewhere. */
export async function listSpecs(git: Git, tree: string): Promise<readonly SpecFile[]> {
  const listing = await git.run(['ls-tree', '-r', '-z', '--full-tree', tree, '--', ...PLACES]);
  const found: SpecFile[] = [];
  for (let at = 0; at < listing.length;) {
    const tab = listing.indexOf(0x09, at);
    const end = listing.indexOf(0, tab);
    const [mode = '', , oid = ''] = listing.toString('latin1', at, tab).split(' ');
    const path = pathFromBytes(listing.subarray(tab + 1, end));
    const name = specName(path);
    if (name !== null && mode.startsWith('100') && found.length < MOST) found.push({ path, name, oid });
    at = end + 1;
  }
  return found;
}

/** `feature/checkout-limits` and `003-checkout-limits` are about `checkout-limits`, and about `003-checkout-limits`. */
export function isNamedBy(branch: string | null, name: string): boolean {
  const last = branch?.split('/').at(-1)?.toLowerCase() ?? '';
  const own = name.split('/').at(-1)?.toLowerCase() ?? '';
  return last !== '' && (last === own || withoutNumber(last) === withoutNumber(own));
}

/** As a trailer or a command names it: by its name, its file, or its path; spec-kit's also without the number. */
export function isCalled({ path, name }: Pick<SpecFile, 'path' | 'name'>, word: string): boolean {
  const plain = word.trim().replace(/^\.\//, '');
  return plain !== '' && [name, `${name}.md`, path, withoutNumber(name)].includes(plain);
}

function withoutNumber(name: string): string {
  return name.replace(/^\d+[-_]/, '');
}
