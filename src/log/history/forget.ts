import { existsSync } from 'node:fs';
import type { Environment } from '../../system/git.ts';
import { numberOf } from '../rows.ts';
import { inTransaction } from '../transaction.ts';
import { historyPath, openForWriting } from './file.ts';

/** What was read of one repository's past, overwritten with zeros; git says it again to whoever syncs. Answers how many commits it was. */
export function forgetHistory(env: Environment, repo: string): number {
  const path = historyPath(env);
  if (!existsSync(path)) return 0;
  const driver = openForWriting(path, 2_000);
  try {
    driver.exec('PRAGMA secure_delete = 1');
    const [row] = driver.all('SELECT id, commits FROM repository WHERE name = ?', [repo]);
    if (row === undefined) return 0;
    const id = numberOf(row, 'id');
    inTransaction(driver, () => {
      driver.run('DELETE FROM touched WHERE file IN (SELECT id FROM file WHERE repo = ?)', [id]);
      driver.run('DELETE FROM claim WHERE n IN (SELECT n FROM past WHERE repo = ?)', [id]);
      for (const table of ['past', 'file', 'agent', 'person', 'gone'])
        driver.run(`DELETE FROM ${table} WHERE repo = ?`, [id]);
      driver.run('DELETE FROM repository WHERE id = ?', [id]);
    });
    driver.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return numberOf(row, 'commits');
  } finally {
    driver.close();
  }
}
