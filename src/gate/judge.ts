import { readSides } from '../changes/contents.ts';
import type { InletContext } from '../changes/context.ts';
import { patchChange } from '../changes/patch.ts';
import { pathsChange } from '../changes/paths.ts';
import { planChange, readPlan } from '../changes/plan.ts';
import { parsePushLines } from '../changes/push-lines.ts';
import { pushChange } from '../changes/push.ts';
import { rangeChange } from '../changes/range.ts';
import { receiveChange } from '../changes/receive.ts';
import { stagedChange, writeTree } from '../changes/staged.ts';
import { guard, type Book, type Deps } from '../guard.ts';
import { loadDriver } from '../log/driver.ts';
import type { Change, Oid } from '../model/change.ts';
import { isRefusal } from '../model/level.ts';
import type { Verdict } from '../model/verdict.ts';
import { rolesOf } from '../policy/role.ts';
import type { Rules } from '../policy/rules.ts';
import type { Near } from '../speak/refusal.ts';
import { nextTurn } from '../system/clock.ts';
import { engine } from '../system/engine.ts';
import { loadGrammars } from '../system/grammars.ts';
import { keepHeapSmall } from '../system/memory.ts';
import { withWriters } from './attribution.ts';
import { booksOf, readBasis, requireReadable, trustedPlace } from './basis.ts';
import type { Inlet } from './inlet.ts';
import { nearApprovals } from './near-approvals.ts';
import { recall } from './memory.ts';
import { findNextStep } from './next-step.ts';
import type { Gate } from './open.ts';
import { touchesRules, type Reading } from './readings.ts';
import { authorsOf, record } from './record.ts';
import { keepRefusals } from './refusals.ts';
import { believedApprovals, type Believed } from './signed.ts';
import { withSpecs } from './specs/of-change.ts';

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
  /** Some reading of the rules names reviewers: the commit that is made of this is worth handing over. */
  readonly hasReviewers: boolean;
};

export type How = {
  /** Into the log of this user; CI keeps none. */
  readonly record: boolean;
  /** Name of the git hook that asks. */
  readonly hook?: string;
  /** The change is about to leave: what reviewers hold against it counts. */
  readonly review?: boolean;
};

export async function judge(gate: Gate, inlet: Inlet, how: How): Promise<Judged> {
  const started = performance.now();
  const [prepared] = await Promise.all([prepare(gate, inlet, how.hook === 'pre-commit'), how.record ? warmUp() : null]);
  const { change, tree, deps, believed, readings } = prepared;
  const verdict = await guard(change, {
    ...deps,
    ...(how.review === true ? { review: reviewer(gate, prepared, inlet) } : {}),
    record: async (judged, said) => {
      if (!how.record) return;
      const role = rolesIn(deps.books, judged);
      await record(gate, judged, said, { hook: how.hook ?? null, tree, role, ms: performance.now() - started });
    },
  });
  const hasReviewers = readings.some(({ rules }) => rules.review.reviewers.length > 0);
  const notes = verdict.rulings.some((ruling) => isRefusal(ruling.raised)) ? (await believed()).notes : [];
  if (!isRefusal(verdict.level)) return { change, verdict, next: null, near: [], notes, tree, hasReviewers };
  await keepRefusals(gate, verdict);
  const near = nearApprovals(change, verdict, (await believed()).approvals);
  const rejudge = (smaller: Change): Promise<Verdict> => guard(smaller, deps);
  const next = await findNextStep({ gate, change, rejudge, ...whereTo(inlet) }, verdict);
  return { change, verdict, next, near, notes, tree, hasReviewers };
}

function reviewer(gate: Gate, prepared: Prepared, inlet: Inlet): NonNullable<Deps['review']> {
  return async (change, decision) => {
    const { reviewPush } = await import('./review/at-push.ts');
    return await reviewPush(gate, prepared, { change, decision, inlet });
  };
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
    case 'plan':
      return { remote: null, lines: [], range: null };
  }
}

/** The roles that limited whoever wrote it, as the log groups by them. */
function rolesIn(books: readonly Book[], change: Change): string | null {
  const roles = books.flatMap((book) => book.readings.flatMap((rules) => rules.roles));
  if (roles.length === 0) return null;
  const names = [change.operator, ...authorsOf(change)].flatMap((actor) =>
    rolesOf(roles, actor, change.branch).map((role) => role.name),
  );
  return names.length === 0 ? null : [...new Set(names)].sort().join('+');
}

/** Fewer files than this never fill a heap. */
const MANY = 1000;

export type Prepared = {
  readonly change: Change;
  readonly tree: Oid | null;
  readonly deps: Deps;
  readonly readings: readonly Reading[];
  /** Read once, and only where something is refused. */
  readonly believed: () => Promise<Believed>;
};

/** The change and everything it is judged by; nothing is judged or remembered yet. */
export async function prepare(gate: Gate, inlet: Inlet, isJudgedAgain = false, isTold = false): Promise<Prepared> {
  const staged = inlet.kind === 'staged' ? writeTree(gate.git) : null;
  const basis = readBasis(gate, inlet, staged);
  const [{ readings, usable }, read, tree] = await Promise.all([
    basis,
    readChange(
      gate,
      inlet,
      basis.then(({ context }) => context),
      staged,
    ),
    staged,
  ]);
  const specified = await withSpecs(
    gate,
    inlet.kind === 'staged' ? await withWriters(gate, read) : read,
    inlet.kind === 'plan' ? [] : usable.map(({ rules }) => rules),
    { message: inlet.kind === 'staged' ? inlet.message : null, isJudgedAgain },
  );
  const change = await weighed(gate, inlet, specified, { readings: usable, isTold });
  if (change.parts.some(({ edits }) => edits.length > MANY)) keepHeapSmall();
  if (tree !== null && touchesRules(change)) await requireReadable(gate, { name: 'index', tree });
  let reading: Promise<Believed> | null = null;
  const believed = (): Promise<Believed> =>
    (reading ??= trustedPlace(gate, inlet, readings).then((trusted) => believedApprovals(gate, trusted)));
  const deps: Deps = {
    read: (part, paths) =>
      inlet.kind === 'plan'
        ? Promise.resolve(readPlan(inlet.plan, paths))
        : readSides(gate.git, gate.repository, change, part, paths),
    load: loadGrammars,
    recall: (judged, facts) => recall(gate, judged, facts),
    books: booksOf(change, usable),
    approvals: async () => (await believed()).approvals,
    engine,
    record: () => Promise.resolve(),
  };
  return { change, tree, deps, readings: usable, believed };
}

type Weighed = { readonly readings: readonly Reading[]; readonly isTold: boolean };

/** What leaves is weighed where a rule asks for it, and for `explain`; nobody else loads what does it. */
async function weighed(gate: Gate, inlet: Inlet, change: Change, { readings, isTold }: Weighed): Promise<Change> {
  const rules = readings.map((reading) => reading.rules);
  const isLeaving = inlet.kind === 'push' || inlet.kind === 'range' || inlet.kind === 'receive';
  if (!isTold && !(isLeaving && rules.some(asksForRisk))) return change;
  const { withRisk } = await import('./risk/of-change.ts');
  // a range is judged the same wherever it is: by what the repository holds, and no row of this machine
  return await withRisk(gate, change, rules, inlet.kind === 'range' && !isTold ? 'git' : 'log');
}

function asksForRisk({ rules }: Rules): boolean {
  return rules.some(({ tests }) => tests.some(({ asks }) => asks?.includes('risk') === true));
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
    case 'plan':
      return planChange(context, repository.branch, inlet.plan);
  }
}
