import type { Driver } from '../driver.ts';
import { type Identified, identityOf, modeOf } from '../identity.ts';
import { actorOf, number, record, records, text, textOrNone, type Fields, type Read } from './payload.ts';

/** A round's verdict, and each finding as it stands after it. */
export function projectReview(driver: Driver, event: Read): void {
  const { fields } = event;
  const [loop, branch] = [text(fields, 'loop'), text(fields, 'branch')];
  const ledger = records(fields, 'ledger');
  const open = ledger.filter((entry) => entry['open'] === true).length;
  driver.run(
    `INSERT INTO review(seq, id, ts, repo, checkout, branch, key, loop, round, head, tree, outcome, stop, open, money, tokens, ms)
     VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      event.seq,
      text(fields, 'id'),
      event.ts,
      event.repo,
      event.checkout,
      branch,
      text(fields, 'key'),
      loop,
      number(fields, 'round') ?? 0,
      text(fields, 'head'),
      text(fields, 'tree'),
      text(fields, 'outcome'),
      text(fields, 'stop'),
      open,
      number(fields, 'money') ?? 0,
      number(fields, 'tokens') ?? 0,
      number(fields, 'ms') ?? 0,
    ],
  );
  const spec = textOrNone(record(fields, 'spec'), 'path') ?? '';
  for (const entry of ledger) {
    projectFinding(driver, event, { loop, branch, entry });
    projectClaim(driver, { loop, spec, entry });
  }
}

/**
 * As its reader said it first: what it states of the same finding a round later is no new claim. One reader may read the change blind and
 * once more with the author's words, as two identities: events since then say who of them said it blind.
 */
function projectClaim(driver: Driver, { loop, spec, entry }: Omit<One, 'branch'> & { readonly spec: string }): void {
  driver.run(
    `INSERT OR IGNORE INTO claim(loop, id, confidence, criterion, spec, identity) VALUES(?, ?, ?, ?, ?, coalesce(
       (SELECT identity FROM asked WHERE loop = ? AND reviewer = ? AND mode <> 'refute' ORDER BY mode = ? DESC, seq DESC LIMIT 1), ''))`,
    [
      loop,
      text(entry, 'id'),
      number(entry, 'confidence'),
      text(entry, 'criterion'),
      spec,
      loop,
      text(entry, 'finder'),
      saidHow(entry),
    ],
  );
}

function saidHow(entry: Fields): 'blind' | 'aware' {
  const said = entry['said'];
  return Array.isArray(said) && !said.includes(entry['finder']) ? 'aware' : 'blind';
}

type One = { readonly loop: string; readonly branch: string; readonly entry: Fields };

function projectFinding(driver: Driver, { repo, seq, ts }: Read, { loop, branch, entry }: One): void {
  driver.run(
    `INSERT INTO finding(loop, id, repo, branch, seq, failure_model, path, line, severity, blocking, state, finder, vendor,
       model, since, last, first_ts, last_ts)
     VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT(loop, id) DO UPDATE SET branch = excluded.branch, seq = excluded.seq, line = excluded.line,
       path = excluded.path, severity = excluded.severity, blocking = excluded.blocking, state = excluded.state,
       last = excluded.last, last_ts = excluded.last_ts`,
    [
      loop,
      text(entry, 'id'),
      repo,
      branch,
      seq,
      text(entry, 'failureModel'),
      text(entry, 'path'),
      number(entry, 'line') ?? 0,
      text(entry, 'severity'),
      entry['blocking'] === true ? 1 : 0,
      text(entry, 'state'),
      text(entry, 'finder'),
      text(entry, 'vendor'),
      text(entry, 'model'),
      number(entry, 'since') ?? 0,
      number(entry, 'last') ?? 0,
      ts,
      ts,
    ],
  );
}

/** What was spent counts on the day it was spent, whatever came of it. */
export function projectCall(driver: Driver, event: Read): void {
  const { fields } = event;
  const count = (key: string): number => number(fields, key) ?? 0;
  driver.run(
    `INSERT INTO call(seq, ts, day, repo, loop, topic, purpose, reviewer, vendor, model, outcome, cause, input, cached, output,
       money, ms, tries) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      event.seq,
      event.ts,
      event.day,
      event.repo,
      text(fields, 'loop'),
      text(fields, 'topic'),
      text(fields, 'purpose'),
      text(fields, 'reviewer'),
      text(fields, 'vendor'),
      text(fields, 'model'),
      text(fields, 'outcome'),
      text(fields, 'cause'),
      count('input'),
      count('cached'),
      count('output'),
      count('money'),
      count('ms'),
      count('tries'),
    ],
  );
  projectAsked(driver, event);
}

/** Questions that went nowhere (nobody reached) say nothing of a reader. */
function projectAsked(driver: Driver, { fields, ...event }: Read): void {
  const asked = readAsked(fields);
  driver.run(
    `INSERT INTO asked(seq, ts, repo, loop, round, reviewer, identity, vendor, model, mode, outcome, money)
     VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      event.seq,
      event.ts,
      event.repo,
      text(fields, 'loop'),
      number(fields, 'round') ?? 0,
      text(fields, 'reviewer'),
      identityOf(asked),
      asked.vendor,
      asked.model,
      asked.mode,
      text(fields, 'outcome'),
      number(fields, 'money') ?? 0,
    ],
  );
}

function readAsked(fields: Fields): Identified {
  return {
    vendor: text(fields, 'vendor'),
    model: textOrNone(fields, 'served') ?? text(fields, 'model'),
    by: text(fields, 'by'),
    prompt: text(record(fields, 'prompt'), 'hash'),
    mode: modeOf(text(fields, 'purpose')),
  };
}

/** What an agent or nobody we know lets pass is kept as an event, and lets nothing pass. */
export function projectWaiver(driver: Driver, event: Read): void {
  const { fields } = event;
  if (actorOf(event.actor).kind !== 'human') return;
  driver.run(
    `INSERT INTO waiver(seq, ts, repo, target, key, by_name, by_email, because, expires) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      event.seq,
      event.ts,
      event.repo,
      text(fields, 'target'),
      textOrNone(fields, 'key') ?? '',
      text(fields, 'name'),
      text(fields, 'email'),
      text(fields, 'because'),
      number(fields, 'expires'),
    ],
  );
}
