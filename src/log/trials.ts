import type { NewEvent } from '../model/event.ts';
import type { Trial } from '../model/trial.ts';
import type { Row } from './driver.ts';
import type { Rows } from './open.ts';
import { dayOf } from './projections/payload.ts';
import type { Spent } from './reviews.ts';
import { numberOf, numberOrNull, textOf } from './rows.ts';
import type { Span } from './statements.ts';

/** Calls about seeded defects are made under this, and no loop of a change is called so. */
export const SEEDED_LOOP = 'canary-';

const MOST = 50_000;

type Where = { readonly repo: string; readonly checkout: string; readonly actor: string; readonly ts: number };

/** `loop`: of the call it rests on, so that question and answer can be found again. */
export function trialEvent(where: Where, trial: Trial, loop: string): NewEvent {
  const { ts: _ts, repo: _repo, ...rest } = trial;
  return { ...where, kind: 'trial', subject: trial.failureModel, payload: { ...rest, loop } };
}

/** Every trial within the time, the oldest first; of more than anybody could pay for, the newest. */
export function readTrials(log: Rows, { from, now, repo }: Span): readonly Trial[] {
  const rows = log.all(
    'SELECT * FROM trial WHERE ts >= ? AND ts <= ? AND (? IS NULL OR repo = ?) ORDER BY seq DESC LIMIT ?',
    [from, now, repo, repo, MOST],
  );
  return rows.map(trialOf).reverse();
}

/** What seeded defects have cost since midnight (UTC), in all repositories of this user. */
export function spentOnTrialsToday(log: Rows, now: number): Spent {
  const [row] = log.all(
    'SELECT sum(money) AS money, sum(input + output) AS tokens, count(*) AS n FROM call WHERE day = ? AND loop LIKE ?',
    [dayOf(now), `${SEEDED_LOOP}%`],
  );
  if (row === undefined) return { money: 0, tokens: 0, calls: 0 };
  return {
    money: numberOrNull(row, 'money') ?? 0,
    tokens: numberOrNull(row, 'tokens') ?? 0,
    calls: numberOf(row, 'n'),
  };
}

/** The model that answered for a reviewer last, as its answers name it; null where it never has. */
export function lastServed(log: Rows, reviewer: string, vendor: string): string | null {
  const [row] = log.all(
    `SELECT model FROM asked WHERE reviewer = ? AND vendor = ? AND mode = 'blind' AND outcome = 'complete' ORDER BY seq DESC LIMIT 1`,
    [reviewer, vendor],
  );
  return row === undefined ? null : textOf(row, 'model');
}

const ORIGINS: readonly Trial['origin'][] = ['case', 'escaped'];
const RESULTS: readonly Trial['result'][] = ['hit', 'miss', 'none'];

/** A word that this engine does not know counts for nothing rather than for a reader. */
function trialOf(row: Row): Trial {
  return {
    ts: numberOf(row, 'ts'),
    repo: textOf(row, 'repo'),
    failureModel: textOf(row, 'failure_model'),
    seed: textOf(row, 'seed'),
    diff: textOf(row, 'diff'),
    origin: ORIGINS.find((known) => known === textOf(row, 'origin')) ?? 'case',
    identity: textOf(row, 'identity'),
    vendor: textOf(row, 'vendor'),
    model: textOf(row, 'model'),
    mode: textOf(row, 'mode'),
    result: RESULTS.find((known) => known === textOf(row, 'result')) ?? 'none',
    cause: textOf(row, 'cause'),
    money: numberOf(row, 'money'),
  };
}
