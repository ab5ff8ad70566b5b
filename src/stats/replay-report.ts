import { isRefusal } from '../model/level.ts';
import type { PastVerdict } from '../model/past.ts';

export type ReplayReport = {
  readonly commits: number;
  readonly weeks: number;
  /** Commits that at least one rule would have stopped. */
  readonly refused: number;
  readonly reverts: { readonly total: number; readonly caught: number };
  readonly rules: readonly RuleReplay[];
};

export type RuleReplay = {
  readonly rule: string;
  readonly refused: Spoken;
  /** Where it only warned: what it would stop once it is promoted. */
  readonly warned: Spoken;
  readonly examples: readonly Example[];
};
export type Spoken = { readonly commits: number; readonly reverted: number; readonly perWeek: number };
export type Example = {
  readonly oid: string;
  readonly subject: string;
  readonly say: string;
  readonly isReverted: boolean;
};

const WEEK = 7 * 86_400_000;
const EXAMPLES = 3;

/** Verdicts, oldest first, to what each rule would have cost and what it would have caught. */
export function reportReplay(
  verdicts: readonly PastVerdict[],
  window: { readonly from: number; readonly now: number },
): ReplayReport {
  const reverted = revertedOf(verdicts);
  const weeks = Math.max((window.now - window.from) / WEEK, 1);
  const refused = verdicts.filter(isStopped);
  const names = [...new Set(verdicts.flatMap((verdict) => verdict.rulings.map(({ rule }) => rule)))];
  const rules = names.map((rule) => reportRule(rule, verdicts, reverted, weeks));
  return {
    commits: verdicts.length,
    weeks,
    refused: refused.length,
    reverts: { total: reverted.size, caught: refused.filter(({ oid }) => reverted.has(oid)).length },
    rules: rules.toSorted((a, b) => total(b) - total(a) || (a.rule < b.rule ? -1 : 1)),
  };
}

function isStopped(verdict: PastVerdict): boolean {
  return verdict.rulings.some(({ level }) => isRefusal(level));
}

function total({ refused, warned }: RuleReplay): number {
  return refused.commits * 1000 + warned.commits;
}

function reportRule(
  rule: string,
  verdicts: readonly PastVerdict[],
  reverted: ReadonlySet<string>,
  weeks: number,
): RuleReplay {
  const spoken = verdicts.filter((verdict) => verdict.rulings.some((ruling) => ruling.rule === rule));
  const stopped = spoken.filter((verdict) =>
    verdict.rulings.some((ruling) => ruling.rule === rule && isRefusal(ruling.level)),
  );
  const count = (some: readonly PastVerdict[]): Spoken => ({
    commits: some.length,
    reverted: some.filter(({ oid }) => reverted.has(oid)).length,
    perWeek: some.length / weeks,
  });
  // those that were taken back say most, then the newest
  const shown = spoken.toSorted((a, b) => Number(reverted.has(b.oid)) - Number(reverted.has(a.oid)) || b.at - a.at);
  return {
    rule,
    refused: count(stopped),
    warned: count(spoken.filter((verdict) => !stopped.includes(verdict))),
    examples: shown.slice(0, EXAMPLES).map(({ oid, subject, rulings }) => ({
      oid,
      subject,
      say: rulings.find((ruling) => ruling.rule === rule)?.say ?? '',
      isReverted: reverted.has(oid),
    })),
  };
}

/** Commits of the window that a later one took back. A revert that was itself taken back leaves its commit standing. */
function revertedOf(verdicts: readonly PastVerdict[]): ReadonlySet<string> {
  const reverted = new Set<string>();
  const undone = new Map<string, string>();
  const bySubject = new Map<string, PastVerdict>();
  const byShort = new Map<string, string>();
  for (const verdict of verdicts) {
    const target = targetOf(verdict, byShort, bySubject);
    if (target !== null) {
      undone.set(verdict.oid, target);
      const again = undone.get(target);
      if (again === undefined) reverted.add(target);
      else reverted.delete(again);
    }
    bySubject.set(verdict.subject, verdict);
    byShort.set(verdict.oid.slice(0, 7), verdict.oid);
  }
  return reverted;
}

/** Rebased since, a commit has another id and its old subject. */
function targetOf(
  { reverts }: PastVerdict,
  byShort: ReadonlyMap<string, string>,
  bySubject: ReadonlyMap<string, PastVerdict>,
): string | null {
  if (reverts === null) return null;
  const named = reverts.oid === null ? undefined : byShort.get(reverts.oid.slice(0, 7));
  if (named?.startsWith(reverts.oid ?? '') === true) return named;
  return reverts.subject === null ? null : (bySubject.get(reverts.subject)?.oid ?? null);
}
