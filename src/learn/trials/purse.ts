import { usableCaps, type UserConfig } from '../../gate/review/user-config.ts';
import type { Rows } from '../../log/open.ts';
import { spentToday } from '../../log/reviews.ts';
import { spentOnTrialsToday } from '../../log/trials.ts';
import type { Cap, ReviewRules } from '../../model/review.ts';
import { type Budget, type Cost, openBudget } from '../../review/budget.ts';

/** Of what a day may cost: reviews of real changes must still be had in the evening. */
const SHARE = 1 / 4;

export type Purse = {
  readonly budget: Budget;
  /** Why a question may not be asked that costs at most so much; null where it may. */
  readonly whyNot: (most: Cost) => string | null;
  readonly caps: { readonly change: Cap; readonly day: Cap; readonly share: Cap };
  readonly left: () => Cost;
};

/** `money`: no more than that now, whatever the caps leave. */
export function openPurse(
  rules: Pick<ReviewRules, 'caps'>,
  user: Pick<UserConfig, 'caps'>,
  { log, now, money }: { readonly log: Rows; readonly now: () => number; readonly money: number | null },
): Purse {
  const { change, day } = usableCaps(rules.caps, user);
  const spent = (): { readonly change: Cost; readonly day: Cost } => ({
    change: spentOnTrialsToday(log, now()),
    day: spentToday(log, now()),
  });
  const before = spent();
  const share: Cap = {
    money: Math.min(day.money * SHARE, money === null ? Infinity : before.change.money + money),
    tokens: day.tokens * SHARE,
  };
  // to a question of this sort the share of the day is what the cap of a change is to a review
  const budget = openBudget({ change: share, day }, before, spent);
  const left = (): Cost => {
    const { change: own, day: all } = budget.left();
    return {
      money: Math.max(0, Math.min(own.money, all.money)),
      tokens: Math.max(0, Math.min(own.tokens, all.tokens)),
    };
  };
  return {
    budget,
    caps: { change, day, share },
    left,
    whyNot: (most) => {
      if (isBeyond(most, change)) return 'one question may cost more than a change may (review: caps: change)';
      const { change: own, day: all } = budget.left();
      if (isBeyond(most, all)) return 'the cap of today is reached (review: caps: day)';
      if (!isBeyond(most, own)) return null;
      return money === null
        ? 'a quarter of the cap of today is spent on seeded defects: the rest is for reviews'
        : 'it may cost more than --money leaves, or than the quarter of the cap of today that is for seeded defects';
    },
  };
}

/** What costs nothing may go on when the money is spent. */
function isBeyond(most: Cost, cap: Cap): boolean {
  return !(most.tokens <= cap.tokens) || (most.money !== 0 && !(most.money <= cap.money));
}
