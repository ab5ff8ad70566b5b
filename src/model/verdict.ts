import type { Approval, Need } from './approval.ts';
import type { Change, Coverage } from './change.ts';
import type { Fact } from './fact.ts';
import type { Level } from './level.ts';
import type { Review } from './review.ts';
import type { Risk } from './risk.ts';

/** Where in which file a rule stands, for `explain`. */
export type Source = { readonly file: string; readonly line: number };

/** What one rule says of one fact. Only what is above `allow` is kept, unless a trace was asked for. */
export type Ruling = {
  /** Short and stable (`r-7f3k2m`): hash of repository, rule, subject and blobs. People type it. */
  readonly id: string;
  readonly rule: string;
  readonly policy: string;
  readonly source: Source;
  /** Which reading of the rules said so. */
  readonly reading: string;
  readonly level: Level;
  readonly fact: Fact;
  /** The filled-in `say:` and `instead:` of the rule, secrets already masked. */
  readonly say: string;
  readonly instead: string;
  readonly why: string;
  readonly need: Need;
  /** A grant may lift it also where it says deny: the rule is not locked, and denies agents and not everybody. */
  readonly grantable: boolean;
  /** The approvals that were counted; with enough of them `level` is already lowered to allow. */
  readonly approved: readonly Approval[];
  /** Level before approvals. */
  readonly raised: Level;
};

export type Decision = {
  readonly level: Level;
  readonly rulings: readonly Ruling[];
  /** Facts and rules that were held against each other, per reading. */
  readonly looked: { readonly facts: number; readonly rules: number; readonly readings: readonly string[] };
  /** One line each: an expired window, an override in force, a reading that could not be read. */
  readonly notes: readonly string[];
  /** Of each part, where a rule asks for it. */
  readonly risks?: readonly Risk[];
  /** Only where it was asked for, by `explain`. */
  readonly trace?: readonly Trace[];
};

/** One rule held against one fact that it did not raise: why not. */
export type Trace = {
  readonly rule: string;
  readonly source: Source;
  readonly reading: string;
  readonly fact: Fact;
  /** `allowed`: the rule met the fact and says allow to this actor; `missed`: a condition did not hold. */
  readonly outcome: 'allowed' | 'missed';
  /** The condition that did not hold, as the policy writes it: `landed: true`. */
  readonly because: string;
};

export type Verdict = {
  readonly level: Level;
  readonly inlet: Change['inlet'];
  readonly repo: string;
  readonly at: number;
  readonly branch: string | null;
  readonly rulings: readonly Ruling[];
  readonly notes: readonly string[];
  readonly coverage: Coverage;
  readonly looked: Decision['looked'];
  /** Of each branch, where a review was asked for. */
  readonly reviews: readonly Review[];
  /** Of each part, where a rule asked for it. */
  readonly risks?: readonly Risk[];
  /** Hash over everything that decided: both readings, packs, engine version. */
  readonly rules: string;
  readonly engine: string;
};
