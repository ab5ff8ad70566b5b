import type { Oid } from '../../model/change.ts';
import type { Row } from '../driver.ts';
import type { History } from '../history.ts';
import { numberOf, textOf } from '../rows.ts';
import { inTransaction } from '../transaction.ts';
import { keepClaim, markUntold, type Claim, type ClaimKind } from './write.ts';

/** A commit by its place in the history: of two that lie on one line, the older one has the smaller `n`. */
export type Placed = { readonly n: number; readonly oid: Oid; readonly ts: number; readonly isMerge: boolean };

/** What a commit says of another one. */
export type Said = { readonly by: Placed; readonly kind: ClaimKind; readonly named: string };

const MOST = 200_000;

/** In the order of the history. */
export function claimsIn(history: History, repo: number): readonly Said[] {
  return history
    .driver()
    .all(
      `SELECT claim.kind AS kind, claim.named AS named, past.n AS n, past.oid AS oid, past.ts AS ts, past.merge AS merge
       FROM claim JOIN past ON past.n = claim.n WHERE past.repo = ? ORDER BY past.n DESC LIMIT ?`,
      [repo, MOST],
    )
    .map((row) => ({ by: placed(row), kind: kindOf(row), named: textOf(row, 'named') }))
    .toReversed();
}

/** The commit of the branch that an id begins; null where none does, or more than one. */
export function findPast(history: History, repo: number, id: string): Placed | null {
  const rows = history
    .driver()
    .all('SELECT n, oid, ts, merge FROM past WHERE repo = ? AND oid >= ? AND oid < ? LIMIT 2', [repo, id, `${id}g`]);
  const [row] = rows;
  return row === undefined || rows.length > 1 ? null : placed(row);
}

/** Commits that say they mend something and whose lines were not followed yet, the newest first. */
export function untraced(history: History, repo: number, most: number): readonly Placed[] {
  return history
    .driver()
    .all('SELECT n, oid, ts, merge FROM past WHERE repo = ? AND fix = 1 AND traced = 0 ORDER BY n DESC LIMIT ?', [
      repo,
      most,
    ])
    .map(placed);
}

export function countUntraced(history: History, repo: number): number {
  const [row] = history
    .driver()
    .all('SELECT count(*) AS n FROM past WHERE repo = ? AND fix = 1 AND traced = 0', [repo]);
  return row === undefined ? 0 : numberOf(row, 'n');
}

export function keepTraced(history: History, { n }: Placed, claims: readonly Claim[]): void {
  const driver = history.driver();
  inTransaction(driver, () => {
    const [row] = driver.all('SELECT repo FROM past WHERE n = ?', [n]);
    if (row === undefined) return; // another process has read the history anew
    for (const claim of claims) keepClaim(driver, n, claim);
    driver.run('UPDATE past SET traced = 1 WHERE n = ?', [n]);
    if (claims.length > 0) markUntold(driver, numberOf(row, 'repo'));
  });
}

/** Commits that were on the branch when it was read, and are no more. */
export function goneFrom(history: History, repo: number): ReadonlySet<Oid> {
  return new Set(
    history
      .driver()
      .all('SELECT oid FROM gone WHERE repo = ?', [repo])
      .map((row) => textOf(row, 'oid')),
  );
}

/** What was to be told of it is in the log: so many outcomes. */
export function settle(history: History, repo: number, told: number): void {
  const driver = history.driver();
  inTransaction(driver, () => {
    driver.run('DELETE FROM gone WHERE repo = ?', [repo]);
    driver.run('UPDATE repository SET told = ? WHERE id = ?', [told, repo]);
  });
}

function placed(row: Row): Placed {
  return {
    n: numberOf(row, 'n'),
    oid: textOf(row, 'oid'),
    ts: numberOf(row, 'ts'),
    isMerge: numberOf(row, 'merge') === 1,
  };
}

const KINDS: readonly ClaimKind[] = ['revert', 'fixes', 'blame', 'hotfix'];

function kindOf(row: Row): ClaimKind {
  const kind = KINDS.find((known) => known === row['kind']);
  if (kind === undefined) throw new Error(`read the history: no claim is called ${textOf(row, 'kind')}`);
  return kind;
}
