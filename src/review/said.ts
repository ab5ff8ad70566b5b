import type { LedgerEntry } from '../model/review.ts';
import { overlap, shareQuote } from './claims.ts';
import type { HeardSitting } from './conclude.ts';
import type { Claim } from './exchange.ts';

/** By the id of a finding: the reviewers whose whole answers claim it. */
export type Said = Readonly<Record<string, readonly string[]>>;

/**
 * Who said each finding that is new this round. Its finder is one of them; what two readers see apart tells how much both miss. In later
 * rounds they are told of it, and what they say then is no second sight.
 */
export function saidBy(ledger: readonly LedgerEntry[], n: number, sittings: readonly HeardSitting[]): Said {
  const whole = sittings.filter(
    ({ part, answers }) => (part === 'last' || part === 'moved') && answers.every(({ kind }) => kind === 'complete'),
  );
  const byPath = new Map<string, { readonly reviewer: string; readonly claim: Claim }[]>();
  for (const { reviewer, answers } of whole)
    for (const claim of answers.flatMap((answer) => answer.claims)) {
      const here = byPath.get(claim.path) ?? [];
      here.push({ reviewer, claim });
      byPath.set(claim.path, here);
    }
  const fresh = ledger.filter(({ since }) => since === n);
  return Object.fromEntries(
    fresh.flatMap(({ finding }): [string, readonly string[]][] => {
      const claims = (byPath.get(finding.path) ?? []).filter(({ claim }) => isOf(claim, finding));
      const names = claims.map(({ reviewer }) => reviewer);
      return names.length === 0 ? [] : [[finding.id, [...new Set(names)].sort()]];
    }),
  );
}

/** As claims are merged: the same failure model at the same place, or the same words quoted under another name. */
function isOf(claim: Claim, finding: LedgerEntry['finding']): boolean {
  if (!overlap(claim, finding)) return false;
  return claim.failureModel === finding.failureModel || shareQuote(claim.quote, finding.quote);
}
