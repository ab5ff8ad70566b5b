import type { Log } from './open.ts';
import type { Row } from './driver.ts';
import { numberOf, textOf } from './rows.ts';

/** Whose verdicts count for a clone: its names in the log, and its working trees. */
export type Whose = { readonly repos: readonly string[]; readonly checkouts: readonly string[] };
export type Pass = { readonly what: 'tree' | 'tip' | 'commit'; readonly beside: string };

/** How often some hook let this object pass, and as what. */
export function passesOf(log: Log, oid: string, { repos, checkouts }: Whose): readonly Pass[] {
  const rows = log.all('SELECT what, beside, repo, checkout FROM judged WHERE oid = ?', [oid]);
  return rows.flatMap((row): readonly Pass[] => {
    if (!repos.includes(textOf(row, 'repo')) && !checkouts.includes(textOf(row, 'checkout'))) return [];
    const what = textOf(row, 'what');
    return what === 'tree' || what === 'tip' || what === 'commit' ? [{ what, beside: textOf(row, 'beside') }] : [];
  });
}

export type WatchedRecord = {
  readonly ts: number;
  readonly kind: string;
  readonly what: string;
  readonly subject: string;
  readonly detail: string;
  readonly level: string;
  readonly n: number;
};

/** What the watcher saw in a repository since a moment, the newest first. Commits that a later push had judged are settled. */
export function watchedSince(log: Log, repo: string, since: number): readonly WatchedRecord[] {
  return log
    .all(
      `SELECT * FROM watched WHERE repo = ? AND ts >= ? AND NOT(what = 'unjudged' AND EXISTS(
         SELECT 1 FROM judged WHERE judged.oid = watched.subject AND judged.repo = watched.repo
       )) ORDER BY seq DESC LIMIT 200`,
      [repo, since],
    )
    .map(watchedRecord);
}

/** The end of the chain; null while there is none. */
export function lastEvent(log: Log): { readonly seq: number; readonly hash: string } | null {
  const [row] = log.all('SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1');
  return row === undefined ? null : { seq: numberOf(row, 'seq'), hash: textOf(row, 'hash') };
}

function watchedRecord(row: Row): WatchedRecord {
  return {
    ts: numberOf(row, 'ts'),
    kind: textOf(row, 'kind'),
    what: textOf(row, 'what'),
    subject: textOf(row, 'subject'),
    detail: textOf(row, 'detail'),
    level: textOf(row, 'level'),
    n: numberOf(row, 'n'),
  };
}
