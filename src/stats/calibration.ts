import type { Calibration, Week } from '../model/calibration.ts';
import type { CalibrationRows } from '../model/calibration-rows.ts';
import type { Label } from '../model/label.ts';
import { dayName, mondayOf } from './calendar.ts';
import { contractsOf, criteriaOf } from './contract-trust.ts';
import { countLabels } from './count-labels.ts';
import { groupBy } from './group.ts';
import { lagOf } from './lag.ts';
import { pairsOf } from './pair-trust.ts';
import { readersOf } from './reader-trust.ts';
import { recordsOf } from './record.ts';

const DAY_MS = 86_400_000;

/** Rows to what can be trusted, and how far. INVARIANT: every rate in it carries its n and interval, or says what is missing. */
export function calibrationOf(rows: CalibrationRows, random: () => number): Calibration {
  const { statements } = rows;
  return {
    from: dayName(Math.floor(rows.from / DAY_MS)),
    to: dayName(Math.floor(rows.now / DAY_MS)),
    repo: rows.repo,
    changes: rows.changes,
    statements: rows.spoke.reduce((sum, { n }) => sum + n, 0),
    labels: {
      ...countLabels(statements),
      n: statements.length,
      drawn: statements.filter(({ label }) => label?.strategy === 'drawn').length,
      disagreed: rows.disagreements,
    },
    log: { events: rows.events, anchored: rows.anchored },
    readers: readersOf(rows, random),
    pairs: pairsOf(rows),
    contracts: contractsOf(rows),
    criteria: criteriaOf(statements),
    records: recordsOf(rows),
    lag: lagOf(rows),
    outcomes: Object.fromEntries(
      [...groupBy(rows.outcomes, ({ kind }) => kind)].map(([kind, some]) => [kind, some.length]),
    ),
    weeks: weeksOf(rows),
    tuned: rows.tuned,
    proposals: rows.proposals,
  };
}

/** Every week of the time, also those in which nobody said anything. */
function weeksOf({ from, now, statements, tuned }: CalibrationRows): readonly Week[] {
  const byWeek = groupBy(
    statements.flatMap(({ label }) => (label === null ? [] : [label])),
    ({ ts }) => String(mondayOf(Math.floor(ts / DAY_MS))),
  );
  const weeks: Week[] = [];
  const last = mondayOf(Math.floor(now / DAY_MS));
  for (let monday = mondayOf(Math.floor(from / DAY_MS)); monday <= last && weeks.length < MOST_WEEKS; monday += 7) {
    const own = byWeek.get(String(monday)) ?? [];
    const of = (word: Label): number => own.filter(({ says }) => says === word).length;
    weeks.push({
      from: dayName(monday),
      right: of('right'),
      wrong: of('wrong'),
      gap: of('gap'),
      unclear: of('unclear'),
      turned: tuned.filter(({ ts }) => mondayOf(Math.floor(ts / DAY_MS)) === monday).map(({ id }) => id),
    });
  }
  return weeks;
}

/** Ten years: a clock that stood in 1970 must not make a table of 2,900 empty weeks. */
const MOST_WEEKS = 520;
