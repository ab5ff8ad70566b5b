import { openDriver } from './driver.ts';
import type { Driver } from './driver.ts';
import { migrations } from './migrations/index.ts';
import { numberOf } from './rows.ts';
import { inTransaction } from './transaction.ts';

export type Database = {
  readonly driver: Driver;
  readonly version: number;
  /** `newer`: another engine's projections; its events table is ours too, since that one is frozen. */
  readonly schema: 'ours' | 'newer';
};

export type DatabaseOptions = { readonly readOnly: boolean; readonly busyMs: number };

export function openDatabase(path: string, options: DatabaseOptions): Database {
  const driver = openDriver(path);
  try {
    driver.exec(`PRAGMA busy_timeout = ${options.busyMs}`);
    if (options.readOnly) driver.exec('PRAGMA query_only = 1');
    else driver.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    const version = options.readOnly ? readVersion(driver) : migrate(driver);
    return { driver, version, schema: version > migrations.length ? 'newer' : 'ours' };
  } catch (error) {
    driver.close();
    throw error;
  }
}

function migrate(driver: Driver): number {
  if (readVersion(driver) >= migrations.length) return readVersion(driver);
  return inTransaction(driver, () => {
    // read again under the lock: another process may have been here first
    const version = readVersion(driver);
    for (const sql of migrations.slice(version)) driver.exec(sql);
    const now = Math.max(version, migrations.length);
    driver.exec(`PRAGMA user_version = ${now}`);
    return now;
  });
}

function readVersion(driver: Driver): number {
  const [row] = driver.all('PRAGMA user_version');
  if (row === undefined) throw new Error('read the version of the log: no answer');
  return numberOf(row, 'user_version');
}
