import { answersBefore } from '../log/answers.ts';
import type { Rows } from '../log/open.ts';
import { rateOf } from '../stats/rate.ts';
import { rateText } from '../stats/rate-text.ts';

export type Taught = { readonly contract: string; readonly says: string };

const COUNTED_DAYS = 90;
const DAY_MS = 86_400_000;

/** What is known now of the contracts that were answered about: the share that was right, or how many answers are missing. */
export function taughtBy(
  log: Rows,
  { repo, now, contracts }: { readonly repo: string; readonly now: number; readonly contracts: readonly string[] },
): readonly Taught[] {
  const from = now - COUNTED_DAYS * DAY_MS;
  // what was answered this very moment is part of it
  const last = new Map(answersBefore(log, { from, before: now + 1, repo }).map((one) => [one.target, one]));
  return [...new Set(contracts)].map((contract) => {
    const own = [...last.values()].filter(({ of }) => of === contract);
    const judged = own.filter(({ says }) => says === 'right' || says === 'wrong');
    const gaps = own.filter(({ says }) => says === 'gap').length;
    const rate = rateOf(judged.map(({ says, chance }) => ({ right: says === 'right', chance })));
    const gap = gaps === 0 ? '' : `; ${gaps} of ${own.length} a gap in the contract itself`;
    return { contract, says: `right ${rateText(rate, 'answers')}${gap}` };
  });
}
