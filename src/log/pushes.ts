import { isRecord } from '../model/json.ts';
import type { Rows } from './open.ts';
import { type PastPush, readPush } from './risk-json.ts';
import { numberOf, textOf } from './rows.ts';

/** Among so many verdicts the pushes of a day are looked for: an agent makes some thousand calls in it. */
const MOST_VERDICTS = 50_000;
const MOST_PUSHES = 2_000;

/**
 * Pushes of this repository that passed since a time and were weighed, the newest first. Throws where there is more than can be looked at:
 * whoever fills the log would have the rest forgotten.
 */
export function pushesSince(log: Rows, repo: string, since: number): readonly PastPush[] {
  const [farthest] = log.all('SELECT ts FROM verdict WHERE repo = ? ORDER BY seq DESC LIMIT 1 OFFSET ?', [
    repo,
    MOST_VERDICTS,
  ]);
  if (farthest !== undefined && numberOf(farthest, 'ts') >= since)
    throw new Error(`more than ${MOST_VERDICTS} verdicts since yesterday`);
  const rows = log.all(
    `SELECT payload FROM event WHERE seq IN (
       SELECT seq FROM (SELECT seq, ts, hook, level FROM verdict WHERE repo = ? ORDER BY seq DESC LIMIT ${MOST_VERDICTS})
       WHERE ts >= ? AND hook IN('pre-push', 'pre-receive') AND level IN('allow', 'warn')
     ) ORDER BY seq DESC LIMIT ${MOST_PUSHES + 1}`,
    [repo, since],
  );
  if (rows.length > MOST_PUSHES) throw new Error(`more than ${MOST_PUSHES} pushes since yesterday`);
  return rows.flatMap((row) => weighedIn(textOf(row, 'payload')));
}

const MOST_LOOKED_BACK = 100;

/** The newest pushes that were weighed with a record, however long ago and whatever came of them, the newest first. */
export function pushesWithRecord(log: Rows, repo: string): readonly PastPush[] {
  const rows = log.all(
    `SELECT payload FROM event WHERE seq IN (
       SELECT seq FROM (SELECT seq, hook FROM verdict WHERE repo = ? ORDER BY seq DESC LIMIT ${MOST_VERDICTS})
       WHERE hook IN('pre-push', 'pre-receive') ORDER BY seq DESC LIMIT ${MOST_LOOKED_BACK}
     ) ORDER BY seq DESC`,
    [repo],
  );
  return rows.flatMap((row) => weighedIn(textOf(row, 'payload'))).filter(({ record }) => record !== null);
}

function weighedIn(payload: string): readonly PastPush[] {
  const fields = parsed(payload);
  const risk = isRecord(fields) ? fields['risk'] : null;
  return Array.isArray(risk) ? risk.flatMap((one: unknown) => readPush(one) ?? []) : [];
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return null; // somebody edited the file, which verify says: it must not stop a push
  }
}
