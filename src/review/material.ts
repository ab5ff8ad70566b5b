import type { Edit, Path } from '../model/change.ts';
import type { Sides } from '../model/content.ts';
import type { Fact } from '../model/fact.ts';

/** Everything a review looks at, read from git and from nowhere else. */
export type Material = {
  readonly files: readonly MaterialFile[];
  /** Of the shipped analyzers and of the detectors. */
  readonly facts: readonly Fact[];
  readonly spec: Spec | null;
  /** The author's own words: the messages of the commits. INVARIANT: only the aware reading ever sees them. */
  readonly messages: readonly string[];
};

export type MaterialFile = {
  readonly edit: Edit;
  readonly sides: Sides;
  /** Why it is sent to nobody; empty when it may be. */
  readonly withheld: string;
};

/** What was agreed on before the change: landed, or written or approved by a person. */
export type Spec = {
  readonly path: Path;
  readonly title: string;
  readonly criteria: readonly Criterion[];
  readonly text: string;
};
export type Criterion = { readonly id: string; readonly text: string };
