import { LABELS, type Label } from '../model/label.ts';
import type { Level } from '../model/level.ts';
import { levels } from '../model/level.ts';
import type { RefusalRow, Tally } from '../model/tally.ts';
import type { Cell, Row } from './driver.ts';
import type { Log } from './open.ts';
import { numberOf, textOf } from './rows.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** A refused change that nothing follows for this long was given up. */
const GIVEN_UP_MS = 7 * DAY_MS;
/** Nobody waits overnight: a longer pause counts as this many minutes. */
const LONGEST_WAIT = 60;
const MOST_WAITS = 10_000;

export type Period = { readonly from: number; readonly now: number; readonly repo: string | null };

/** Sums of the roll-ups since a moment. INVARIANT: never scans `event`. */
export function readTally(log: Log, period: Period): Tally {
  const from = Math.floor(period.from / DAY_MS);
  const where = period.repo === null ? 'day >= ?' : 'day >= ? AND repo = ?';
  const values: readonly Cell[] = period.repo === null ? [from] : [from, period.repo];
  const all = (sql: string): readonly Row[] => log.all(sql.replace('$where', where), values);
  return {
    from,
    to: Math.floor(period.now / DAY_MS),
    repo: period.repo,
    days: all(
      `SELECT day, level, raised, sum(n) AS n FROM daily WHERE $where AND rule = '' GROUP BY day, level, raised`,
    ).map((row) => ({ day: numberOf(row, 'day'), ...counted(row) })),
    groups: all(
      `SELECT repo, actor_kind, agent, role, level, raised, sum(n) AS n, sum(ms) AS ms FROM daily
       WHERE $where AND rule = '' GROUP BY repo, actor_kind, agent, role, level, raised`,
    ).map((row) => ({
      repo: textOf(row, 'repo'),
      actorKind: textOf(row, 'actor_kind'),
      agent: textOf(row, 'agent'),
      role: textOf(row, 'role'),
      ms: numberOf(row, 'ms'),
      ...counted(row),
    })),
    rules: all(
      `SELECT rule, level, raised, sum(n) AS n, sum(rulings) AS rulings FROM daily
       WHERE $where AND rule <> '' GROUP BY rule, level, raised`,
    ).map((row) => ({ rule: textOf(row, 'rule'), rulings: numberOf(row, 'rulings'), ...counted(row) })),
    counts: all('SELECT name, sum(n) AS n FROM daily_count WHERE $where GROUP BY name').map((row) => ({
      name: textOf(row, 'name'),
      n: numberOf(row, 'n'),
    })),
    latency: all('SELECT hook, bucket, sum(n) AS n FROM latency WHERE $where GROUP BY hook, bucket').map((row) => ({
      hook: textOf(row, 'hook'),
      bucket: numberOf(row, 'bucket'),
      n: numberOf(row, 'n'),
    })),
    ...readOutcomes(log, period, from * DAY_MS),
  };
}

function readOutcomes(log: Log, { now, repo }: Period, from: number): Pick<Tally, 'refusals' | 'waits' | 'labels'> {
  const where = repo === null ? '' : 'AND repo = ?';
  const last: readonly Cell[] = repo === null ? [] : [repo];
  const refusals = log.all(
    `SELECT rule, CASE WHEN outcome <> 'open' THEN outcome WHEN last_ts < ? THEN 'given up' ELSE 'open' END AS became,
       count(*) AS n, sum(tries) AS tries,
       sum(CASE WHEN actor_kind = 'human' AND closed_ts > first_ts THEN min(?, (closed_ts - first_ts) / ?) ELSE 0.0 END) AS minutes
     FROM refusal WHERE first_ts >= ? ${where} GROUP BY rule, became`,
    [now - GIVEN_UP_MS, LONGEST_WAIT, MINUTE_MS, from, ...last],
  );
  const waits = log.all(
    `SELECT (closed_ts - first_ts) * 1.0 / ? AS minutes FROM refusal
     WHERE outcome = 'approved' AND first_ts >= ? ${where} ORDER BY first_ts DESC LIMIT ?`,
    [MINUTE_MS, from, ...last, MOST_WAITS],
  );
  const labels = log.all(
    `SELECT rule, says, count(*) AS n FROM label AS l WHERE counts = 1 AND target NOT LIKE 'f-%' AND ts >= ? ${where}
       AND NOT EXISTS (SELECT 1 FROM label AS later WHERE later.target = l.target AND later.seq > l.seq AND later.counts = 1)
     GROUP BY rule, says`,
    [from, ...last],
  );
  return {
    refusals: refusals.map((row) => ({
      rule: textOf(row, 'rule'),
      outcome: outcomeOf(row),
      n: numberOf(row, 'n'),
      tries: numberOf(row, 'tries'),
      minutes: numberOf(row, 'minutes'),
    })),
    waits: waits.map((row) => Math.max(0, numberOf(row, 'minutes'))),
    labels: labels.map((row) => ({ rule: textOf(row, 'rule'), says: labelOf(row), n: numberOf(row, 'n') })),
  };
}

function counted(row: Row): { readonly level: Level; readonly raised: Level; readonly n: number } {
  return { level: oneOf(levels, row, 'level'), raised: oneOf(levels, row, 'raised'), n: numberOf(row, 'n') };
}

const OUTCOMES: readonly RefusalRow['outcome'][] = ['approved', 'redone', 'given up', 'open'];

function outcomeOf(row: Row): RefusalRow['outcome'] {
  return oneOf(OUTCOMES, row, 'became');
}

/** A word only a newer engine knows is no evidence for or against a rule. */
function labelOf(row: Row): Label {
  return LABELS.find((known) => known === textOf(row, 'says')) ?? 'unclear';
}

function oneOf<T extends string>(words: readonly T[], row: Row, column: string): T {
  const word = textOf(row, column);
  const known = words.find((each) => each === word);
  if (known === undefined) throw new Error(`read ${column} of the log: ${word} is not one of ${words.join(', ')}`);
  return known;
}
