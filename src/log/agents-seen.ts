import type { Log } from './open.ts';
import { numberOf, numberOrNull, textOf } from './rows.ts';

/** What an agent has been seen to do on this account: calls that its hook asked about, sessions it began, and commits that it made. */
export type AgentSeen = {
  readonly agent: string;
  readonly calls: number;
  /** The last sign of life of its hook: a call, or a session that began or ended. */
  readonly lastCall: number | null;
  readonly lastCommit: number | null;
};

/** Since a time, and in every clone: hooks in the home hold everywhere. */
export function agentsSeen(log: Log, since: number): readonly AgentSeen[] {
  return log
    .all(
      `SELECT agent, sum(calls) AS calls, max(called) AS called, max(committed) AS committed FROM (
         SELECT agent, calls, last AS called, NULL AS committed FROM session WHERE last >= ?
         UNION ALL
         SELECT agent, 0, NULL, max(ts) FROM verdict
           WHERE agent <> '' AND ts >= ? AND inlet <> 'tool' AND hook <> '' GROUP BY agent
       ) GROUP BY agent`,
      [since, since],
    )
    .map((row) => ({
      agent: textOf(row, 'agent'),
      calls: numberOf(row, 'calls'),
      lastCall: numberOrNull(row, 'called'),
      lastCommit: numberOrNull(row, 'committed'),
    }));
}
