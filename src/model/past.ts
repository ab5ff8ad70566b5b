import type { Oid, Path } from './change.ts';
import type { Level } from './level.ts';

/** What today's rules say of one commit of the past. */
export type PastVerdict = {
  readonly oid: Oid;
  readonly subject: string;
  readonly at: number;
  /** The commit that this one takes back: `This reverts commit <oid>.`, else the subject git quotes. */
  readonly reverts: { readonly oid: Oid | null; readonly subject: string | null } | null;
  readonly rulings: readonly {
    readonly rule: string;
    readonly level: Level;
    readonly path: Path;
    readonly say: string;
  }[];
};
