import type { Cap } from '../model/review.ts';

/** What a try may cost at most, or what it did cost. */
export type Cost = { readonly tokens: number; readonly money: number };
export type Hold =
  | { readonly kind: 'held'; readonly settle: (cost: Cost) => void }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * The caps of a change and of a day, with what is spent of them. Several questions may be under way at once, so each try
 * first holds what it may cost at most, and puts back what it did not use.
 */
export type Budget = {
  readonly hold: (most: Cost) => Hold;
  readonly left: () => { readonly change: Cost; readonly day: Cost };
};
export type Spent = { readonly change: Cost; readonly day: Cost };

const ALL = ['change', 'day'] as const;

/**
 * `spentByNow` is asked before each try: other reviews of this user spend of the same day, in processes of their own. What they have under
 * way at that moment is not in it: a cap is passed by that much at most.
 */
export function openBudget(
  caps: { readonly change: Cap; readonly day: Cap },
  spent: Spent,
  spentByNow: () => Spent = () => spent,
): Budget {
  const own = { change: { ...spent.change }, day: { ...spent.day } };
  const held: Mutable = { tokens: 0, money: 0 };
  const left = (which: 'change' | 'day'): Cost => {
    const known = spentByNow()[which];
    return {
      tokens: caps[which].tokens - Math.max(own[which].tokens, known.tokens) - held.tokens,
      money: caps[which].money - Math.max(own[which].money, known.money) - held.money,
    };
  };
  return {
    left: () => ({ change: left('change'), day: left('day') }),
    hold: (most) => {
      for (const which of ALL) {
        const why = beyond(most, left(which), caps[which]);
        if (why !== null) return { kind: 'refused', why: `the cap of this ${which}: ${why}` };
      }
      add(held, most, 1);
      let isOpen = true;
      const settle = (cost: Cost): void => {
        if (!isOpen) return;
        isOpen = false;
        add(held, most, -1);
        for (const which of ALL) add(own[which], cost, 1);
      };
      return { kind: 'held', settle };
    },
  };
}

type Mutable = { tokens: number; money: number };

function add(to: Mutable, cost: Cost, sign: 1 | -1): void {
  to.tokens += sign * cost.tokens;
  to.money += sign * cost.money;
}

function beyond(most: Cost, left: Cost, cap: Cap): string | null {
  // asked for so, what is no number is beyond every cap
  if (!(most.tokens <= left.tokens))
    return `${Math.round(most.tokens)} more tokens, of ${cap.tokens} there are ${Math.max(0, Math.round(left.tokens))} left`;
  // what costs nothing may go on when the money is spent
  if (most.money !== 0 && !(most.money <= left.money))
    return `${most.money.toFixed(2)} more, of ${cap.money.toFixed(2)} there is ${Math.max(0, left.money).toFixed(2)} left`;
  return null;
}
