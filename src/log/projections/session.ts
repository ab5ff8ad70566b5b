import type { Driver } from '../driver.ts';
import { text, type Read } from './payload.ts';
import type { VerdictRow } from './verdict.ts';

type Beat = {
  readonly agent: string;
  readonly session: string;
  readonly started: number | null;
  readonly ended: number | null;
  readonly calls: number;
  readonly refused: number;
  readonly model: string;
  readonly mode: string;
};

/** A session that says it begins or ends. */
export function projectSession(driver: Driver, event: Read): void {
  const what = text(event.fields, 'what');
  beat(driver, event, {
    agent: text(event.fields, 'agent'),
    session: text(event.fields, 'session'),
    started: what === 'start' ? event.ts : null,
    ended: what === 'end' ? event.ts : null,
    calls: 0,
    refused: 0,
    model: text(event.fields, 'model'),
    mode: text(event.fields, 'mode'),
  });
}

/** Every tool call is a sign of life: a session whose start we never saw is in force all the same. */
export function projectCall(driver: Driver, { event, inlet, hook, agent, level }: VerdictRow): void {
  if (inlet !== 'tool' || hook === '') return;
  const refused = level === 'deny' || level === 'ask' ? 1 : 0;
  const session = text(event.fields, 'session');
  beat(driver, event, { agent, session, started: null, ended: null, calls: 1, refused, model: '', mode: '' });
}

function beat(driver: Driver, { repo, checkout, ts }: Read, one: Beat): void {
  driver.run(
    `INSERT INTO session(agent, session, repo, checkout, model, mode, started, last, ended, calls, refused)
     VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT(agent, session) DO UPDATE SET repo = excluded.repo, checkout = excluded.checkout,
       model = CASE WHEN excluded.model = '' THEN model ELSE excluded.model END,
       mode = CASE WHEN excluded.mode = '' THEN mode ELSE excluded.mode END,
       started = coalesce(started, excluded.started), last = max(last, excluded.last), ended = excluded.ended,
       calls = calls + excluded.calls, refused = refused + excluded.refused`,
    [one.agent, one.session, repo, checkout, one.model, one.mode, one.started, ts, one.ended, one.calls, one.refused],
  );
}
