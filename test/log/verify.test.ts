import { expect, test } from 'vitest';
import type { Log } from '../../src/log/open.ts';
import { openLog } from '../../src/log/open.ts';
import { verdictEvent } from '../../src/log/verdict-event.ts';
import { verifyChain } from '../../src/log/verify.ts';
import { context, freshEnvironment, verdict } from './events.ts';

async function tampered(sql: string): Promise<Log> {
  const log = await openLog({ env: freshEnvironment().env });
  log.append(Array.from({ length: 9 }, (_, i) => verdictEvent(verdict({ branch: `b${i}` }), context())));
  const driver = log.driver();
  // somebody who can write the file can also drop the triggers
  driver.exec(`DROP TRIGGER event_is_never_changed; DROP TRIGGER event_is_never_deleted; ${sql}`);
  return log;
}

test('untouched, it is whole', async () => {
  expect(verifyChain(await tampered(''))).toMatchObject({ kind: 'whole', events: 9 });
});

test.each([
  ['a payload edited', "UPDATE event SET payload = replace(payload, 'allow', 'deny') WHERE seq = 4", 4, 'edited'],
  ['a time edited', 'UPDATE event SET ts = ts + 1 WHERE seq = 1', 1, 'edited'],
  ['an author edited', "UPDATE event SET actor = 'human:ana@shop.example' WHERE seq = 9", 9, 'edited'],
  [
    'text moved into the next column',
    "UPDATE event SET subject = 'verdict' || subject, kind = '' WHERE seq = 5",
    5,
    'edited',
  ],
  ['a row removed', 'DELETE FROM event WHERE seq = 5', 5, 'gap'],
  ['the first row removed', 'DELETE FROM event WHERE seq = 1', 1, 'gap'],
  [
    'a row removed and the rest moved up',
    'DELETE FROM event WHERE seq = 5; UPDATE event SET seq = seq - 1 WHERE seq > 5',
    5,
    'does not follow',
  ],
  [
    'two rows exchanged',
    'UPDATE event SET seq = 100 WHERE seq = 3; UPDATE event SET seq = 3 WHERE seq = 4; UPDATE event SET seq = 4 WHERE seq = 100',
    3,
    'does not follow',
  ],
  ['the end cut off', 'DELETE FROM event WHERE seq > 6', 7, 'cut off'],
] as const)('%s: the first broken row is named', async (_name, sql, seq, what) => {
  expect(verifyChain(await tampered(sql))).toMatchObject({ kind: 'broken', seq, what });
});

test('rows whose texts are long, empty, or not of this alphabet are whole, and bytes behind a NUL cannot hide', async () => {
  const log = await openLog({ env: freshEnvironment().env });
  const branches = ['', 'ветка-ü-\u{1f600}', 'x'.repeat(70_000), '1', '\ud800 alone', 'a\u0000b'];
  log.append(branches.map((branch) => verdictEvent(verdict({ branch }), context({ checkout: branch }))));
  expect(verifyChain(log)).toMatchObject({ kind: 'whole', events: branches.length });
  log.driver().exec(`DROP TRIGGER event_is_never_changed;
    UPDATE event SET payload = CAST(CAST(payload AS BLOB) || x'00' || CAST('"level":"allow"' AS BLOB) AS TEXT) WHERE seq = 4`);
  expect(verifyChain(log)).toMatchObject({ kind: 'broken', seq: 4, what: 'edited' });
});
