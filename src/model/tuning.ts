import type { Path } from './change.ts';

/** What the log says of how one contract is worked by its verifiers. A contract: a rule, a failure model, or a spec. */
export type Signal = 'noise' | 'missed' | 'gap' | 'bug' | 'quiet';

/** Something that can be turned, and where it is written. */
export type Knob =
  /** At which level a rule speaks: an override in config.yaml. */
  | { readonly kind: 'rule-level'; readonly rule: string }
  /** From which confidence on a finding refuses, and whose findings may: the repository's own file of that failure model. */
  | { readonly kind: 'confidence'; readonly failureModel: string }
  | { readonly kind: 'blocks'; readonly failureModel: string }
  /** A criterion that readers and people do not understand alike: a question in the spec itself. */
  | { readonly kind: 'criterion'; readonly spec: Path; readonly criterion: string }
  /** A bug that was real becomes a case and a failure model. */
  | { readonly kind: 'case'; readonly finding: string };

/** What would have been otherwise, had it been so from the start: each statement of the log by its id. */
export type Counterfactual = {
  readonly statements: number;
  /** Would have passed, and people said they were right. */
  readonly lets: readonly string[];
  /** Would have been silent, and people said they were wrong. */
  readonly silences: readonly string[];
  /** Would stand in the way now, as people say rightly; wrongly. */
  readonly catches: readonly string[];
  readonly bothers: readonly string[];
  /** Of `lets` what refused something that nobody can undo: said first. */
  readonly irreversible: readonly string[];
  /** Changed, and nobody has said anything of them. */
  readonly unknown: number;
};

export type Proposal = {
  /** `t-7f3k2m`: of what is proposed for what, so that it is the same one tomorrow. */
  readonly id: string;
  readonly signal: Signal;
  readonly knob: Knob;
  readonly contract: string;
  readonly from: string;
  readonly to: string;
  /** One sentence with its numbers: share, interval, n. */
  readonly why: string;
  /** How sure the law is: the probability it asks for. */
  readonly sure: number;
  readonly n: number;
  /** Statements it rests on, one of each cluster, the newest first. */
  readonly examples: readonly string[];
  readonly replay: Counterfactual;
  /** Why it has to wait: turned this week already, too few labels, turned the other way lately. Empty where it may be accepted. */
  readonly waits: string;
};

/** One change of the gate that a person accepted or took back. */
export type Turned = {
  readonly id: string;
  readonly ts: number;
  readonly repo: string;
  readonly contract: string;
  readonly knob: Knob['kind'];
  readonly from: string;
  readonly to: string;
  readonly undone: boolean;
};
