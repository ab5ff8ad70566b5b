import type { Log } from './open.ts';
import { numberOf, numberOrNull, textOf } from './rows.ts';

/** A session of an agent in which our hook was called. */
export type Session = {
  readonly agent: string;
  readonly session: string;
  readonly repo: string;
  readonly checkout: string;
  readonly model: string;
  readonly mode: string;
  readonly started: number | null;
  readonly last: number;
  readonly ended: number | null;
  readonly calls: number;
  readonly refused: number;
};

/** The newest first. */
export function sessionsSince(log: Log, since: number, limit: number): readonly Session[] {
  return log.all('SELECT * FROM session WHERE last >= ? ORDER BY last DESC LIMIT ?', [since, limit]).map((row) => ({
    agent: textOf(row, 'agent'),
    session: textOf(row, 'session'),
    repo: textOf(row, 'repo'),
    checkout: textOf(row, 'checkout'),
    model: textOf(row, 'model'),
    mode: textOf(row, 'mode'),
    started: numberOrNull(row, 'started'),
    last: numberOf(row, 'last'),
    ended: numberOrNull(row, 'ended'),
    calls: numberOf(row, 'calls'),
    refused: numberOf(row, 'refused'),
  }));
}

/** When each agent last committed or pushed here, as the git hooks saw it: an agent that does and never calls is not in force. */
export function agentsAtGit(log: Log, since: number): ReadonlyMap<string, number> {
  const rows = log.all(
    "SELECT agent, max(ts) AS last FROM verdict WHERE ts >= ? AND actor_kind = 'agent' AND inlet IN('staged', 'push') AND agent <> '' GROUP BY agent",
    [since],
  );
  return new Map(rows.map((row) => [textOf(row, 'agent'), numberOf(row, 'last')]));
}
