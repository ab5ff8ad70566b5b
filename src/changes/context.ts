import type { Actor } from '../model/actor.ts';
import type { Oid, Path } from '../model/change.ts';

/** What an inlet is told by its caller: this room does not know agents or rules. */
export type InletContext = {
  /** Identity of the repository. */
  readonly repo: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly operator: Actor;
  readonly authorsOf: (commit: CommitWho) => readonly Actor[];
  /** Patterns of branch names; none means the remote's HEAD branch. */
  readonly protected: readonly string[];
  /** Everything reachable from here was there before guardrail. */
  readonly since: readonly Oid[];
  readonly isGenerated: (path: Path) => boolean;
};

/** All that a commit says of who made it. */
export type CommitWho = {
  readonly oid: Oid;
  /** Where it is a commit already. */
  readonly tree?: Oid;
  readonly parents?: readonly Oid[];
  readonly author: Identity;
  readonly committer: Identity;
  readonly message: string;
  readonly notes: readonly string[];
};
type Identity = { readonly name: string; readonly email: string };
