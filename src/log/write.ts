import { GENESIS, hashEvent } from './chain.ts';
import type { EventRow } from './chain.ts';
import type { Database } from './database.ts';
import type { Driver } from './driver.ts';
import type { Minted } from './mint.ts';
import { catchUp } from './projections/catch-up.ts';
import { numberOf, textOf } from './rows.ts';
import { inTransaction } from './transaction.ts';

/** How far projections may be brought forward on somebody's keystroke; `stats` and `log rebuild` do the rest. */
const WITHIN_APPEND = 2_000;

/** Events and what follows from them, in one transaction: either all of it is there or none. Answers the last `seq`. */
export function writeEvents(database: Database, spooled: readonly Minted[], events: readonly Minted[]): number {
  const { driver } = database;
  return inTransaction(driver, () => {
    const late = spooled.filter((event) => !isKnown(driver, event.id));
    const head = [...late, ...events].reduce((previous, event) => insert(driver, previous, event), readHead(driver));
    if (database.schema === 'ours') catchUp(driver, WITHIN_APPEND);
    return head.seq;
  });
}

type Head = { readonly seq: number; readonly hash: string };

function readHead(driver: Driver): Head {
  const [row] = driver.all('SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1');
  return row === undefined ? { seq: 0, hash: GENESIS } : { seq: numberOf(row, 'seq'), hash: textOf(row, 'hash') };
}

/** Killed between commit and removal of the spool file, the same event comes by twice. */
function isKnown(driver: Driver, id: string): boolean {
  return driver.all('SELECT 1 AS known FROM event WHERE id = ?', [id]).length > 0;
}

function insert(driver: Driver, head: Head, event: Minted): Head {
  const row: EventRow = { ...event, seq: head.seq + 1 };
  const hash = hashEvent(head.hash, row);
  driver.run(
    `INSERT INTO event(seq, id, v, ts, repo, checkout, actor, kind, subject, payload, prev, hash)
     VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      row.seq,
      row.id,
      row.v,
      row.ts,
      row.repo,
      row.checkout,
      row.actor,
      row.kind,
      row.subject,
      row.payload,
      head.hash,
      hash,
    ],
  );
  return { seq: row.seq, hash };
}
