import type { Calibration } from './calibration.ts';
import type { Report } from './report.ts';
import type { Blast, Need } from './risk.ts';
import type { Evidence } from './evidence.ts';
import type { Label } from './label.ts';
import type { PastAnswer } from './question.ts';
import type { Statement } from './statement.ts';

/** Everything that one page of the log shows. Times are milliseconds since 1970, days `2026-01-15`. */
export type Dashboard = {
  readonly at: number;
  readonly report: Report;
  /** Null where nobody has worked it out: the page then shows counts alone. */
  readonly calibration: Calibration | null;
  readonly asking: Asking;
  readonly findings: readonly FindingLine[];
  readonly risks: readonly RiskDot[];
  readonly audit: Audit;
  /** What the log itself has to say: it was damaged and begun anew, it waits in a spool. */
  readonly notes: readonly string[];
};

/** Whoever reads may answer, or may not and is told why. */
export type Asking =
  | { readonly kind: 'open'; readonly questions: readonly PageQuestion[]; readonly answered: number }
  | { readonly kind: 'closed'; readonly why: string; readonly waiting: number };

export type PageQuestion = {
  readonly statement: Statement;
  /** Null while it is being put together. */
  readonly evidence: Evidence | null;
  /** Why it is asked: what an answer would teach. */
  readonly why: string;
};

export type FindingLine = {
  readonly id: string;
  readonly failureModel: string;
  readonly path: string;
  readonly line: number;
  readonly severity: string;
  readonly state: string;
  readonly blocking: boolean;
  /** The detector, or the model that was asked. */
  readonly by: string;
  readonly last: number;
  readonly label: Label | null;
};

export type RiskDot = {
  readonly name: string;
  readonly ts: number;
  readonly p: number;
  readonly upper: number;
  readonly blast: Blast;
  readonly need: Need;
  /** It turned out badly later. */
  readonly bad: boolean;
};

export type Audit = {
  readonly events: number;
  /** Hash of the last event; empty of an empty log. */
  readonly head: string;
  readonly checked: Checked;
  readonly anchors: readonly { readonly upTo: number; readonly ts: number; readonly where: string }[];
  readonly approvals: readonly { readonly assurance: string; readonly n: number }[];
  readonly overrides: readonly Override[];
  /** Changes that went around the gate, by kind. */
  readonly around: readonly { readonly kind: string; readonly n: number }[];
};

/** Whether each event follows from the one before it. */
export type Checked =
  | { readonly kind: 'whole'; readonly upTo: number }
  | { readonly kind: 'checking'; readonly upTo: number }
  | { readonly kind: 'broken'; readonly says: string };

/** A person let something pass, and why. */
export type Override = {
  readonly ts: number;
  readonly what: string;
  readonly about: string;
  readonly by: string;
  readonly because: string;
  readonly assurance: string;
};

/** One statement with what it rests on, and what people have said of it. */
export type Spoken = {
  readonly statement: Statement;
  readonly evidence: Evidence;
  readonly past: readonly PastAnswer[];
};
