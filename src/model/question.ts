import type { Label } from './label.ts';
import type { Statement } from './statement.ts';

/** One statement that a person is asked about today. */
export type Question = {
  readonly statement: Statement;
  /** The chance with which it was drawn, above 0 and at most 1: kept with its answer, or no rate could be made of it. */
  readonly chance: number;
  /** How much better the gate is expected to decide for one more answer; 0 where only the lot chose it. */
  readonly worth: number;
  /** Statements that stand and fall together: of these, one is asked of one person and day. */
  readonly cluster: string;
  /** What people said of it before, where they do not agree; else empty. */
  readonly disputed: readonly Label[];
};

/** What a person is asked today. */
export type Today = {
  /** Still to be answered, in the order of the lot: whoever answers two of five answers any two. */
  readonly open: readonly Question[];
  /** How many of today's were answered, by this person. */
  readonly answered: number;
  /** Among how many statements they were drawn. */
  readonly among: number;
};

/** A label that was kept: who, when, and whether it counts (an agent's does not). */
export type PastAnswer = {
  readonly event: string;
  readonly ts: number;
  readonly rater: string;
  readonly says: Label;
  readonly because: string;
  readonly counts: boolean;
  /** The chance with which it was asked; null where nobody asked. */
  readonly chance: number | null;
  /** From shown to answered; null where nobody measured it. */
  readonly secs: number | null;
};
