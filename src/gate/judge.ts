import { readSides } from '../changes/contents.ts';
import type { CommitWho, InletContext } from '../changes/context.ts';
import { patchChange } from '../changes/patch.ts';
import { pathsChange } from '../changes/paths.ts';
import { parsePushLines, parseReceiveLines } from '../changes/push-lines.ts';
import { pushChange } from '../changes/push.ts';
import { rangeChange } from '../changes/range.ts';
import { receiveChange } from '../changes/receive.ts';
import { stagedChange, writeTree } from '../changes/staged.ts';
import { identifyAuthors } from '../agents/identify.ts';
import { guard, type Book, type Deps } from '../guard.ts';
import type { Actor } from '../model/actor.ts';
import type { Change, Oid, RefUpdate } from '../model/change.ts';
import type { Fact } from '../model/fact.ts';
import { isRefusal } from '../model/level.ts';
import type { Near } from '../speak/refusal.ts';
import type { Verdict } from '../model/verdict.ts';
import { rolesOf } from '../policy/role.ts';
import { nextTurn } from '../system/clock.ts';
import { engine } from '../system/engine.ts';
import { loadDriver } from '../log/driver.ts';
import { nearApprovals } from './near-approvals.ts';
import { findNextStep } from './next-step.ts';
import type { Gate } from './open.ts';
import { protectedTip, readPlace, readReadings, recommended, touchesRules } from './readings.ts';
import type { Place, Reading, Readings } from './readings.ts';
import { record } from './record.ts';
import { keepRefusals } from './refusals.ts';
import { repositoryId } from './repository-id.ts';
import { believedApprovals, type Believed, type Trusted } from './signed.ts';

/** What is to be judged, as it comes in. */
export type Inlet =
  | { readonly kind: 'staged'; readonly message: string | null }
  | { readonly kind: 'push'; readonly remote: string | null; readonly url: string; readonly stdin: Buffer }
  | { readonly kind: 'receive'; readonly stdin: Buffer }
  | { readonly kind: 'range'; readonly base: string; readonly head: string }
  | { readonly kind: 'paths'; readonly paths: readonly string[] }
  | { readonly kind: 'patch'; readonly patch: Buffer };

export type Judged = {
  readonly change: Change;
  readonly verdict: Verdict;
  /** A step out of the refusal that was judged too and would pass. */
  readonly next: string | null;
  /** Approvals that fell short, and what is to be said about their ref; nothing while none was needed. */
  readonly near: readonly Near[];
  readonly notes: readonly string[];
  /** The tree a commit would have, for the marker that saves a second judgement. */
  readonly tree: Oid | null;
};

export type How = {
  /** Into the log of this user; CI keeps none. */
  readonly record: boolean;
  /** Name of the git hook that asks. */
  readonly hook?: string;
};

export async function judge(gate: Gate, inlet: Inlet, how: How): Promise<Judged> {
  const started = performance.now();
  const [{ change, tree, deps, believed }] = await Promise.all([prepare(gate, inlet), how.record ? warmUp() : null]);
  const verdict = await guard(change, {
    ...deps,
    record: async (judged, said) => {
      if (!how.record) return;
      const role = rolesIn(deps.books, judged);
      await record(gate, judged, said, { hook: how.hook ?? null, tree, role, ms: performance.now() - started });
    },
  });
  const notes = verdict.rulings.some((ruling) => isRefusal(ruling.raised)) ? (await believed()).notes : [];
  if (!isRefusal(verdict.level)) return { change, verdict, next: null, near: [], notes, tree };
  await keepRefusals(gate, verdict);
  const near = nearApprovals(change, verdict, (await believed()).approvals);
  const rejudge = (smaller: Change): Promise<Verdict> => guard(smaller, deps);
  const next = await findNextStep({ gate, change, rejudge, ...whereTo(inlet) }, verdict);
  return { change, verdict, next, near, notes, tree };
}

/** The driver takes 12 ms to load, which costs less while git is at work. What is wrong with it is told when it is used. */
async function warmUp(): Promise<void> {
  await nextTurn();
  await nextTurn();
  loadDriver();
}

function whereTo(inlet: Inlet): Pick<Parameters<typeof findNextStep>[0], 'remote' | 'lines' | 'range'> {
  switch (inlet.kind) {
    case 'push':
      return { remote: inlet.remote ?? inlet.url, lines: parsePushLines(inlet.stdin), range: null };
    case 'range':
      return { remote: null, lines: [], range: inlet };
    case 'receive':
    case 'staged':
    case 'paths':
    case 'patch':
      return { remote: null, lines: [], range: null };
  }
}

