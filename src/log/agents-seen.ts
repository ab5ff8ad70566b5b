import type { Log } from './open.ts';
import { numberOf, numberOrNull, textOf } from './rows.ts';

/** What an agent has been seen to do on this account: calls that its hook asked about, and commits that it made. */
export type AgentSeen = {
  readonly agent: string;
  readonly calls: number;
  readonly lastCall: number | null;
  readonly lastCommit: number | null;
};

/** Since a time, and in every clone: hooks in the home hold everywhere. */
export function agentsSeen(log: Log, since: number): readonly AgentSeen[] {
  return log
    .all(
      `SELECT agent, sum(inlet = 'tool') AS calls, max(CASE WHEN inlet = 'tool' THEN ts END) AS called,
         max(CASE WHEN inlet <> 'tool' AND hook <> '' THEN ts END) AS committed
       FROM verdict WHERE agent <> '' AND ts >= ? GROUP BY agent`,
      [since],
    )
    .map((row) => ({
      agent: textOf(row, 'agent'),
      calls: numberOf(row, 'calls'),
      lastCall: numberOrNull(row, 'called'),
      lastCommit: numberOrNull(row, 'committed'),
    }));
}
