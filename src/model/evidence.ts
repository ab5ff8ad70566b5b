/**
 * What a person needs to see before they can say whether a statement was right. Everything in it was written by strangers: secrets are
 * masked, nothing is escaped yet.
 */
export type Evidence = {
  /** What the rule or the failure model is about, or that nothing of its name is in force any more. */
  readonly title: string;
  readonly why: string;
  /** What a reviewer was asked; empty of a rule. */
  readonly asks: string;
  /** Of a finding, in its reader's own words. */
  readonly said: string;
  readonly because: string;
  /** Who made the change: `agent claude-code`. */
  readonly author: string;
  readonly shown: Shown;
};

/** The lines as the change had them, never as they lie in the working tree now. */
export type Shown =
  | { readonly kind: 'lines'; readonly lines: readonly ShownLine[] }
  /** They cannot be shown any more, and why. */
  | { readonly kind: 'gone'; readonly why: string };

export type ShownLine = {
  readonly mark: '+' | '-' | ' ';
  /** On the side that the mark tells; after the change where it stayed. 0 where nobody knows. */
  readonly number: number;
  readonly text: string;
};