/** The roles that limited whoever wrote it, as the log groups by them. */
function rolesIn(books: readonly Book[], change: Change): string | null {
  const authors = [change.operator, ...change.parts.flatMap((part) => part.edits.flatMap((edit) => edit.authors))];
  const roles = books.flatMap((book) => book.readings.flatMap((rules) => rules.roles));
  if (roles.length === 0) return null;
  const names = [...new Set(authors)].flatMap((actor) => rolesOf(roles, actor, change.branch).map((role) => role.name));
  return names.length === 0 ? null : [...new Set(names)].sort().join('+');
}

export type Prepared = {
  readonly change: Change;
  readonly tree: Oid | null;
  readonly deps: Deps;
  /** Read once, and only where something is refused. */
  readonly believed: () => Promise<Believed>;
};

/** The change and everything it is judged by; nothing is judged or remembered yet. */
export async function prepare(gate: Gate, inlet: Inlet): Promise<Prepared> {
  const staged = inlet.kind === 'staged' ? writeTree(gate.git) : null;
  const basis = readBasis(gate, inlet, staged);
  const [{ readings, usable }, change, tree] = await Promise.all([
    basis,
    readChange(
      gate,
      inlet,
      basis.then(({ context }) => context),
      staged,
    ),
    staged,
  ]);
  if (tree !== null && touchesRules(change)) await requireReadable(gate, { name: 'index', tree });
  let reading: Promise<Believed> | null = null;
  const believed = (): Promise<Believed> =>
    (reading ??= trustedPlace(gate, inlet, readings).then((trusted) => believedApprovals(gate, trusted)));
  const deps: Deps = {
    read: (part, paths) => readSides(gate.git, gate.repository, change, part, paths),
    books: booksOf(change, usable),
    approvals: async () => (await believed()).approvals,
    engine,
    record: () => Promise.resolve(),
  };
  return { change, tree, deps, believed };
}

type Basis = { readonly readings: Readings; readonly usable: readonly Reading[]; readonly context: InletContext };

async function readBasis(gate: Gate, inlet: Inlet, staged: Promise<Oid> | null): Promise<Basis> {
  const [places, base] = await Promise.all([
    placesOf(gate, inlet),
    inlet.kind === 'range' ? findCommit(gate, inlet.base) : null,
  ]);
  const [readings, tree] = await Promise.all([readReadings(gate, places, base), staged]);
  const usable = await usableReadings(gate, readings, tree, places);
  return { readings, usable, context: await contextOf(gate, readings, usable) };
}

/** Whose list of keys holds: the protected branch's, and in a checkout that has none what the range is to be merged into. */
async function trustedPlace(gate: Gate, inlet: Inlet, readings: Readings): Promise<Trusted | null> {
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

async function requireReadable(gate: Gate, place: Place): Promise<void> {
  const { broken } = await readPlace(gate, place);
  if (broken !== null) throw broken;
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

async function readChange(
  gate: Gate,
  inlet: Inlet,
  soon: Promise<InletContext>,
  tree: Promise<Oid> | null,
): Promise<Change> {
  const { git, repository } = gate;
  if (inlet.kind === 'staged') {
    return stagedChange(git, repository, soon, {
      ...(inlet.message === null ? {} : { message: inlet.message }),
      ...(tree === null ? {} : { tree }),
    });
  }
  const context = await soon;
  switch (inlet.kind) {
    case 'push':
      return pushChange(git, repository, context, inlet);
    case 'receive':
      return receiveChange(git, repository, context, inlet);
    case 'range':
      return rangeChange(git, repository, context, inlet);
    case 'paths':
      return pathsChange(git, repository, context, inlet.paths);
    case 'patch':
      return patchChange(git, repository, context, inlet.patch);
  }
}

/** Each branch of a push is judged by its own rules and by the protected branch's, never by those of its neighbour. */
function booksOf(change: Change, readings: readonly Reading[]): readonly Book[] {
  const all = readings.map((reading) => reading.rules);
  if (change.refs.length < 2 || readings.every(({ tips }) => tips === 'all'))
    return [{ readings: all, covers: () => true }];
  return change.refs.map((ref): Book => {
    const mine = readings.filter(({ tips }) => tips === 'all' || (ref.after !== null && tips.has(ref.after)));
    const rules = mine.length > 0 ? mine.map((reading) => reading.rules) : all; // a deletion has no rules of its own
    return { readings: rules, covers: (fact) => belongs(fact, ref, change.refs) };
  });
}

/** A fact about no ref in particular belongs to the first book, so that it is judged, and once. */
function belongs(fact: Fact, ref: RefUpdate, refs: readonly RefUpdate[]): boolean {
  const isAbout = (one: RefUpdate): boolean => fact.part === one.ref || one.commits.includes(fact.part);
  return isAbout(ref) || (ref === refs[0] && !refs.some(isAbout));
}
