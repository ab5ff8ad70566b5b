import { isRecord } from '../model/json.ts';
import type { Rows } from './open.ts';
import { type PastPush, readPush } from './risk-json.ts';
import { textOf } from './rows.ts';

/** Among so many verdicts the pushes of a day are looked for: an agent makes some thousand calls in it. */
const MOST_VERDICTS = 20_000;
const MOST_PUSHES = 200;

/** Pushes of this repository that passed since a time and were weighed, the newest first. */
export function pushesSince(log: Rows, repo: string, since: number): readonly PastPush[] {
  const rows = log.all(
    `SELECT payload FROM event WHERE seq IN (
       SELECT seq FROM (SELECT seq, ts, hook, level FROM verdict WHERE repo = ? ORDER BY seq DESC LIMIT ${MOST_VERDICTS})
       WHERE ts >= ? AND hook IN('pre-push', 'pre-receive') AND level IN('allow', 'warn')
     ) ORDER BY seq DESC LIMIT ${MOST_PUSHES}`,
    [repo, since],
  );
  return rows.flatMap((row) => weighedIn(textOf(row, 'payload')));
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
