import type { Analyzer } from './facts/analyzer.ts';
import { extract } from './facts/extract.ts';
import type { Approval } from './model/approval.ts';
import type { Change, Part, Path } from './model/change.ts';
import type { Sides } from './model/content.ts';
import type { Fact } from './model/fact.ts';
import type { Grammar, Grammars } from './model/syntax.ts';
import { isRefusal } from './model/level.ts';
import type { Review } from './model/review.ts';
import type { Decision, Verdict } from './model/verdict.ts';
import { decide, type Options } from './policy/decide.ts';
import { combineDecisions } from './policy/combine.ts';
import type { Rules } from './policy/rules.ts';
import { settle } from './policy/settle.ts';

/**
 * The product, top to bottom: a change becomes facts, meets policies, and leaves as a verdict that is remembered.
 * Everything here is handed in, so the same few lines serve the commit, the push, CI, a server and a case in a file.
 */
export async function guard(change: Change, deps: Deps): Promise<Verdict> {
  const facts = await readFacts(change, deps);
  const decision = await decideAll(change, facts, deps);
  const reviews = (await deps.review?.(change, decision)) ?? [];
  const basis = { readings: deps.books.flatMap((book) => book.readings), engine: deps.engine };
  const verdict = settle(change, decision, basis, reviews);
  await deps.record(change, verdict);
  return verdict;
}

export type Deps = {
  /** The contents an analyzer asked for, from the object database. */
  readonly read: (part: Part, paths: readonly Path[]) => Promise<ReadonlyMap<Path, Sides>>;
  /** What the log remembers of the subjects, put into their facts; as they are where there is no log. */
  readonly recall: (change: Change, facts: readonly Fact[]) => Promise<readonly Fact[]>;
  readonly load: (grammars: readonly Grammar[]) => Promise<Grammars>;
  readonly books: readonly Book[];
  /** Read only when something needs one: most changes do not. */
  readonly approvals: () => Promise<readonly Approval[]>;
  readonly engine: string;
  /** What reviewers of other vendors hold against it, where the change is about to leave. */
  readonly review?: (change: Change, decision: Decision) => Promise<readonly Review[]>;
  /** INVARIANT: called for every verdict, also when nothing was found. */
  readonly record: (change: Change, verdict: Verdict) => Promise<void>;
  readonly options?: Options;
};

/** The readings of the rules that hold for some of the facts: two branches in one push may carry different ones. */
export type Book = { readonly readings: readonly Rules[]; readonly covers: (fact: Fact) => boolean };

/** Facts come from a generator that says what it must see; contents come from git, a part at a time. */
export async function readFacts(
  change: Change,
  deps: Pick<Deps, 'read' | 'load' | 'recall'>,
  analyzers?: readonly Analyzer[],
): Promise<readonly Fact[]> {
  const run = extract(change, analyzers);
  let step = run.next();
  while (step.done !== true) {
    const { part, paths, grammars } = step.value;
    const [files, loaded] = await Promise.all([deps.read(part, paths), deps.load(grammars)]);
    step = run.next({ files, grammars: loaded });
  }
  return await deps.recall(change, step.value);
}

/** Approvals are asked for only when something is refused. */
export async function decideAll(change: Change, facts: readonly Fact[], deps: Deps): Promise<Decision> {
  const by = (approvals: readonly Approval[]): Decision =>
    combineDecisions(
      deps.books.map((book) => decide(change, facts.filter(book.covers), book.readings, approvals, deps.options)),
    );
  const decision = by([]);
  if (!isRefusal(decision.level)) return decision;
  const approvals = await deps.approvals();
  return approvals.length === 0 ? decision : by(approvals);
}
