import type { Anchored } from './calibration.ts';
import type { Outcome, PastCommit } from './outcome.ts';
import type { SaidBy } from './said.ts';
import type { Statement } from './statement.ts';
import type { Trial } from './trial.ts';
import type { Proposal, Turned } from './tuning.ts';

/** What the log and the history of the repository hand over to be weighed. */
export type CalibrationRows = {
  readonly from: number;
  readonly now: number;
  readonly repo: string | null;
  readonly changes: { readonly n: number; readonly byAgents: number };
  /** How often each contract spoke, labelled or not. */
  readonly spoke: readonly Spoke[];
  /** Those of which a person has said something. */
  readonly statements: readonly Statement[];
  /** On which people do not agree. */
  readonly disagreements: readonly string[];
  readonly asked: readonly AskedRow[];
  /** Findings of changes that several read, by who of them said each. */
  readonly said: readonly SaidBy[];
  readonly trials: readonly Trial[];
  readonly commits: readonly PastCommit[];
  readonly outcomes: readonly Outcome[];
  readonly tuned: readonly Turned[];
  readonly proposals: readonly Proposal[];
  readonly events: number;
  readonly anchored: Anchored | null;
};

export type Spoke = { readonly id: string; readonly kind: 'rule' | 'failure-model'; readonly n: number };

/** One reader: how often it was asked, of how many changes, and what that cost. */
export type AskedRow = {
  readonly identity: string;
  readonly vendor: string;
  readonly model: string;
  readonly mode: string;
  readonly runs: number;
  readonly changes: number;
  readonly money: number;
  readonly first: number;
  readonly last: number;
};
