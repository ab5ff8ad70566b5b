import { expect, test } from 'vitest';
import { type Cost, openBudget, type Spent } from '../../src/review/budget.ts';

const caps = { change: { tokens: 1e9, money: 10 }, day: { tokens: 1e9, money: 10 } };
const nothing: Spent = { change: { tokens: 0, money: 0 }, day: { tokens: 0, money: 0 } };
const of = (money: number): Cost => ({ tokens: 1, money });

test('two reviews at once share the day: each sees what the other has spent by then', () => {
  let day = 0;
  const spentByNow = (): Spent => ({ ...nothing, day: of(day) });
  const [one, two] = [openBudget(caps, nothing, spentByNow), openBudget(caps, nothing, spentByNow)];
  for (const budget of [one, two, one, two]) {
    const hold = budget.hold(of(3));
    if (hold.kind === 'held') {
      hold.settle(of(3));
      day += 3; // as the log says of both of them
    }
  }
  expect(day).toBe(9);
  expect(one.left().day.money).toBe(1);
});

test('what was spent is not counted twice once the log says so too, nor forgotten before it does', () => {
  let day = 0;
  const budget = openBudget(caps, nothing, () => ({ ...nothing, day: of(day) }));
  const hold = budget.hold(of(5));
  expect(budget.left().day.money).toBe(5);
  if (hold.kind === 'held') hold.settle(of(4));
  expect(budget.left().day.money).toBe(6);
  day = 4;
  expect(budget.left().day.money).toBe(6);
});
