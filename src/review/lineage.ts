import type { Path } from '../model/change.ts';
import type { Hash } from './identity.ts';

export type ChangedLine = { readonly path: Path; readonly sign: '+' | '-'; readonly text: string };

/** What is remembered of the last round of a loop that has not come to its end. */
export type LoopMark = {
  readonly loop: string;
  readonly signature: readonly string[];
  readonly head: string;
  readonly tree: string;
  readonly paths: readonly Path[];
  readonly at: number;
};
export type Patch = Omit<LoopMark, 'loop'> & {
  /** Commits of the range, where they are known: a loop whose head is among them is still part of this change. */
  readonly commits?: readonly string[];
};

/** Lines of a patch that are remembered: of each kind: enough to tell a twentieth of a patch of any size, in 9 KB. */
const KEPT = 256;
const LETTERS = 16;
/** The part of the smaller patch that the larger must have. Half: of a line that was amended, what it takes away stays. */
const SHARED = 0.5;
/** A patch all of whose lines were written anew shares this much at least where it changes the same files. */
const SHARED_IN_SAME_FILES = 0.2;
/** With fewer lines to compare a share says nothing. */
const LEAST_COMPARED = 4;
/** The same lines under other names: nearly all of them, or two patches that begin alike would be one. */
const SHARED_WHEN_MOVED = 0.8;
/** Before the hashes of lines without their file: those of a file that was renamed are all new with it. */
const ANYWHERE = '~';
const DAY_MS = 86_400_000;

/**
 * The smallest hashes of a patch's lines: two patches that share lines share these, whatever their commits and branches are called.
 * Spaces do not count, and lines without a letter or digit only where there are no others: they stand in every patch.
 */
export function signatureOf(lines: readonly ChangedLine[], hash: Hash): readonly string[] {
  const spoken = lines.filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  const used = spoken.length > 0 ? spoken : lines;
  const inFiles = used.map(({ path, sign, text }) => `${sign}${path}\n${essence(text)}`);
  const added = spoken.filter(({ sign }) => sign === '+').map(({ text }) => essence(text));
  return [...smallest(inFiles, hash), ...smallest(added, hash).map((one) => ANYWHERE + one)];
}

function essence(text: string): string {
  return text.replace(/\s+/g, '');
}

function smallest(keys: readonly string[], hash: Hash): readonly string[] {
  return [...new Set(keys)]
    .map((key) => hash(key).slice(0, LETTERS))
    .sort()
    .slice(0, KEPT);
}

/**
 * The loop that a patch belongs to; null begins a new one. By its lines and never by its branch: it survives amending, squashing,
 * rebasing, renaming (of branches and of files), splitting and commits on top, and an unrelated change on the same branch is another one. Candidates are loops
 * that have not come to their end: what landed is over.
 */
export function findLoop(candidates: readonly LoopMark[], current: Patch): string | null {
  const scored = candidates.map((mark) => ({ mark, score: kinship(mark, current) })).filter(({ score }) => score > 0);
  const [best] = scored.toSorted(
    (a, b) => b.score - a.score || b.mark.at - a.mark.at || (a.mark.loop < b.mark.loop ? -1 : 1),
  );
  return best?.mark.loop ?? null;
}

/** 3 the same tree or a commit on top, up to 2 by shared lines, 0 strangers. */
function kinship(mark: LoopMark, current: Patch): number {
  if (mark.signature.length === 0 && current.signature.length === 0) return samePaths(mark, current) ? 1 : 0;
  const share = shared(inPlace(mark.signature), inPlace(current.signature));
  if (mark.tree === current.tree && mark.tree !== '') return 3;
  if (mark.head !== '' && current.commits?.includes(mark.head) === true) return 3;
  if (share >= SHARED) return 1 + share;
  const isRewrite = samePaths(mark, current) && Math.abs(current.at - mark.at) < DAY_MS;
  if (isRewrite && share >= SHARED_IN_SAME_FILES) return share;
  return movedShare(anywhere(mark.signature), anywhere(current.signature));
}

function movedShare(was: readonly string[], is: readonly string[]): number {
  const fewest = Math.min(was.length, is.length);
  // of two or three lines all must be there, and no others
  const isFew = fewest < LEAST_COMPARED && (fewest < 2 || was.length !== is.length);
  const share = isFew ? 0 : shared(was, is);
  return share >= (fewest < LEAST_COMPARED ? 1 : SHARED_WHEN_MOVED) ? share : 0;
}

function inPlace(signature: readonly string[]): readonly string[] {
  return signature.filter((one) => !one.startsWith(ANYWHERE));
}

function anywhere(signature: readonly string[]): readonly string[] {
  return signature.filter((one) => one.startsWith(ANYWHERE));
}

/**
 * Which part of the smaller patch the larger has. Hashes are evenly spread, so below the larger of both sketches' ends both say all they
 * know: there they are compared line by line.
 */
function shared(a: readonly string[], b: readonly string[]): number {
  const end = [a, b].flatMap((one) => (one.length < KEPT ? [] : one.slice(-1))).sort()[0];
  const [first, second] = [a, b].map((one) => (end === undefined ? one : one.filter((hash) => hash <= end)));
  if (first === undefined || second === undefined) return 0;
  const smaller = Math.min(first.length, second.length);
  const isCut = end !== undefined && smaller < LEAST_COMPARED;
  if (smaller === 0 || isCut) return 0;
  const known = new Set(first);
  return second.filter((hash) => known.has(hash)).length / smaller;
}

function samePaths(a: Pick<Patch, 'paths'>, b: Pick<Patch, 'paths'>): boolean {
  const [one, two] = [new Set(a.paths), new Set(b.paths)];
  return one.size > 0 && one.size === two.size && [...one].every((path) => two.has(path));
}
