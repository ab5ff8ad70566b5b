import { expect, test } from 'vitest';
import { hashesAt, readAnchored, readAnchoredPlaces, readHead, readLogId } from '../../src/log/anchors.ts';
import { openLog } from '../../src/log/open.ts';
import { verdictEvent } from '../../src/log/verdict-event.ts';
import type { NewEvent } from '../../src/model/event.ts';
import { AT, context, freshEnvironment, verdict } from './events.ts';

function anchored(seq: number, place: string): NewEvent {
  const payload = { seq, head: 'a'.repeat(64), place };
  return { ts: AT + seq, repo: '', checkout: '', actor: 'unknown', kind: 'anchor', subject: place, payload };
}

test('a log that was never begun has neither a name, nor a head, nor an anchor', async () => {
  const log = await openLog({ env: freshEnvironment().env, readOnly: true });
  expect([readLogId(log), readHead(log), readAnchored(log), readAnchoredPlaces(log)]).toEqual([null, null, null, []]);
});

test('its name stays, its head moves, and the furthest anchor is the one that counts', async () => {
  const log = await openLog({ env: freshEnvironment().env });
  log.append([verdictEvent(verdict(), context())]);
  const [id, head] = [readLogId(log), readHead(log)];
  log.append([anchored(1, 'git:/a'), anchored(2, 'git:/a'), anchored(1, 'file:/b')]);
  expect(readLogId(log)).toBe(id);
  expect(readHead(log)).toMatchObject({ seq: 4 });
  expect(hashesAt(log, [1, 99]).get(1)).toBe(head?.hash);
  expect(hashesAt(log, [1, 99]).size).toBe(1);
  expect(readAnchored(log)).toEqual({ seq: 2, ts: AT + 2, where: 'git:/a' });
  expect(readAnchoredPlaces(log).map(({ where, seq }) => [where, seq])).toEqual([
    ['git:/a', 2],
    ['file:/b', 1],
  ]);
  log.close();
});
