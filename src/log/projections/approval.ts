import { isRecord } from '../../model/json.ts';
import type { Driver } from '../driver.ts';
import { number, text, textOrNone } from './payload.ts';
import type { Read } from './payload.ts';

/** The approval itself, and the end of every refusal it answers. */
export function projectApproval(driver: Driver, event: Read): void {
  const { fields } = event;
  const by = isRecord(fields['by']) ? fields['by'] : {};
  const [rule, subject, at] = [text(fields, 'rule'), text(fields, 'subject'), number(fields, 'at') ?? event.ts];
  driver.run(
    `INSERT INTO approval(id, seq, repo, rule, subject, before_oid, after_oid, by_name, by_email, assurance, at, expires, because)
     VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO NOTHING`,
    [
      text(fields, 'id'),
      event.seq,
      event.repo,
      rule,
      subject,
      textOrNone(fields, 'before'),
      textOrNone(fields, 'after'),
      text(by, 'name'),
      text(by, 'email'),
      text(fields, 'assurance'),
      at,
      number(fields, 'expires') ?? at,
      text(fields, 'because'),
    ],
  );
  driver.run(
    `UPDATE refusal SET outcome = 'approved', closed_ts = ?
     WHERE repo = ? AND outcome = 'open' AND rule = ? AND subject = ?`,
    [at, event.repo, rule, subject],
  );
}

export function projectRevocation(driver: Driver, event: Read): void {
  driver.run('UPDATE approval SET revoked = ? WHERE id = ?', [event.ts, text(event.fields, 'approval')]);
}
