import type { Rows } from './open.ts';
import { textOf } from './rows.ts';

/** The model that each session of this repository said it ran, as far as it did. */
export function modelsOfSessions(log: Rows, repo: string): ReadonlyMap<string, string> {
  const rows = log.all(
    "SELECT session, model FROM session WHERE repo = ? AND model <> '' AND session <> '' ORDER BY last LIMIT 20000",
    [repo],
  );
  return new Map(rows.map((row) => [textOf(row, 'session'), textOf(row, 'model')]));
}
