import type { Oid } from '../../model/change.ts';
import type { Row } from '../driver.ts';
import type { History } from '../history.ts';
import { numberOf, textOf } from '../rows.ts';
import { inTransaction } from '../transaction.ts';

/** Everything of this repository, to be read anew. */
export function forgetPast(history: History, repo: number): void {
  const driver = history.driver();
  inTransaction(driver, () => {
    driver.run('DELETE FROM touched WHERE file IN (SELECT id FROM file WHERE repo = ?)', [repo]);
    driver.run('DELETE FROM claim WHERE n IN (SELECT n FROM past WHERE repo = ?)', [repo]);
    for (const table of ['past', 'file', 'person', 'agent', 'gone']) {
      driver.run(`DELETE FROM ${table} WHERE repo = ?`, [repo]);
    }
    driver.run("UPDATE repository SET tip = '', heads = '', shallow = '', commits = 0, told = 0 WHERE id = ?", [repo]);
  });
}

/** Takes out commits that the branch holds no more, as if they had not been read. Answers how many there were. */
export function removePast(history: History, repo: number, oids: readonly Oid[]): number {
  const driver = history.driver();
  return inTransaction(driver, () => {
    const rows = oids.flatMap((oid) => driver.all('SELECT * FROM past WHERE repo = ? AND oid = ?', [repo, oid]));
    driver.exec('CREATE TEMP TABLE IF NOT EXISTS leaving(n INTEGER PRIMARY KEY); DELETE FROM leaving');
    for (const row of rows) {
      driver.run('INSERT INTO leaving(n) VALUES(?)', [numberOf(row, 'n')]);
      driver.run('INSERT INTO gone(repo, oid) VALUES(?, ?) ON CONFLICT DO NOTHING', [repo, textOf(row, 'oid')]);
      uncount(history, repo, row);
    }
    const files = driver.all('SELECT DISTINCT file FROM touched WHERE n IN (SELECT n FROM leaving)');
    driver.run('DELETE FROM touched WHERE n IN (SELECT n FROM leaving)');
    driver.run('DELETE FROM claim WHERE n IN (SELECT n FROM leaving)');
    driver.run('DELETE FROM past WHERE n IN (SELECT n FROM leaving)');
    for (const row of files) recount(history, numberOf(row, 'file'));
    const counted = rows.filter((row) => numberOf(row, 'merge') === 0).length;
    driver.run('UPDATE repository SET commits = commits - ? WHERE id = ?', [counted, repo]);
    return counted;
  });
}

function uncount(history: History, repo: number, row: Row): void {
  const driver = history.driver();
  if (numberOf(row, 'merge') === 1) return;
  const agent = textOf(row, 'agent');
  if (agent === '') {
    driver.run('UPDATE person SET commits = commits - 1 WHERE id = ?', [numberOf(row, 'person')]);
    return;
  }
  driver.run('UPDATE agent SET commits = commits - 1 WHERE repo = ? AND agent = ? AND area = ?', [
    repo,
    agent,
    textOf(row, 'area'),
  ]);
}

function recount(history: History, file: number): void {
  history.driver().run(
    `UPDATE file SET changes = (SELECT count(*) FROM touched WHERE file = ?),
       last = coalesce((SELECT max(past.ts) FROM touched JOIN past ON past.n = touched.n WHERE touched.file = ?), 0)
     WHERE id = ?`,
    [file, file, file],
  );
}
