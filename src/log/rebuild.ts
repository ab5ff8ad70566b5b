import type { Driver } from './driver.ts';
import type { Log } from './open.ts';
import { catchUp } from './projections/catch-up.ts';
import { createProjections, PROJECTION_TABLES } from './projections/schema.ts';
import { numberOf } from './rows.ts';
import { inTransaction } from './transaction.ts';

const BATCH = 5_000;

/** Throws the projections away and reads them anew; readers see the old numbers until all of it is done. Answers how many events were read. */
export function rebuildProjections(log: Log): number {
  if (log.schema === 'newer') {
    throw new Error(`rebuild ${log.path}: its numbers belong to a newer guardrail; run that one`);
  }
  const driver = log.driver();
  return inTransaction(driver, () => {
    for (const table of PROJECTION_TABLES) driver.exec(`DROP TABLE IF EXISTS ${table}`);
    driver.exec(createProjections);
    return readAll(driver, BATCH);
  });
}

/** Reads on where the projections stopped: an older or newer client may have appended without touching them. */
export function bringForward(log: Log): number {
  let read = 0;
  while (isBehind(log)) read += inTransaction(log.driver(), () => catchUp(log.driver(), BATCH));
  return read;
}

export function isBehind(log: Log): boolean {
  if (log.schema !== 'ours') return false;
  const [row] = log.all('SELECT (SELECT max(seq) FROM event) > (SELECT seq FROM projected) AS behind');
  return row !== undefined && row['behind'] !== null && numberOf(row, 'behind') === 1;
}

function readAll(driver: Driver, batch: number): number {
  let read = 0;
  for (;;) {
    const some = catchUp(driver, batch);
    read += some;
    if (some < batch) return read;
  }
}
