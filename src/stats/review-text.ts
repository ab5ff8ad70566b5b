import type { Became, ReviewReport } from '../model/review-report.ts';
import { cut } from './table.ts';

/** Counts of everything, and no share of anything: with few reviews a share says nothing. */
export function reviewLines(report: ReviewReport, most: number): readonly string[] {
  if (report.rounds === 0 && report.reviewers.length === 0) return [];
  return [...loopLines(report), ...reviewerTable(report, most), ...failureModelTable(report, most)];
}

export function reviewerTable({ reviewers, finders }: ReviewReport, most: number): readonly string[] {
  const rows = reviewers.map(({ vendor, model, calls, complete, tokens, money, latency }) => [
    `${vendor} ${model}`,
    String(calls),
    String(complete),
    String(calls - complete),
    String(tokens.input + tokens.output),
    money.toFixed(2),
    latency === null ? '–' : seconds(latency.p50),
    latency === null ? '–' : seconds(latency.p95),
  ]);
  const causes = reviewers.flatMap(({ vendor, model, inconclusive }) =>
    Object.entries(inconclusive).map(([cause, n]) => `  ${vendor} ${model} came to no answer by ${cause}: ${n}`),
  );
  return [
    ...cut(['reviewer', 'calls', 'whole', 'no answer', 'tokens', 'cost', 'p50', 'p95'], rows, most),
    ...(causes.length === 0 ? [] : [...causes.slice(0, most), '']),
    ...cut(
      ['found by', ...STATES],
      finders.map((finder) => [finder.name, ...became(finder)]),
      most,
    ),
  ];
}

export function failureModelTable({ failureModels }: ReviewReport, most: number): readonly string[] {
  const rows = failureModels.map(({ id, labels, ...of }) => [
    id,
    ...became(of),
    String(labels.right),
    String(labels.wrong),
  ]);
  return cut(['failure model', ...STATES, 'right', 'wrong'], rows, most);
}

const STATES = ['found', 'open', 'fixed', 'waived', 'disputed', 'invalid'] as const;

function became({ found, states }: Became): readonly string[] {
  const { fixed = 0, waived = 0, disputed = 0, invalid = 0 } = states;
  const open = found - fixed - waived - disputed - invalid;
  return [found, open, fixed, waived, disputed, invalid].map(String);
}

function loopLines({ loops, rounds, outcomes, escalated }: ReviewReport): readonly string[] {
  const ends = Object.entries(outcomes).map(([outcome, n]) => `${outcome} ${n}`);
  const stops = Object.entries(escalated.stops).map(([stop, n]) => `${stop} ${n}`);
  return [
    `${loops} ${loops === 1 ? 'change' : 'changes'} reviewed in ${rounds} ${rounds === 1 ? 'round' : 'rounds'}: ${ends.join(' · ')}`,
    ...(escalated.n === 0 ? [] : [`left to a person: ${escalated.n} (${stops.join(' · ')})`]),
    '',
  ];
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
