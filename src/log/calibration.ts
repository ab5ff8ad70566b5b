import type { AskedRow, CalibrationRows, Spoke } from '../model/calibration-rows.ts';
import type { Cell, Row } from './driver.ts';
import type { Rows } from './open.ts';
import { dayOf } from './projections/payload.ts';
import { numberOf, textOf } from './rows.ts';
import { disagreements, labelledStatements, type Span } from './statements.ts';
import { SEEDED_LOOP } from './trials.ts';

/** Seeded defects are asked about under names that no loop of a change has. */
const SEEDED = `${SEEDED_LOOP}%`;

/** What the log alone knows. INVARIANT: sums come from roll-ups and short tables, never from `event`. */
export function readCalibrationRows(
  log: Rows,
  span: Span,
): Pick<CalibrationRows, 'changes' | 'spoke' | 'statements' | 'disagreements' | 'asked' | 'events'> {
  const [head] = log.all('SELECT coalesce(max(seq), 0) AS n FROM event');
  return {
    changes: readChanges(log, span),
    spoke: [...readRules(log, span), ...readFailureModels(log, span)],
    statements: labelledStatements(log, span),
    disagreements: disagreements(log, span),
    asked: readAsked(log, span),
    events: head === undefined ? 0 : numberOf(head, 'n'),
  };
}

function readChanges(log: Rows, span: Span): CalibrationRows['changes'] {
  const rows = byDay(
    log,
    `SELECT actor_kind, sum(n) AS n FROM daily WHERE day >= ? AND rule = '' $repo GROUP BY actor_kind`,
    span,
  ).map((row) => ({ kind: textOf(row, 'actor_kind'), n: numberOf(row, 'n') }));
  const sum = (some: typeof rows): number => some.reduce((total, { n }) => total + n, 0);
  return { n: sum(rows), byAgents: sum(rows.filter(({ kind }) => kind === 'agent')) };
}

function readRules(log: Rows, span: Span): readonly Spoke[] {
  return byDay(
    log,
    `SELECT rule, sum(rulings) AS n FROM daily WHERE day >= ? AND rule <> '' $repo GROUP BY rule`,
    span,
  ).map((row) => ({ id: textOf(row, 'rule'), kind: 'rule', n: numberOf(row, 'n') }));
}

function byDay(log: Rows, sql: string, { from, repo }: Span): readonly Row[] {
  const values: readonly Cell[] = repo === null ? [dayOf(from)] : [dayOf(from), repo];
  return log.all(sql.replace('$repo', repo === null ? '' : 'AND repo = ?'), values);
}

function readFailureModels(log: Rows, { from, now, repo }: Span): readonly Spoke[] {
  return log
    .all(
      `SELECT failure_model, count(DISTINCT id) AS n FROM finding
       WHERE first_ts >= ? AND first_ts <= ? AND (? IS NULL OR repo = ?) GROUP BY failure_model`,
      [from, now, repo, repo],
    )
    .map((row) => ({ id: textOf(row, 'failure_model'), kind: 'failure-model', n: numberOf(row, 'n') }));
}

function readAsked(log: Rows, { from, now, repo }: Span): readonly AskedRow[] {
  return log
    .all(
      `SELECT identity, vendor, model, mode, count(*) AS runs, count(DISTINCT loop) AS changes, sum(money) AS money,
         min(ts) AS first, max(ts) AS last FROM asked
       WHERE ts >= ? AND ts <= ? AND (? IS NULL OR repo = ?) AND loop NOT LIKE ? AND mode <> 'refute' AND outcome = 'complete'
       GROUP BY identity ORDER BY runs DESC`,
      [from, now, repo, repo, SEEDED],
    )
    .map((row) => ({
      identity: textOf(row, 'identity'),
      vendor: textOf(row, 'vendor'),
      model: textOf(row, 'model'),
      mode: textOf(row, 'mode'),
      runs: numberOf(row, 'runs'),
      changes: numberOf(row, 'changes'),
      money: numberOf(row, 'money'),
      first: numberOf(row, 'first'),
      last: numberOf(row, 'last'),
    }));
}

/** Those in which most was judged since then. */
export function busiestRepositories(log: Rows, { from }: Pick<Span, 'from'>, most: number): readonly string[] {
  return log
    .all(`SELECT repo, sum(n) AS n FROM daily WHERE day >= ? AND rule = '' GROUP BY repo ORDER BY n DESC LIMIT ?`, [
      dayOf(from),
      most,
    ])
    .map((row) => textOf(row, 'repo'));
}
