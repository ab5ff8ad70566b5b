import type { Driver } from '../driver.ts';
import { numberOf } from '../rows.ts';
import { text, type Read } from './payload.ts';

/** What the watcher saw, the last of its subject; `n` says how often. */
export function projectWatched(driver: Driver, event: Read): void {
  const { repo, kind, seq, ts, checkout, fields } = event;
  const subject = subjectOf(event);
  driver.run(
    `INSERT INTO watched(repo, kind, subject, seq, ts, checkout, what, detail, level, n) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
     ON CONFLICT DO UPDATE SET seq = excluded.seq, ts = excluded.ts, checkout = excluded.checkout, what = excluded.what,
       detail = excluded.detail, level = excluded.level, n = n + 1`,
    [repo, kind, subject, seq, ts, checkout, text(fields, 'what'), text(fields, 'detail'), text(fields, 'level')],
  );
}

/** A commit that was counted when nobody judged it is not counted once more when it reaches a remote. */
export function isUpgrade(driver: Driver, event: Read): boolean {
  if (event.kind !== 'skip') return false;
  const [row] = driver.all("SELECT count(*) AS n FROM watched WHERE repo = ? AND kind = 'skip' AND subject = ?", [
    event.repo,
    subjectOf(event),
  ]);
  return row !== undefined && numberOf(row, 'n') > 0;
}

/** A commit by its whole id, which the log masks in a subject: there a stranger's text may stand. */
function subjectOf({ subject, fields }: Read): string {
  const head = text(fields, 'head');
  return head === '' ? subject : head;
}
