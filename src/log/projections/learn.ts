import type { Driver } from '../driver.ts';
import { actorOf, number, text, type Read } from './payload.ts';

/**
 * Told twice, by two clones or two readings of one history, it is one; what is withdrawn stays and counts no more. What only a person
 * can know (an incident, that something was no fault of the commit) is kept of anybody else without weight, and changes nothing that is there.
 */
export function projectOutcome(driver: Driver, event: Read): void {
  const { fields } = event;
  const isOfPerson = text(fields, 'source') === 'person' || text(fields, 'kind') === 'incident';
  const counts = !isOfPerson || actorOf(event.actor).kind === 'human';
  driver.run(
    `INSERT INTO outcome(id, seq, ts, repo, oid, kind, weight, evidence, withdrawn) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT(id) DO ${counts ? UPDATED : 'NOTHING'}`,
    [
      text(fields, 'id'),
      event.seq,
      number(fields, 'ts') ?? event.ts,
      event.repo,
      text(fields, 'commit'),
      text(fields, 'kind'),
      counts ? (number(fields, 'weight') ?? 0) : 0,
      text(fields, 'evidence'),
      fields['withdrawn'] === true ? 1 : 0,
    ],
  );
}

const UPDATED = 'UPDATE SET seq = excluded.seq, weight = excluded.weight, withdrawn = excluded.withdrawn';

export function projectTrial(driver: Driver, event: Read): void {
  const { fields } = event;
  driver.run(
    `INSERT INTO trial(seq, ts, repo, failure_model, seed, diff, origin, identity, vendor, model, mode, result, cause, money)
     VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      event.seq,
      event.ts,
      event.repo,
      text(fields, 'failureModel'),
      text(fields, 'seed'),
      text(fields, 'diff'),
      text(fields, 'origin'),
      text(fields, 'identity'),
      text(fields, 'vendor'),
      text(fields, 'model'),
      text(fields, 'mode'),
      text(fields, 'result'),
      text(fields, 'cause'),
      number(fields, 'money') ?? 0,
    ],
  );
}

/** What a person turned. Said of an agent it is kept as an event, and neither followed nor waited for. */
export function projectTuning(driver: Driver, event: Read): void {
  const { fields } = event;
  if (actorOf(event.actor).kind !== 'human') return;
  driver.run(
    `INSERT INTO tuned(seq, id, ts, repo, contract, knob, was, becomes, undone) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      event.seq,
      text(fields, 'id'),
      event.ts,
      event.repo,
      text(fields, 'contract'),
      text(fields, 'knob'),
      text(fields, 'from'),
      text(fields, 'to'),
      fields['undone'] === true ? 1 : 0,
    ],
  );
}

export function projectAnchor(driver: Driver, event: Read): void {
  const { fields } = event;
  driver.run('INSERT INTO anchor(seq, ts, upto, head, place) VALUES(?, ?, ?, ?, ?)', [
    event.seq,
    event.ts,
    number(fields, 'seq') ?? 0,
    text(fields, 'head'),
    text(fields, 'place'),
  ]);
}
