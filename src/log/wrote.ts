import type { Oid, Path } from '../model/change.ts';
import type { Log } from './open.ts';
import type { Row } from './driver.ts';
import { numberOf, textOf } from './rows.ts';

/** An agent that a tool call of its own ties to a file, or a commit's hook to a tree. */
export type Writer = {
  readonly agent: string;
  readonly session: string;
  readonly vendors: readonly string[];
  readonly ts: number;
};
export type Written = Writer & { readonly path: Path; readonly oid: Oid };

/** The newest first. */
export function writersOf(log: Log, repo: string, paths: readonly Path[], since: number): readonly Written[] {
  return paths.flatMap((path) =>
    log
      .all('SELECT * FROM wrote WHERE repo = ? AND path = ? AND ts >= ? ORDER BY seq DESC LIMIT 50', [
        repo,
        path,
        since,
      ])
      .map((row) => ({ ...writer(row), path: textOf(row, 'path'), oid: textOf(row, 'oid') })),
  );
}

/** Agents by the commit that their lines went into: its tree, and what it stands on. */
export function writersOfTrees(log: Log, repo: string, since: number): ReadonlyMap<string, readonly Writer[]> {
  const found = new Map<string, Writer[]>();
  for (const row of log.all('SELECT * FROM authored WHERE repo = ? AND ts >= ? ORDER BY ts DESC LIMIT 20000', [
    repo,
    since,
  ])) {
    const key = `${textOf(row, 'tree')} ${textOf(row, 'head')}`;
    found.set(key, [...(found.get(key) ?? []), writer(row)]);
  }
  return found;
}

function writer(row: Row): Writer {
  const vendors = textOf(row, 'vendors');
  return {
    agent: textOf(row, 'agent'),
    session: textOf(row, 'session'),
    vendors: vendors === '' ? ['unknown'] : vendors.split(','),
    ts: numberOf(row, 'ts'),
  };
}
