import type { Path } from './change.ts';

/** What a file holds. "Could not look" is a value of its own and never stands for "nothing there". */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly why: string };

/** One changed or unchanged file on all three sides; `landed` is the protected branch. */
export type Sides = { readonly before: Content; readonly after: Content; readonly landed: Content };

/** A file of a `.guardrail` folder (or `.gitattributes`) as one reading of the rules holds it. */
export type RuleFile = { readonly path: Path; readonly text: string };
