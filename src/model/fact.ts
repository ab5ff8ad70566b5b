import type { Actor } from './actor.ts';
import type { Oid, Path } from './change.ts';

export type Value = string | number | boolean;

/** `from` and `to` are 1-based lines of the file after the change (before it, for something removed). */
export type LineRange = { readonly from: number; readonly to: number };

/** Something that stands on the subject of a fact; `of` is what it stands on directly, the subject itself or another of these. */
export type Dependent = { readonly name: string; readonly of: string };

/** Where a fact was seen that lies in no file: in what a tool call would run. */
export const COMMAND: Path = 'command line';

/** What a change does, in one vocabulary (kinds.ts) for every point of entry. */
export type Fact = {
  readonly kind: string;
  /** What it is about, unique enough to approve: a path, an address, a ref. */
  readonly subject: string;
  readonly where: { readonly path: Path; readonly range: LineRange | null };
  /** Old name of a rename: a path condition meets either name. */
  readonly from: Path | null;
  /** Every attribute of the kind, `unknown` included. */
  readonly attributes: Readonly<Record<string, Value>>;
  /** What goes along, nearest first, where the technology's graph tells; `dependents` says how many there are. */
  readonly radius?: readonly Dependent[];
  /** Id of the part it was seen in. */
  readonly part: string;
  readonly scope: 'net' | 'history' | 'whole';
  readonly branch: string | null;
  /** The blobs it was seen in: what an approval names, so that it survives a rebase. */
  readonly evidence: { readonly before: Oid | null; readonly after: Oid | null };
  readonly commits: readonly Oid[];
  readonly authors: readonly Actor[];
};
