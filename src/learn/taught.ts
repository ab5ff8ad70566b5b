import type { Rows } from '../log/open.ts';
import { labelledStatements } from '../log/statements.ts';
import { everAsked } from '../stats/ever-asked.ts';
import { rateOf } from '../stats/rate.ts';
import { rateText } from '../stats/rate-text.ts';
import { judgementOf } from '../stats/reader-trust.ts';

export type Taught = { readonly contract: string; readonly says: string };

const COUNTED_DAYS = 90;
const DAY_MS = 86_400_000;

/** What is known now of the contracts that were answered about, as stats would say it. */
export function taughtBy(
  log: Rows,
  { repo, now, contracts }: { readonly repo: string; readonly now: number; readonly contracts: readonly string[] },
): readonly Taught[] {
  const labelled = everAsked(labelledStatements(log, { from: now - COUNTED_DAYS * DAY_MS, now, repo }), now);
  return [...new Set(contracts)].map((contract) => {
    const own = labelled.filter(({ of }) => of === contract);
    const gaps = own.filter(({ label }) => label?.says === 'gap').length;
    const gap = gaps === 0 ? '' : `; ${gaps} of ${own.length} a gap in the contract itself`;
    return { contract, says: `right ${rateText(rateOf(own.flatMap(judgementOf)), 'answers')}${gap}` };
  });
}
