/** What a person says of a statement. Of a finding: a real bug, noise, a gap in the spec, unclear. */
export type Label = 'right' | 'wrong' | 'gap' | 'unclear';

export const LABELS: readonly Label[] = ['right', 'wrong', 'gap', 'unclear'];

/** The same four in the words in which a finding is asked about. */
export const FINDING_WORDS: Readonly<Record<Label, string>> = {
  right: 'real bug',
  wrong: 'noise',
  gap: 'spec gap',
  unclear: 'unclear',
};

/**
 * How it came to be labelled, without which no rate can be made of labels: who labels only what annoys him finds everything noise.
 * `drawn`: asked because of what it would teach, or by lot, with a chance that is known. `volunteered`: somebody came and said so.
 * `plan`: a plan of the infrastructure told (gate/plan-labels.ts).
 */
export type Strategy = 'drawn' | 'volunteered' | 'plan';

/** The last word of a person on one statement. */
export type Labelled = {
  readonly says: Label;
  readonly ts: number;
  readonly because: string;
  readonly strategy: Strategy;
  /** The chance with which it was drawn; null where nobody drew it. */
  readonly drawn: number | null;
};
