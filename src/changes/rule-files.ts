import type { Oid, Path } from '../model/change.ts';
import type { RuleFile } from '../model/content.ts';
import { pathFromBytes } from '../system/bytes.ts';
import type { Git } from '../system/git.ts';
import { decode } from './decode.ts';
import { readObjects } from './objects.ts';

/** Rules are read before anything else can be judged, so what they may cost is bounded first. */
const LARGEST = 1024 * 1024;
const MOST = 500;

const RULES = /^\.guardrail\/(?!failure-models\/).*\.ya?ml$|^\.gitattributes$/s;
const FAILURE_MODELS = /^\.guardrail\/failure-models\/.*\.ya?ml$/s;

/** `.guardrail/**` (YAML, failure models apart) and `.gitattributes` of one tree; null is an absent reading. */
export async function readRuleFiles(git: Git, treeish: string | null): Promise<readonly RuleFile[]> {
  return treeish === null ? [] : await readFiles(git, treeish, ['.guardrail', '.gitattributes'], RULES);
}

/** `.guardrail/failure-models/**` of one tree. INVARIANT: for reviews; no commit hook reads them, so none can break a commit. */
export async function readFailureModelFiles(git: Git, treeish: string | null): Promise<readonly RuleFile[]> {
  return treeish === null ? [] : await readFiles(git, treeish, ['.guardrail/failure-models'], FAILURE_MODELS);
}

async function readFiles(
  git: Git,
  treeish: string,
  folders: readonly string[],
  wanted: RegExp,
): Promise<readonly RuleFile[]> {
  const listing = await git.run(['ls-tree', '-r', '-l', '-z', '--full-tree', treeish, '--', ...folders]);
  const entries = parseListing(listing).filter(({ path }) => wanted.test(path));
  if (entries.length > MOST)
    throw new Error(`read the rules of ${treeish}: ${entries.length} files, at most ${MOST} are read`);
  for (const entry of entries) checkEntry(treeish, entry);
  const bodies = await readObjects(
    git,
    entries.map(({ oid }) => oid),
  );
  return entries.map(({ path, oid }, index) => {
    const content = decode(bodies[index] ?? missing(treeish, path, oid));
    if (content.kind !== 'text') throw new Error(`read rules ${path} of ${treeish}: it is not text`);
    return { path, text: content.text };
  });
}

type Entry = { readonly mode: string; readonly oid: Oid; readonly size: number; readonly path: Path };

/** `100644 blob <oid>     123\t<path>\0` */
function parseListing(bytes: Buffer): readonly Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < bytes.length;) {
    const tab = bytes.indexOf(0x09, at);
    const end = bytes.indexOf(0, tab);
    const [mode = '', , oid = '', size = ''] = bytes.toString('latin1', at, tab).split(/ +/);
    entries.push({ mode, oid, size: Number(size), path: pathFromBytes(bytes.subarray(tab + 1, end)) });
    at = end + 1;
  }
  return entries;
}

function checkEntry(treeish: string, { mode, size, path }: Entry): void {
  const what = `read rules ${path} of ${treeish}`;
  if (!mode.startsWith('100')) throw new Error(`${what}: it is a link, and rules are files`);
  if (size > LARGEST) throw new Error(`${what}: it has ${size} bytes, at most ${LARGEST} are read`);
}

function missing(treeish: string, path: Path, oid: Oid): never {
  throw new Error(`read rules ${path} of ${treeish}: git does not have object ${oid}`);
}
