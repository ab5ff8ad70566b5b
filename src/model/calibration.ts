import type { Label } from './label.ts';
import type { Proposal, Turned } from './tuning.ts';
import type { TrackRecord } from './risk.ts';

/**
 * A share with its 95 % interval, or how much is missing until one may be printed. INVARIANT: nothing that is a rate is ever said
 * without one of these; `method` and `guard` say how it was made and below what it is withheld.
 */
export type Rate =
  | {
      readonly kind: 'known';
      readonly share: number;
      readonly low: number;
      readonly high: number;
      readonly n: number;
      /** After weighing by the chance of being asked: how many equal labels it is worth. */
      readonly nEff: number;
      readonly method: string;
      /** Below which it would have been withheld. */
      readonly guard: string;
    }
  | { readonly kind: 'too few'; readonly n: number; readonly needed: number; readonly guard: string };

/** Everything that was learned, before anybody has decided how to show it. Days as `2026-01-15`, in UTC. */
export type Calibration = {
  readonly from: string;
  readonly to: string;
  readonly repo: string | null;
  readonly changes: { readonly n: number; readonly byAgents: number };
  readonly statements: number;
  readonly labels: Readonly<Record<Label, number>> & {
    readonly n: number;
    readonly drawn: number;
    /** Statements that one person calls right and another wrong. */
    readonly disagreed: readonly string[];
  };
  readonly log: { readonly events: number; readonly anchored: Anchored | null };
  readonly readers: readonly ReaderTrust[];
  readonly pairs: readonly PairTrust[];
  /** Rules and failure models, the least trusted first. */
  readonly contracts: readonly ContractTrust[];
  readonly criteria: readonly CriterionTrust[];
  readonly records: readonly TrackRecord[];
  /** What share of all bad commits has come out at that age. */
  readonly lag: readonly { readonly days: number; readonly share: number }[];
  readonly outcomes: Readonly<Record<string, number>>;
  /** Week by week, from the Monday it begins: what the labelled statements were. */
  readonly weeks: readonly Week[];
  readonly tuned: readonly Turned[];
  readonly proposals: readonly Proposal[];
};

export type Anchored = { readonly seq: number; readonly ts: number; readonly where: string };

export type ReaderTrust = {
  readonly identity: string;
  readonly vendor: string;
  readonly model: string;
  readonly mode: string;
  readonly runs: number;
  readonly precision: Rate;
  /** Of seeded defects. */
  readonly recall: Rate;
  readonly fit: Fit;
  readonly threshold: Threshold;
  readonly money: number | null;
  /** Its successor under another model or prompt; where labels of before count for less. */
  readonly drift: Drift;
};

/** How what it states compares with what it is worth. */
export type Fit =
  | { readonly kind: 'too few'; readonly n: number; readonly needed: number }
  | {
      readonly kind: 'known';
      readonly n: number;
      /** Above 0: it is surer than it may be. */
      readonly overConfidence: number;
      readonly brier: number;
      /** Against saying the same of all; null where all labels are alike, so that nothing could be better. */
      readonly skill: number | null;
      /** Expected calibration error beyond what a perfect reader of so many labels shows, and how often chance does as badly. */
      readonly excess: number | null;
      readonly chance: number | null;
      /** logit(p) = a + b * logit(c) */
      readonly a: number;
      readonly b: number;
      readonly bins: readonly Bin[];
    };
export type Bin = {
  readonly stated: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
};

/** From which confidence on at most that share of its findings is wrong, with that certainty. */
export type Threshold =
  | {
      readonly kind: 'certified';
      readonly at: number;
      readonly alpha: number;
      readonly delta: number;
      readonly n: number;
    }
  | { readonly kind: 'none'; readonly n: number; readonly alpha: number; readonly delta: number; readonly why: string };

export type Drift =
  | { readonly kind: 'quiet'; readonly n: number; readonly at: number; readonly limit: number }
  | { readonly kind: 'alarm'; readonly n: number; readonly at: number; readonly limit: number; readonly since: number };

/** Two readers of the same changes. */
export type PairTrust = {
  readonly one: string;
  readonly other: string;
  readonly both: number;
  readonly onlyOne: number;
  readonly onlyOther: number;
  /** How alike they see seeded defects, from -1 to 1; n: how many both were shown. */
  readonly overlap:
    | { readonly kind: 'known'; readonly phi: number; readonly n: number }
    | { readonly kind: 'too few'; readonly n: number; readonly needed: number };
  /** At least so many true issues that neither saw, and an interval that allows for their leaning the same way. */
  readonly missed:
    | {
        readonly kind: 'known';
        readonly atLeast: number;
        readonly median: number;
        readonly low: number;
        readonly high: number;
      }
    | { readonly kind: 'too few'; readonly n: number; readonly needed: number };
};

export type ContractTrust = {
  readonly id: string;
  readonly kind: 'rule' | 'failure-model';
  readonly spoke: number;
  readonly labels: Readonly<Record<Label, number>>;
  readonly precision: Rate;
  /** Shrunk towards the others of its kind: what is decided by. */
  readonly shrunk: { readonly share: number; readonly low: number; readonly high: number } | null;
  /** Probability that it is wrong more often than right. */
  readonly loser: number | null;
  readonly gap: Rate;
  readonly recall: Rate | null;
  readonly reads: 'good' | 'watch' | 'loser' | 'gap' | 'missed' | 'too few';
};

export type CriterionTrust = {
  readonly spec: string;
  readonly criterion: string;
  readonly real: number;
  readonly gap: number;
  readonly noise: number;
  readonly share: Rate;
};

export type Week = {
  readonly from: string;
  readonly right: number;
  readonly wrong: number;
  readonly gap: number;
  readonly unclear: number;
  readonly turned: readonly string[];
};
