import type { Driver } from './driver.ts';

/** IMMEDIATE: the lock is taken before the last hash is read, so that two processes never continue the chain from one row. */
export function inTransaction<T>(driver: Driver, work: () => T): T {
  driver.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    driver.exec('COMMIT');
    return result;
  } catch (error) {
    rollBack(driver);
    throw error;
  }
}

/** A full disk has already rolled back by itself; then this fails, and the first error is the one to tell. */
function rollBack(driver: Driver): void {
  try {
    driver.exec('ROLLBACK');
  } catch {
    return;
  }
}
