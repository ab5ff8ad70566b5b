import type { Path } from '../../model/change.ts';
import type { Finding } from '../../model/finding.ts';
import type { LedgerEntry, ReviewerRule } from '../../model/review.ts';
import type { Choice } from '../../review/choice.ts';
import type { Material } from '../../review/material.ts';
import type { Desk } from './asking.ts';
import type { Opened } from './opened.ts';
import { type Reading, readWith } from './reading.ts';

type ToRefute = {
  readonly opened: Opened;
  readonly material: Material;
  readonly choice: Choice;
  /** New ones that would refuse, as reviewers claim them. */
  readonly findings: readonly Finding[];
};

/**
 * A second reading that is told to doubt: by another vendor than the one that found it where there is one, else by the same in a fresh
 * context; where two vendors must have read the change, two must deny it. What is denied with a reason refuses nothing; that they
 * disagree is kept.
 */
export async function refute(
  desk: Desk,
  { opened, material, choice, findings }: ToRefute,
): Promise<readonly Reading[]> {
  const readings: Reading[] = [];
  if (!opened.subject.rules.refute || desk.signal.aborted) return readings;
  for (const [reviewer, own] of byRefuter(opened, choice, findings)) {
    const open = own.map((finding): LedgerEntry => ({
      finding,
      state: 'new',
      since: desk.round,
      last: desk.round,
      reopened: 0,
      note: '',
    }));
    const only: ReadonlySet<Path> = new Set(own.map(({ path }) => path));
    readings.push(await readWith(desk, reviewer, { purpose: 'refute', material, failureModels: [], open, only }));
  }
  return readings;
}

/** Other vendors first; of each vendor one. */
function byRefuter(
  { reviewers }: Opened,
  { order, needed }: Choice,
  findings: readonly Finding[],
): ReadonlyMap<ReviewerRule, readonly Finding[]> {
  const groups = new Map<ReviewerRule, Finding[]>();
  for (const finding of findings) {
    const { by } = finding;
    if (by.kind !== 'reviewer') continue;
    const firsts = order.filter(({ vendor }, index) => order.findIndex((one) => one.vendor === vendor) === index);
    const others = firsts.toSorted((a, b) => Number(a.vendor === by.vendor) - Number(b.vendor === by.vendor));
    for (const { name } of others.slice(0, needed)) {
      const reviewer = reviewers.find((one) => one.name === name);
      if (reviewer !== undefined) groups.set(reviewer, [...(groups.get(reviewer) ?? []), finding]);
    }
  }
  return groups;
}
