import type { CallRow, FindingRow, ReviewTally } from '../model/review-report.ts';
import type { Cell, Row } from './driver.ts';
import type { Log } from './open.ts';
import { dayOf } from './projections/payload.ts';
import { numberOf, textOf } from './rows.ts';
import type { Period } from './tally.ts';

/** The newest of them are enough to tell how long an answer takes. */
const MOST_TIMES = 20_000;

/** By this a finding's labels are told from those of a rule. */
export const FINDING_RULE = 'review.';

export function readReviewTally(log: Log, { from, repo }: Period): ReviewTally {
  const where = repo === null ? '' : 'AND repo = ?';
  const last: readonly Cell[] = repo === null ? [] : [repo];
  const since = dayOf(from) * DAY_MS;
  const all = (sql: string, ...values: readonly Cell[]): readonly Row[] =>
    log.all(sql.replaceAll('$repo', where), values);
  const [rounds] = all('SELECT count(*) AS n FROM review WHERE ts >= ? $repo', since, ...last);
  return {
    rounds: rounds === undefined ? 0 : numberOf(rounds, 'n'),
    loops: all(
      `SELECT outcome, stop, count(*) AS n FROM review
       WHERE seq IN (SELECT max(seq) FROM review WHERE ts >= ? $repo GROUP BY loop) GROUP BY outcome, stop`,
      since,
      ...last,
    ).map((row) => ({ outcome: textOf(row, 'outcome'), stop: textOf(row, 'stop'), n: numberOf(row, 'n') })),
    calls: all(
      `SELECT vendor, model, cause, count(*) AS n, sum(input) AS input, sum(cached) AS cached, sum(output) AS output,
         sum(money) AS money FROM call WHERE day >= ? $repo GROUP BY vendor, model, cause`,
      dayOf(from),
      ...last,
    ).map(callRow),
    latency: all(
      'SELECT vendor, model, ms FROM call WHERE day >= ? $repo AND tries > 0 ORDER BY seq DESC LIMIT ?',
      dayOf(from),
      ...last,
      MOST_TIMES,
    ).map((row) => ({ vendor: textOf(row, 'vendor'), model: textOf(row, 'model'), ms: numberOf(row, 'ms') })),
    findings: all(
      `SELECT failure_model, vendor, model, state, blocking, count(*) AS n FROM finding WHERE first_ts >= ? $repo
       GROUP BY failure_model, vendor, model, state, blocking`,
      since,
      ...last,
    ).map(findingRow),
    labels: all(
      `SELECT rule, says, count(*) AS n FROM label AS l WHERE counts = 1 AND ts >= ? $repo AND rule LIKE 'review.%'
       AND NOT EXISTS (SELECT 1 FROM label AS later WHERE later.target = l.target AND later.seq > l.seq AND later.counts = 1)
       GROUP BY rule, says`,
      since,
      ...last,
    ).map((row) => ({
      failureModel: textOf(row, 'rule').slice(FINDING_RULE.length),
      says: textOf(row, 'says'),
      n: numberOf(row, 'n'),
    })),
  };
}

const DAY_MS = 86_400_000;

function callRow(row: Row): CallRow {
  return {
    vendor: textOf(row, 'vendor'),
    model: textOf(row, 'model'),
    cause: textOf(row, 'cause'),
    n: numberOf(row, 'n'),
    input: numberOf(row, 'input'),
    cached: numberOf(row, 'cached'),
    output: numberOf(row, 'output'),
    money: numberOf(row, 'money'),
  };
}

function findingRow(row: Row): FindingRow {
  return {
    failureModel: textOf(row, 'failure_model'),
    vendor: textOf(row, 'vendor'),
    model: textOf(row, 'model'),
    state: textOf(row, 'state'),
    blocking: numberOf(row, 'blocking') === 1,
    n: numberOf(row, 'n'),
  };
}
