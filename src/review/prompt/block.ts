import type { Path } from '../../model/change.ts';
import type { SheetLine } from '../exchange.ts';

/** One line of a diff, ready to be printed. Its number is printed where it does not follow from the line above. */
export type Row = {
  readonly mark: '+' | '-' | ' ';
  readonly line: SheetLine;
  /** What follows it in lines of our own: that it has no line feed. */
  readonly after: string;
  /** Too long to be shown whole. */
  readonly cut: boolean;
  /** A good place to begin a sheet: a definition begins here. */
  readonly opens: boolean;
  readonly weight: number;
};

/** Rows that belong together, and the head of the definition they stand in. */
export type Hunk = { readonly head: string; readonly rows: readonly Row[] };

/** One file as it will be printed. */
export type Block = {
  readonly path: Path;
  readonly shown: string;
  /** Its first line without what tells parts apart. */
  readonly header: string;
  readonly hunks: readonly Hunk[];
  readonly added: number;
  readonly removed: number;
  /** Changed lines that the header tells all there is to know of. */
  readonly told: number;
  /** Why some of it is not shown; empty otherwise. */
  readonly why: string;
  readonly excused: boolean;
};
