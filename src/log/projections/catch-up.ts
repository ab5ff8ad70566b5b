import type { Driver, Row } from '../driver.ts';
import { numberOf, textOf } from '../rows.ts';
import type { EventRow } from '../chain.ts';
import { projectApproval, projectRevocation } from './approval.ts';
import { projectCount } from './count.ts';
import { projectLabel } from './label.ts';
import { projectAnchor, projectOutcome, projectTrial, projectTuning } from './learn.ts';
import { projectCall, projectReview, projectWaiver } from './review.ts';
import { dayOf, readEvent, type Read } from './payload.ts';
import { projectSession } from './session.ts';
import { projectVerdict } from './verdict.ts';
import { isUpgrade, projectWatched } from './watched.ts';

/**
 * Brings the projections forward by at most `limit` events, and answers how many it read. Everything that fills them goes
 * through here, so rebuilding and appending cannot come to different numbers.
 */
export function catchUp(driver: Driver, limit: number): number {
  const [mark] = driver.all('SELECT seq FROM projected');
  if (mark === undefined) throw new Error('read how far the projections are: no row in `projected`');
  const rows = driver.all('SELECT * FROM event WHERE seq > ? ORDER BY seq LIMIT ?', [numberOf(mark, 'seq'), limit]);
  for (const row of rows) project(driver, eventRow(row));
  const last = rows.at(-1);
  if (last !== undefined) driver.run('UPDATE projected SET seq = ?', [numberOf(last, 'seq')]);
  return rows.length;
}

function project(driver: Driver, row: EventRow): void {
  const event = readEvent(row);
  if (event === null) return projectCount(driver, { ...row, fields: {}, day: dayOf(row.ts) }, 'unreadable');
  if (event.kind === 'verdict') return projectVerdict(driver, event);
  PROJECTORS[event.kind]?.(driver, event);
  const isNews = !isUpgrade(driver, event);
  if (WATCHED.has(event.kind)) projectWatched(driver, event);
  if (isNews) projectCount(driver, event, event.kind);
}

/** Kinds that feed a table of their own. */
const PROJECTORS: Readonly<Record<string, (driver: Driver, event: Read) => void>> = {
  approval: projectApproval,
  revocation: projectRevocation,
  label: projectLabel,
  session: projectSession,
  review: projectReview,
  call: projectCall,
  waiver: projectWaiver,
  outcome: projectOutcome,
  trial: projectTrial,
  tuning: projectTuning,
  anchor: projectAnchor,
};
const WATCHED: ReadonlySet<string> = new Set(['skip', 'tamper', 'restore', 'watch']);

export function eventRow(row: Row): EventRow {
  return {
    seq: numberOf(row, 'seq'),
    id: textOf(row, 'id'),
    v: numberOf(row, 'v'),
    ts: numberOf(row, 'ts'),
    repo: textOf(row, 'repo'),
    checkout: textOf(row, 'checkout'),
    actor: textOf(row, 'actor'),
    kind: textOf(row, 'kind'),
    subject: textOf(row, 'subject'),
    payload: textOf(row, 'payload'),
  };
}
