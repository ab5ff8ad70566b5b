import type { Statement } from '../model/statement.ts';
import { groupBy } from './group.ts';

/** For so long a statement that nobody answered can be drawn. */
export const ASKED_ABOUT_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Who was not drawn today may be tomorrow: what is kept with an answer is the chance of its day, and what it stands for rests on the chance
 * of having been drawn on any day on which people answered. By the chance of one day a rare lot stands for twenty where it had thirty of
 * them, and a share of .80 is read as .90 (test/stats/ever-asked.test.ts).
 */
export function everAsked(statements: readonly Statement[], now: number): readonly Statement[] {
  const asked = new Map(
    [...groupBy(statements, ({ repo }) => repo)].map(([repo, own]) => [repo, daysAsked(own)] as const),
  );
  return statements.map((one) => {
    const { label, repo } = one;
    if (label === null || label.drawn === null) return one;
    const times = Math.max(1, timesAsked(asked.get(repo) ?? [], one, now));
    return { ...one, label: { ...label, drawn: 1 - (1 - label.drawn) ** times } };
  });
}

/** On which somebody answered what was drawn: on others nobody was asked. */
function daysAsked(statements: readonly Statement[]): readonly number[] {
  return [...new Set(statements.flatMap(({ label }) => (label?.strategy === 'drawn' ? [dayOf(label.ts)] : [])))];
}

/** From the day after it was said: also those after its answer, on which it would still have been there. */
function timesAsked(days: readonly number[], { first, last }: Statement, now: number): number {
  const until = Math.min(dayOf(last) + ASKED_ABOUT_DAYS, dayOf(now));
  return days.filter((day) => dayOf(first) < day && day <= until).length;
}

function dayOf(ts: number): number {
  return Math.floor(ts / DAY_MS);
}
