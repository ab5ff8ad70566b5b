import { isRecord } from '../../model/json.ts';
import type { Driver } from '../driver.ts';
import { records, text } from './payload.ts';
import type { VerdictRow } from './verdict.ts';

/**
 * What a hook let pass, by object id. A commit is made after its verdict and has no id yet, but its tree and what it stands on
 * are known; a push names its commits.
 */
export function projectJudged(driver: Driver, { event, hook, level }: VerdictRow): void {
  if (hook === '' || (level !== 'allow' && level !== 'warn')) return;
  const objects = event.fields['objects'];
  if (!isRecord(objects)) return;
  const keep = (oid: string, what: string, beside: string): void => {
    if (oid === '') return;
    driver.run('INSERT OR IGNORE INTO judged(oid, what, beside, repo, checkout) VALUES(?, ?, ?, ?, ?)', [
      oid,
      what,
      beside,
      event.repo,
      event.checkout,
    ]);
  };
  keep(text(objects, 'tree'), 'tree', text(objects, 'head'));
  for (const ref of records(objects, 'refs')) keep(text(ref, 'after'), 'tip', text(ref, 'ref'));
  const { commits } = objects;
  for (const oid of Array.isArray(commits) ? commits : []) if (typeof oid === 'string') keep(oid, 'commit', '');
}
