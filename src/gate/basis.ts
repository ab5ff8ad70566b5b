import type { CommitWho, InletContext } from '../changes/context.ts';
import { parsePushLines, parseReceiveLines } from '../changes/push-lines.ts';
import { identifyAuthors } from '../agents/identify.ts';
import type { Book } from '../guard.ts';
import type { Actor } from '../model/actor.ts';
import type { Change, Oid, RefUpdate } from '../model/change.ts';
import type { Fact } from '../model/fact.ts';
import type { Rules } from '../policy/rules.ts';
import { commitWriters } from './attribution.ts';
import type { Gate } from './open.ts';
import type { Inlet } from './inlet.ts';
import { protectedTip, readPlace, readReadings, recommended } from './readings.ts';
import type { Place, Reading, Readings } from './readings.ts';
import { repositoryId } from './repository-id.ts';
import type { Trusted } from './signed.ts';

/** Whose rules a change is judged by, and what its inlet must know of them. */
export type Basis = {
  readonly readings: Readings;
  readonly usable: readonly Reading[];
  readonly context: InletContext;
};

export async function readBasis(gate: Gate, inlet: Inlet, staged: Promise<Oid> | null): Promise<Basis> {
  const [places, base] = await Promise.all([
    placesOf(gate, inlet),
    inlet.kind === 'range' ? findCommit(gate, inlet.base) : null,
  ]);
  const [readings, tree] = await Promise.all([readReadings(gate, places, base), staged]);
  const usable = await usableReadings(gate, readings, tree, places);
  const context = await contextOf(gate, readings, usable);
  return { readings, usable, context: inlet.kind === 'push' ? await withCommitWriters(gate, context) : context };
}

/** Whose list of keys holds: the protected branch's, and in a checkout that has none what the range is to be merged into. */
export async function trustedPlace(gate: Gate, inlet: Inlet, readings: Readings): Promise<Trusted | null> {
  const tip = await protectedTip(gate, readings.protected);
  if (tip !== null) return { name: tip.branch, commit: tip.oid };
  const base = inlet.kind === 'range' ? await findCommit(gate, inlet.base) : null;
  return base === null ? null : { name: base.name, commit: base.tree };
}

/** A commit by any name; null where it is not here, which whoever needs it says in its own words. */
async function findCommit({ git }: Gate, name: string): Promise<Place | null> {
  const answer = await git.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  return answer.code === 0 ? { name, tree: answer.stdout.toString('utf8').trim() } : null;
}

/** The trees whose own rules count beside those of the protected branch. */
async function placesOf(gate: Gate, inlet: Inlet): Promise<readonly Place[]> {
  switch (inlet.kind) {
    case 'staged':
    case 'paths':
    case 'patch':
    case 'plan':
      return gate.repository.head === null ? [] : [{ name: 'HEAD', tree: gate.repository.head }];
    case 'range':
      return [(await findCommit(gate, inlet.head)) ?? missing(inlet.head)];
    case 'push':
    case 'receive':
      return await tipsOf(gate, inlet.stdin, inlet.kind);
  }
}

function missing(name: string): never {
  throw new Error(
    `judge a range: commit "${name}" is not here. Fetch it first: git fetch origin ${JSON.stringify(name)}` +
      ' (in GitHub Actions: actions/checkout with fetch-depth: 0)',
  );
}

