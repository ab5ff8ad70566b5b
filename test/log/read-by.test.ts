import { expect, test } from 'vitest';
import { readCalibrationRows } from '../../src/log/calibration.ts';
import { openLog } from '../../src/log/open.ts';
import { readPairs } from '../../src/log/said.ts';
import type { NewEvent } from '../../src/model/event.ts';
import { ANA, DAY, REPO, reviewed } from '../learn/asked.ts';
import { AT, freshEnvironment } from './events.ts';

const span = { from: AT - 90 * DAY, now: AT + DAY, repo: REPO };

function call(reviewer: string, over: Readonly<Record<string, string>> = {}): NewEvent {
  const of = { loop: 'l-1', round: 1, topic: reviewer, purpose: 'blind', reviewer, vendor: 'v', model: reviewer };
  const payload = { ...of, outcome: 'complete', cause: '', money: 0.25, prompt: { hash: 'p' }, by: 'x', ...over };
  return { ts: AT, repo: REPO, checkout: '', actor: ANA, kind: 'call', subject: reviewer, payload };
}

test('a reader is counted by its whole readings of changes: no denials, no seeded defects, nothing that was cut off', async () => {
  const { env } = freshEnvironment();
  const log = await openLog({ env });
  log.append([
    call('a'),
    call('a', { loop: 'l-2' }),
    call('a', { purpose: 'refute' }),
    call('a', { loop: 'canary-1' }),
    call('a', { outcome: 'inconclusive' }),
  ]);
  expect(readCalibrationRows(log, span).asked).toMatchObject([{ mode: 'blind', runs: 2, changes: 2, money: 0.5 }]);
  log.close();
});

test('who of two said a finding is read of the round in which it was new, and of no later one', async () => {
  const { env } = freshEnvironment();
  const log = await openLog({ env });
  const round = (n: number): NewEvent => {
    const event = reviewed(env, 'l-1', [{ id: 'f-old' }, { id: 'f-new' }], AT + n);
    const { ledger } = event.payload;
    const entries = Array.isArray(ledger) ? ledger : [];
    const said = entries.map((entry, i) => ({
      ...Object(entry),
      since: i === 0 ? 1 : 2,
      said: i === 0 ? ['a', 'b'] : ['b'],
    }));
    const readers = [{ name: 'a' }, { name: 'b' }];
    return { ...event, payload: { ...event.payload, round: n, readers, ledger: said } };
  };
  log.append([call('a'), call('b'), round(1), round(2)]);
  const pairs = readPairs(log, span);
  expect(pairs.map(({ finding, read, said }) => [finding, read.length, said.length])).toEqual([
    ['f-old', 2, 2],
    ['f-new', 2, 1],
  ]);
  log.close();
});
