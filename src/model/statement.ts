import type { Path } from './change.ts';
import type { Labelled } from './label.ts';

/**
 * Something the gate said of a change that can be right or wrong: a ruling of a rule, or a finding of a detector or a reviewer. What is
 * weighed, asked about and replayed is this and nothing else.
 */
export type Statement = {
  /** `r-7f3k2m` or `f-7f3k2m`. */
  readonly id: string;
  readonly kind: 'ruling' | 'finding';
  /** The rule or the failure model that speaks. */
  readonly of: string;
  readonly by: Voice;
  readonly repo: string;
  readonly branch: string;
  /** When it was said first, and last. */
  readonly first: number;
  readonly last: number;
  readonly subject: string;
  readonly path: Path;
  readonly line: number | null;
  /** It stood in somebody's way, or would have without an approval. */
  readonly refuses: boolean;
  /** 0 to 1 as a reviewer states it; null of rules and detectors. */
  readonly confidence: number | null;
  /** The acceptance criterion it says is not met, and the spec that holds it. */
  readonly criterion: string | null;
  readonly spec: Path | null;
  readonly became: Became;
  /** The loop it was found in; empty of a ruling. */
  readonly loop: string;
  /** What a person said of it last; null where nobody has. */
  readonly label: Labelled | null;
};

/** Who says it: rules have no identity, a reviewer's is vendor, model, prompt and mode together. */
export type Voice =
  | { readonly kind: 'rule' }
  | { readonly kind: 'detector'; readonly detector: string }
  | { readonly kind: 'reviewer'; readonly identity: string; readonly vendor: string; readonly model: string };

/** How it ended without anybody being asked. None of these is a label; each is evidence of its own weight. */
export type Became =
  | 'open'
  /** A person let it pass. */
  | 'approved'
  | 'waived'
  /** The change was made otherwise, or the finding was gone in a later round. */
  | 'redone'
  | 'given up'
  /** A second reading denied it. */
  | 'disputed'
  | 'invalid';

/** Statements that stand and fall together: one answer tells of all of them. */
export function clusterOf({ of, path, loop, kind }: Pick<Statement, 'of' | 'path' | 'loop' | 'kind'>): string {
  return kind === 'finding' ? `${of}\n${loop}` : `${of}\n${path}`;
}
