import { isRefusal, levels } from '../../model/level.ts';
import type { Driver, Row } from '../driver.ts';
import { textOf } from '../rows.ts';
import type { RulingRow, VerdictRow } from './verdict.ts';

/**
 * What became of a refusal, told by the next verdicts at the same inlet, repository and branch: refused again is one more
 * try; allowed because somebody approved it, or allowed because it is no longer there. One that nothing follows stays open,
 * and `stats` counts it as given up after a while. `check` on some paths is a question, not a try.
 */
export function projectRefusals(driver: Driver, verdict: VerdictRow): void {
  if (verdict.inlet === 'paths' || verdict.inlet === 'patch' || verdict.inlet === 'plan' || verdict.inlet === 'case')
    return;
  const refused = new Map(verdict.rulings.filter(isRefused).map((ruling) => [keyOf(ruling), ruling]));
  const approved = new Set(verdict.rulings.filter((ruling) => !isRefused(ruling) && wasRaised(ruling)).map(keyOf));
  const open = new Set<string>();
  for (const row of openRefusals(driver, verdict)) {
    const key = keyOf({ rule: textOf(row, 'rule'), subject: textOf(row, 'subject') });
    const again = refused.get(key);
    if (again !== undefined) {
      open.add(key);
      tryAgain(driver, verdict, again);
    } else if (approved.has(key) || (verdict.inlet !== 'tool' && !isRefusedLevel(verdict.level)))
      // the next tool call is about something else: that it passes says nothing of this one
      close(driver, verdict, row, approved.has(key) ? 'approved' : 'redone');
  }
  for (const [key, ruling] of refused) if (!open.has(key)) begin(driver, verdict, ruling);
}

function keyOf(of: { readonly rule: string; readonly subject: string }): string {
  return `${of.rule}\n${of.subject}`;
}

function isRefused(ruling: RulingRow): boolean {
  return isRefusedLevel(ruling.level);
}

function wasRaised(ruling: RulingRow): boolean {
  return isRefusedLevel(ruling.raised);
}

function isRefusedLevel(name: string): boolean {
  const level = levels.find((known) => known === name);
  return level === undefined || isRefusal(level);
}

function placeOf(verdict: VerdictRow): readonly [repo: string, branch: string, inlet: string] {
  return [verdict.event.repo, verdict.branch, verdict.inlet];
}

function openRefusals(driver: Driver, verdict: VerdictRow): readonly Row[] {
  return driver.all(
    "SELECT rule, subject FROM refusal WHERE repo = ? AND branch = ? AND inlet = ? AND outcome = 'open'",
    placeOf(verdict),
  );
}

function begin(driver: Driver, verdict: VerdictRow, ruling: RulingRow): void {
  const { event } = verdict;
  driver.run(
    `INSERT INTO refusal(seq, repo, branch, inlet, rule, subject, ruling, level, actor_kind, agent, role, first_ts, last_ts, tries, outcome)
     VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 'open')`,
    [
      event.seq,
      ...placeOf(verdict),
      ruling.rule,
      ruling.subject,
      ruling.id,
      ruling.level,
      verdict.actorKind,
      verdict.agent,
      verdict.role,
      event.ts,
      event.ts,
    ],
  );
}

const OPEN_ONE = "repo = ? AND branch = ? AND inlet = ? AND outcome = 'open' AND rule = ? AND subject = ?";

function tryAgain(driver: Driver, verdict: VerdictRow, ruling: RulingRow): void {
  driver.run(`UPDATE refusal SET tries = tries + 1, last_ts = ?, ruling = ?, level = ? WHERE ${OPEN_ONE}`, [
    verdict.event.ts,
    ruling.id,
    ruling.level,
    ...placeOf(verdict),
    ruling.rule,
    ruling.subject,
  ]);
}

function close(driver: Driver, verdict: VerdictRow, row: Row, outcome: 'approved' | 'redone'): void {
  driver.run(`UPDATE refusal SET outcome = ?, closed_ts = ? WHERE ${OPEN_ONE}`, [
    outcome,
    verdict.event.ts,
    ...placeOf(verdict),
    textOf(row, 'rule'),
    textOf(row, 'subject'),
  ]);
}
