import type { FindingState } from './finding.ts';
import type { ReviewOutcome } from './review.ts';

/** Rows of the log about reviews, summed over what was asked for. */
export type ReviewTally = {
  /** Every round of the time. */
  readonly rounds: number;
  /** Loops, by how their last round ended and what stopped them. */
  readonly loops: readonly { readonly outcome: string; readonly stop: string; readonly n: number }[];
  readonly calls: readonly CallRow[];
  readonly latency: readonly { readonly vendor: string; readonly model: string; readonly ms: number }[];
  readonly findings: readonly FindingRow[];
  /** What people said of findings, by failure model. */
  readonly labels: readonly { readonly failureModel: string; readonly says: string; readonly n: number }[];
};
export type CallRow = {
  readonly vendor: string;
  readonly model: string;
  /** Empty where the answer was whole. */
  readonly cause: string;
  readonly n: number;
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  readonly money: number;
};
/** A detector has no vendor. */
export type FindingRow = {
  readonly failureModel: string;
  readonly vendor: string;
  readonly model: string;
  readonly state: string;
  readonly blocking: boolean;
  readonly n: number;
};

/** What `guardrail stats` says of reviews: counts, and no rate without them. */
export type ReviewReport = {
  readonly rounds: number;
  readonly loops: number;
  readonly outcomes: Readonly<Partial<Record<ReviewOutcome | 'unknown', number>>>;
  /** Loops that a person had to decide, by what stopped them. */
  readonly escalated: { readonly n: number; readonly stops: Readonly<Record<string, number>> };
  readonly reviewers: readonly ReviewerReport[];
  readonly finders: readonly FinderReport[];
  readonly failureModels: readonly FailureModelReport[];
};
export type ReviewerReport = {
  readonly vendor: string;
  readonly model: string;
  readonly calls: number;
  readonly complete: number;
  readonly inconclusive: Readonly<Record<string, number>>;
  readonly tokens: { readonly input: number; readonly cached: number; readonly output: number };
  readonly money: number;
  /** Null where nothing was timed. */
  readonly latency: { readonly n: number; readonly p50: number; readonly p95: number } | null;
};
/** How its findings stand now, or stood when their loop ended. */
export type Became = {
  readonly found: number;
  readonly refusing: number;
  readonly states: Readonly<Partial<Record<FindingState, number>>>;
};
export type FinderReport = Became & { readonly name: string };
export type FailureModelReport = Became & {
  readonly id: string;
  readonly labels: { readonly right: number; readonly wrong: number; readonly gap: number; readonly unclear: number };
};
