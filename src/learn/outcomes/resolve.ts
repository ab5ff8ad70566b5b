import type { Placed, Said } from '../../log/history/claims.ts';
import type { Oid } from '../../model/change.ts';
import type { OutcomeKind } from '../../model/outcome.ts';

/** What follows from what commits say of each other. */
export type Resolved = {
  readonly commit: Oid;
  readonly kind: OutcomeKind;
  readonly evidence: Oid;
  readonly ts: number;
  /** Its revert was reverted: the commit stands again. */
  readonly withdrawn: boolean;
};

export type History = {
  /** The one commit of the branch that an id begins. */
  readonly find: (id: string) => Placed | null;
  /** What a merge brought, as far as it can be told. */
  readonly merged: (merge: Oid) => readonly Oid[];
};

type Aimed = Said & { readonly at: Placed };

/**
 * A commit speaks only of what was there before it. A revert of a revert is no outcome of the revert: it takes back what that one
 * said, and a third one puts it in force again.
 */
export function resolveClaims(claims: readonly Said[], history: History): readonly Resolved[] {
  const aimed = claims.flatMap((said): readonly Aimed[] => {
    const at = history.find(said.named);
    return at === null || at.n >= said.by.n ? [] : [{ ...said, at }];
  });
  const undone = undoneReverts(aimed);
  const reverts = new Set(aimed.filter(({ kind }) => kind === 'revert').map(({ by }) => by.oid));
  return aimed.flatMap(({ by, kind, at }) => {
    if (kind === 'revert' && reverts.has(at.oid)) return [];
    const withdrawn = kind === 'revert' && undone.has(by.oid);
    const commits = at.isMerge ? history.merged(at.oid) : [at.oid];
    return commits.map((commit): Resolved => ({ commit, kind, evidence: by.oid, ts: by.ts, withdrawn }));
  });
}

/** Reverts that a later one took back, which itself stands: from the newest to the oldest, so that each is settled before it is asked about. */
function undoneReverts(aimed: readonly Aimed[]): ReadonlySet<Oid> {
  const undone = new Set<Oid>();
  const newest = aimed.filter(({ kind }) => kind === 'revert').toSorted((a, b) => b.by.n - a.by.n);
  for (const { by, at } of newest) if (!undone.has(by.oid)) undone.add(at.oid);
  return undone;
}
