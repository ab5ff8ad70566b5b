import type { Path } from './change.ts';

export type Severity = 'high' | 'medium' | 'low';

/** Who says so: a detector by the kind of fact it states, or a model that was asked. */
export type Finder =
  | { readonly kind: 'detector'; readonly detector: string }
  | { readonly kind: 'reviewer'; readonly reviewer: string; readonly vendor: string; readonly model: string };

/**
 * What a review holds against a change. INVARIANT: its quote stands at its path and line, read from git and not from what a
 * model said; what could not be anchored never becomes one of these.
 */
export type Finding = {
  /** `f-7f3k2m`: hash of failure model, path, enclosing symbol and quote without its spaces. Moved lines keep it. People type it. */
  readonly id: string;
  /** Id of the failure model it falls under; `other` where a reviewer saw what none of them names. */
  readonly failureModel: string;
  readonly path: Path;
  /** `before`: lines that the change removes. */
  readonly side: 'before' | 'after';
  readonly line: number;
  readonly to: number;
  /** The function, class or block around it; empty at the top of a file. */
  readonly symbol: string;
  /** The lines themselves, at most 200 characters, secrets already masked. */
  readonly quote: string;
  readonly severity: Severity;
  /** It may refuse a push: its failure model says so of this sort of finder. */
  readonly blocking: boolean;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  /** The acceptance criterion of the spec that is not met. */
  readonly criterion: string | null;
  /** 0 to 1, as the finder states it; null where it states none. */
  readonly confidence: number | null;
  readonly by: Finder;
};

/** Where a finding stands in its loop. */
export type FindingState =
  /** Said for the first time, by one reader. */
  | 'new'
  /** A second reading, told to doubt it, found it to be so. */
  | 'confirmed'
  /** A second reading denied it: kept as data, and refuses nothing. */
  | 'disputed'
  /** It was still there in a later round. */
  | 'persisting'
  | 'fixed'
  /** Was fixed, and is there again. */
  | 'reopened'
  /** A person decided to live with it. */
  | 'waived'
  /** A later reading said that it never was one. */
  | 'invalid';

/** Those that still stand against the change. */
export const OPEN_STATES: readonly FindingState[] = ['new', 'confirmed', 'persisting', 'reopened'];
