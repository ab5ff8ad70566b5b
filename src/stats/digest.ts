import type { Rate } from '../model/calibration.ts';
import type { CalibrationRows } from '../model/calibration-rows.ts';
import type { Counts, Digest, Shift } from '../model/digest.ts';
import type { Report } from '../model/report.ts';
import type { Statement } from '../model/statement.ts';
import { betaCdf, betaQuantile } from './beta.ts';
import { dayName, mondayOf } from './calendar.ts';
import { countLabels } from './count-labels.ts';
import { groupBy } from './group.ts';
import { isClassified, type Said, tallyOf } from './laws.ts';
import { rateOf } from './rate.ts';

const DAY_MS = 86_400_000;
const WEEKS_BEFORE = 4;
/** Points at which one share is held against the other: more change nothing in the second digit. */
const POINTS = 64;

/** From when on rows are needed for the digest of the week that `now` lies in. */
export function digestSince(now: number): number {
  return (mondayOf(Math.floor(now / DAY_MS)) - 7 * WEEKS_BEFORE) * DAY_MS;
}

/** The failures of this week by contract, and what has shifted since the four weeks before. */
export function digestOf(
  rows: Pick<CalibrationRows, 'now' | 'repo' | 'statements' | 'tuned' | 'outcomes'>,
  report: Pick<Report, 'days'>,
): Digest {
  const monday = mondayOf(Math.floor(rows.now / DAY_MS));
  const since = monday * DAY_MS;
  const isNow = ({ label }: Statement): boolean => label !== null && label.ts >= since;
  const days = report.days.filter(({ day }) => day >= dayName(monday));
  const came = rows.outcomes.filter(({ ts }) => ts >= since);
  return {
    from: dayName(monday),
    to: dayName(monday + 6),
    repo: rows.repo,
    verdicts: days.reduce((sum, day) => sum + day.verdicts, 0),
    refused: days.reduce((sum, day) => sum + day.refused, 0),
    labels: countLabels(rows.statements.filter(isNow)),
    contracts: [...groupBy(rows.statements, ({ of }) => of)]
      .map(([id, own]) =>
        shiftOf(
          id,
          own.filter(isNow),
          own.filter((one) => !isNow(one)),
        ),
      )
      .toSorted((a, b) => weightOf(b) - weightOf(a) || (a.id < b.id ? -1 : 1)),
    turned: rows.tuned.filter(({ ts }) => ts >= since).map(({ id }) => id),
    outcomes: Object.fromEntries([...groupBy(came, ({ kind }) => kind)].map(([kind, some]) => [kind, some.length])),
  };
}

function shiftOf(id: string, now: readonly Statement[], before: readonly Statement[]): Shift {
  const [one, other] = [saidOf(now), saidOf(before)];
  const [n, m] = [tallyOf(one), tallyOf(other)];
  const isKnown = n.n > 0 && m.n > 0;
  return {
    id,
    now: countLabels(now),
    before: countLabels(before),
    noise: noiseOf(one),
    noiseBefore: noiseOf(other),
    noisier: isKnown ? chanceOfMore([n.wrong, n.nEff], [m.wrong, m.nEff]) : null,
    vaguer: isKnown ? chanceOfMore([n.gap, n.nEff], [m.gap, m.nEff]) : null,
  };
}

/** By how each was asked about, as everywhere: a week in which doubtful things were drawn is no noisier week. */
function saidOf(statements: readonly Statement[]): readonly Said[] {
  return statements.flatMap(({ label }) =>
    label === null ? [] : [{ says: label.says, strategy: label.strategy, chance: label.drawn }],
  );
}

function noiseOf(said: readonly Said[]): Rate {
  return rateOf(said.filter(isClassified).map(({ says, chance }) => ({ right: says === 'wrong', chance })));
}

function classified({ right, wrong, gap }: Counts): number {
  return right + wrong + gap;
}

/** What moved comes first, and of what did not the most spoken of. */
function weightOf({ noisier, vaguer, now }: Shift): number {
  const moved = Math.max(...[noisier, vaguer].map((p) => (p === null ? 0 : Math.abs(p - 0.5))));
  return (moved > 0.4 ? 1000 : 0) + classified(now);
}

type Seen = readonly [k: number, n: number];

/** That the first share is the larger: the chance of each value of it, times that the other lies below. */
export function chanceOfMore([k, n]: Seen, [l, m]: Seen): number {
  const at = (i: number): number => betaQuantile((i + 0.5) / POINTS, k + 0.5, n - k + 1);
  const below = Array.from({ length: POINTS }, (_, i) => betaCdf(at(i), l + 0.5, m - l + 1));
  return below.reduce((sum, p) => sum + p, 0) / POINTS;
}
