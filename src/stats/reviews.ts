import type { FindingState } from '../model/finding.ts';
import type { ReviewOutcome } from '../model/review.ts';
import type {
  Became,
  CallRow,
  FailureModelReport,
  FinderReport,
  FindingRow,
  ReviewerReport,
  ReviewReport,
  ReviewTally,
} from '../model/review-report.ts';
import { groupBy } from './group.ts';

const OUTCOMES: readonly ReviewOutcome[] = [
  'clean',
  'findings',
  'inconclusive',
  'pending',
  'escalated',
  'unread',
  'accepted',
];
const STATES: readonly FindingState[] = [
  'new',
  'confirmed',
  'disputed',
  'persisting',
  'fixed',
  'reopened',
  'waived',
  'invalid',
];

/** Of a log without reviews. */
export const NO_REVIEWS: ReviewTally = { rounds: 0, loops: [], calls: [], latency: [], findings: [], labels: [] };

export function reviewReportOf(tally: ReviewTally): ReviewReport {
  const { loops } = tally;
  const escalated = loops.filter(({ outcome }) => outcome === 'escalated');
  return {
    rounds: tally.rounds,
    loops: sum(loops),
    outcomes: countBy(loops, ({ outcome }) => OUTCOMES.find((known) => known === outcome) ?? 'unknown'),
    escalated: { n: sum(escalated), stops: countBy(escalated, ({ stop }) => stop) },
    reviewers: reviewersOf(tally),
    finders: findersOf(tally.findings),
    failureModels: failureModelsOf(tally),
  };
}

function reviewersOf({ calls, latency }: ReviewTally): readonly ReviewerReport[] {
  const times = groupBy(latency, nameOf);
  return [...groupBy(calls, nameOf)]
    .map(([name, rows]) => ({ ...reviewerOf(rows), latency: latencyOf(times.get(name) ?? []) }))
    .sort((a, b) => b.calls - a.calls);
}

function nameOf({ vendor, model }: { readonly vendor: string; readonly model: string }): string {
  return JSON.stringify([vendor, model]);
}

function reviewerOf(rows: readonly CallRow[]): Omit<ReviewerReport, 'latency'> {
  const total = (of: (row: CallRow) => number): number => rows.reduce((all, row) => all + of(row), 0);
  const whole = rows.filter(({ cause }) => cause === '');
  return {
    vendor: rows[0]?.vendor ?? '',
    model: rows[0]?.model ?? '',
    calls: sum(rows),
    complete: sum(whole),
    inconclusive: countBy(
      rows.filter(({ cause }) => cause !== ''),
      ({ cause }) => cause,
    ),
    tokens: {
      input: total(({ input }) => input),
      cached: total(({ cached }) => cached),
      output: total(({ output }) => output),
    },
    money: total(({ money }) => money),
  };
}

function latencyOf(rows: readonly { readonly ms: number }[]): ReviewerReport['latency'] {
  const sorted = rows.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return sorted.length === 0 ? null : { n: sorted.length, p50: at(0.5), p95: at(0.95) };
}

function findersOf(rows: readonly FindingRow[]): readonly FinderReport[] {
  return [...groupBy(rows, ({ vendor, model }) => (vendor === '' ? 'detectors' : `${vendor} ${model}`))]
    .map(([name, own]) => ({ name, ...becameOf(own) }))
    .sort((a, b) => b.found - a.found);
}

function failureModelsOf({ findings, labels }: ReviewTally): readonly FailureModelReport[] {
  const said = groupBy(labels, ({ failureModel }) => failureModel);
  return [...groupBy(findings, ({ failureModel }) => failureModel)]
    .map(([id, own]) => {
      const of = (word: string): number => sum((said.get(id) ?? []).filter(({ says }) => says === word));
      const people = { right: of('right'), wrong: of('wrong'), gap: of('gap'), unclear: of('unclear') };
      return { id, ...becameOf(own), labels: people };
    })
    .sort((a, b) => b.found - a.found);
}

function becameOf(rows: readonly FindingRow[]): Became {
  const known = rows.flatMap((row) => {
    const state = STATES.find((one) => one === row.state);
    return state === undefined ? [] : [{ state, n: row.n }];
  });
  return {
    found: sum(rows),
    refusing: sum(rows.filter(({ blocking }) => blocking)),
    states: countBy(known, ({ state }) => state),
  };
}

type Counted = { readonly n: number };

function sum(rows: readonly Counted[]): number {
  return rows.reduce((total, { n }) => total + n, 0);
}

function countBy<R extends Counted>(rows: readonly R[], keyOf: (row: R) => string): Readonly<Record<string, number>> {
  return Object.fromEntries([...groupBy(rows, keyOf)].map(([key, own]) => [key, sum(own)]));
}