async function tipsOf(gate: Gate, stdin: Buffer, kind: 'push' | 'receive'): Promise<readonly Place[]> {
  const lines = kind === 'push' ? parsePushLines(stdin) : parseReceiveLines(stdin);
  const tips = new Map(lines.flatMap((line) => (line.after === null ? [] : [[line.after, line.ref] as const])));
  if (tips.size === 0) return [];
  const listing = await gate.git.run(
    ['cat-file', '--batch-check=%(objectname) %(objecttype)'],
    [...tips.keys()].map((oid) => `${oid}^{tree}\n`).join(''),
  );
  const trees = listing.toString('utf8').split('\n');
  return [...tips].flatMap(([oid, ref], index) =>
    trees[index]?.endsWith(' tree') === true ? [{ name: ref.replace(/^refs\/heads\//, ''), tree: oid }] : [],
  );
}

/**
 * Rules that cannot be read never mean "no rules". If the very change being committed mends them, it is judged by the mended
 * ones and by the shipped pack; otherwise nothing passes before somebody mends them.
 */
async function usableReadings(
  gate: Gate,
  { usable, broken, ownBroken }: Readings,
  tree: Oid | null,
  places: readonly Place[],
): Promise<readonly Reading[]> {
  const fallback = async (tips: Reading['tips']): Promise<Reading> => ({
    rules: await recommended(gate, places[0] ?? null),
    tips,
  });
  const [worst] = broken;
  if (worst === undefined) {
    if (usable.some((reading) => reading.tips === 'all')) return usable;
    if (usable.length === 0) return [await fallback('all')];
    const bare = places
      .map((place) => place.tree)
      .filter((tip) => !usable.some(({ tips }) => tips === 'all' || tips.has(tip)));
    return bare.length === 0 ? usable : [...usable, await fallback(new Set(bare))];
  }
  // what is pushed must bring rules that can be read; what is committed may mend those of HEAD
  if (tree === null && ownBroken !== null) throw ownBroken;
  const mended = tree === null ? null : (await readPlace(gate, { name: 'index', tree })).rules;
  const others = mended === null ? usable : [...usable, { rules: mended, tips: 'all' as const }];
  if (others.length === 0 || (tree !== null && mended === null)) throw worst;
  return [...others, await fallback('all')];
}

export async function requireReadable(gate: Gate, place: Place): Promise<void> {
  const { broken } = await readPlace(gate, place);
  if (broken !== null) throw broken;
}

/** What the hooks of this user recorded of the commits that are pushed; CI trusts no client's row. */
async function withCommitWriters(gate: Gate, context: InletContext): Promise<InletContext> {
  const writersOf = await commitWriters(gate, context.repo);
  return {
    ...context,
    authorsOf: (commit) => {
      const named = context.authorsOf(commit);
      const known = new Set(named.map(({ agent }) => agent));
      return [...named, ...writersOf(commit).filter(({ agent }) => !known.has(agent))];
    },
  };
}

async function contextOf(gate: Gate, readings: Readings, usable: readonly Reading[]): Promise<InletContext> {
  const rules = usable.map((reading) => reading.rules);
  const [first] = rules;
  return {
    repo: await repositoryId(gate, rules),
    at: gate.now(),
    operator: gate.operator,
    authorsOf: (commit: CommitWho): readonly Actor[] => identifyAuthors(commit),
    protected: readings.protected,
    since: first?.since ?? [],
    isGenerated: (path) => rules.every((reading) => reading.isGenerated(path)),
  };
}

/** Each branch of a push is judged by its own rules and by the protected branch's, never by those of its neighbour. */
export function booksOf(change: Change, readings: readonly Reading[]): readonly Book[] {
  if (change.refs.length < 2 || readings.every(({ tips }) => tips === 'all'))
    return [{ readings: readings.map((reading) => reading.rules), covers: () => true }];
  return change.refs.map((ref): Book => {
    return { readings: rulesFor(ref, readings), covers: (fact) => belongs(fact, ref, change.refs) };
  });
}

/** The rules that one ref of a change is judged by. */
export function rulesFor(ref: Pick<RefUpdate, 'after'>, readings: readonly Reading[]): readonly Rules[] {
  const mine = readings.filter(({ tips }) => tips === 'all' || (ref.after !== null && tips.has(ref.after)));
  return (mine.length > 0 ? mine : readings).map((reading) => reading.rules); // a deletion has no rules of its own
}

/** A fact about no ref in particular belongs to the first book, so that it is judged, and once. */
function belongs(fact: Fact, ref: RefUpdate, refs: readonly RefUpdate[]): boolean {
  const isAbout = (one: RefUpdate): boolean => fact.part === one.ref || one.commits.includes(fact.part);
  return isAbout(ref) || (ref === refs[0] && !refs.some(isAbout));
}
