import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../system/git.ts';
import { userPaths } from '../../system/paths.ts';
import { openDriver, type Driver } from '../driver.ts';
import { isDamage, reasonOf } from '../failure.ts';
import { makePrivateFolder } from '../folder.ts';
import { numberOf } from '../rows.ts';
import { inTransaction } from '../transaction.ts';
import { createHistory, HISTORY_VERSION } from './schema.ts';

export type HistoryFile =
  | { readonly kind: 'open'; readonly driver: Driver }
  /** Nothing was read yet, or by another version: there is nothing to be had, and no reason to stop. */
  | { readonly kind: 'empty'; readonly why: string };

export function historyPath(env: Environment): string {
  return join(userPaths(env).state, 'history.db');
}

/** To read it, as it stands: what is damaged or another version's is as good as none, and the next sync makes it anew. */
export function openForReading(path: string): HistoryFile {
  if (!existsSync(path)) return { kind: 'empty', why: 'no history was read yet' };
  try {
    const driver = openDriver(path);
    driver.exec('PRAGMA busy_timeout = 200; PRAGMA query_only = 1');
    if (versionOf(driver) === HISTORY_VERSION) return { kind: 'open', driver };
    driver.close();
    return { kind: 'empty', why: 'another version of guardrail read it' };
  } catch (error) {
    return { kind: 'empty', why: reasonOf(error) };
  }
}

/** To write it: it holds nothing that git does not say again, so what is no use is thrown away. */
export function openForWriting(path: string, busyMs: number): Driver {
  makePrivateFolder(join(path, '..'));
  try {
    return begin(path, busyMs);
  } catch (error) {
    if (!isDamage(error)) throw error;
    discard(path);
    return begin(path, busyMs);
  }
}

function begin(path: string, busyMs: number): Driver {
  const driver = openDriver(path);
  try {
    // NORMAL: what a power cut takes is read again from git
    driver.exec(`PRAGMA busy_timeout = ${busyMs}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL`);
    if (versionOf(driver) !== HISTORY_VERSION) inTransaction(driver, () => create(driver));
    return driver;
  } catch (error) {
    driver.close();
    throw error;
  }
}

function create(driver: Driver): void {
  if (versionOf(driver) === HISTORY_VERSION) return; // another process was here first
  const names = driver.all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
  for (const { name } of names) driver.exec(`DROP TABLE "${String(name).replaceAll('"', '""')}"`);
  driver.exec(createHistory);
  driver.exec(`PRAGMA user_version = ${HISTORY_VERSION}`);
}

function discard(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
}

function versionOf(driver: Driver): number {
  const [row] = driver.all('PRAGMA user_version');
  return row === undefined ? 0 : numberOf(row, 'user_version');
}
