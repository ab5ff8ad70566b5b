import type { ReviewReport } from './review-report.ts';

/** What `guardrail stats` says, before anybody has decided how to show it. */
export type Report = {
  /** First and last day as `2026-01-15`, in UTC. */
  readonly from: string;
  readonly to: string;
  readonly repo: string | null;
  readonly totals: Totals;
  readonly days: readonly Day[];
  readonly groups: Readonly<Record<By, readonly Group[]>>;
  readonly rules: readonly RuleReport[];
  readonly latency: readonly Latency[];
  readonly cost: Cost;
  readonly reviews: ReviewReport;
};

export type By = 'actor' | 'agent' | 'role' | 'repo';

export type Totals = {
  readonly verdicts: number;
  readonly allowed: number;
  readonly warned: number;
  readonly asked: number;
  readonly denied: number;
  /** Would have been refused, and a person let them pass. */
  readonly approved: number;
  /** Changes that went around the gate, as far as it saw. */
  readonly skipped: number;
  readonly failures: number;
};

export type Day = { readonly day: string; readonly verdicts: number; readonly refused: number };
export type Group = {
  readonly name: string;
  readonly verdicts: number;
  readonly refused: number;
  readonly approved: number;
};

export type RuleReport = {
  readonly rule: string;
  /** Verdicts in which it spoke, at any level. */
  readonly spoke: number;
  readonly refused: number;
  /** What became of each thing it refused. */
  readonly became: {
    readonly approved: number;
    readonly redone: number;
    readonly givenUp: number;
    readonly open: number;
  };
  readonly retries: number;
  readonly labels: { readonly right: number; readonly wrong: number; readonly gap: number; readonly unclear: number };
};

export type Latency = { readonly hook: string; readonly n: number; readonly p50: number; readonly p95: number };

/** What the gate itself costs, beside what it stopped. */
export type Cost = {
  /** Minutes people stood before a running hook. */
  readonly hookMinutes: number;
  /** Minutes people needed until a refused change of theirs passed. */
  readonly redoMinutes: number;
  readonly refusals: number;
  readonly retriesPerRefusal: number | null;
  readonly givenUp: number;
  readonly approvals: { readonly n: number; readonly medianMinutes: number | null };
};
