import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { NewEvent } from '../../src/model/event.ts';
import { openDriver } from '../../src/log/driver.ts';
import { openLog } from '../../src/log/open.ts';
import { eventsSince, lastVerdicts } from '../../src/log/read.ts';
import { openCurrentLog, openNumbers } from '../../src/log/current.ts';
import { rebuildProjections } from '../../src/log/rebuild.ts';
import { verdictEvent } from '../../src/log/verdict-event.ts';
import { verifyChain } from '../../src/log/verify.ts';
import { userPaths } from '../../src/system/paths.ts';
import { newUlid } from '../../src/system/ulid.ts';
import { AT, context, freshEnvironment, verdict } from '../log/events.ts';

function judged(branch: string, at: number = AT): NewEvent {
  return verdictEvent(verdict({ branch, at }), context());
}

test('a locked log: events wait in the spool and are taken in, in order and once, by the next run', async () => {
  const { env, folder } = freshEnvironment();
  const log = await openLog({ env, busyMs: 10 });
  log.append([judged('first')]);
  const other = openDriver(log.path);
  other.exec('BEGIN IMMEDIATE');
  const spooled = log.append([judged('second')]);
  expect(spooled).toMatchObject({ kind: 'spooled', why: expect.stringContaining('locked') });
  expect(log.append([judged('third')])).toMatchObject({ kind: 'spooled' });
  other.exec('COMMIT');
  expect(log.append([judged('fourth')])).toMatchObject({ kind: 'written', seq: 4 });
  expect(readdirSync(join(folder, 'spool'))).toEqual([]);
  expect(eventsSince(log, 0, 10).map((event) => event.subject)).toEqual(['first', 'second', 'third', 'fourth']);
  expect(verifyChain(log).kind).toBe('whole');
  log.close();
});

test('killed between writing the event and removing its spool file: it is not written twice', async () => {
  const { env, folder } = freshEnvironment();
  const log = await openLog({ env, busyMs: 10 });
  const other = openDriver(log.path);
  other.exec('BEGIN IMMEDIATE');
  const spooled = log.append([judged('one')]);
  other.exec('COMMIT');
  const path = spooled.kind === 'spooled' ? spooled.path : '';
  const copy = readFileSync(path);
  log.append([]);
  writeFileSync(path, copy);
  log.append([]);
  expect(eventsSince(log, 0, 10)).toHaveLength(1);
  expect(readdirSync(join(folder, 'spool'))).toEqual([]);
  log.close();
});

test('a reader sees what waits in the spool', async () => {
  const { env } = freshEnvironment();
  const log = await openLog({ env, busyMs: 10 });
  const other = openDriver(log.path);
  other.exec('BEGIN IMMEDIATE');
  log.append([judged('waiting')]);
  other.exec('COMMIT');
  log.close();
  expect(lastVerdicts(await openCurrentLog(env), null, 10)).toMatchObject([{ branch: 'waiting' }]);
});

test.each([
  ['another shape', '{"id": 7}\n'],
  ['no JSON', 'hello\n'],
  [
    'half a millisecond',
    '{"id":"01A","v":1,"ts":1.5,"repo":"","checkout":"","actor":"","kind":"","subject":"","payload":"{}"}\n',
  ],
])('a spool file that holds no events (%s) is set aside, and the rest goes on', async (_name, content) => {
  const { env, folder } = freshEnvironment();
  mkdirSync(join(folder, 'spool'), { recursive: true });
  writeFileSync(join(folder, 'spool', '01A.jsonl'), content);
  const log = await openLog({ env });
  expect(log.append([judged('main')])).toMatchObject({ kind: 'written', seq: 1 });
  expect(readdirSync(join(folder, 'spool'))).toEqual(['01A.jsonl.unreadable']);
  expect(log.notes.join()).toContain('set aside');
  log.close();
});

test('a payload somebody has edited into nonsense does not stop the log', async () => {
  const { env } = freshEnvironment();
  const log = await openLog({ env });
  log.append([judged('main')]);
  log.driver().exec("DROP TRIGGER event_is_never_changed; UPDATE event SET payload = 'no JSON'");
  rebuildProjections(log);
  expect(log.all('SELECT name, n FROM daily_count')).toMatchObject([{ name: 'unreadable', n: 1 }]);
  expect(log.append([judged('main')])).toMatchObject({ kind: 'written', seq: 2 });
  expect(verifyChain(log)).toMatchObject({ kind: 'broken', seq: 1, what: 'edited' });
  log.close();
});

test('a home nobody can write to: events wait in the repository, and come home when there is one', async () => {
  const { env, home } = freshEnvironment();
  writeFileSync(join(home, '.local'), 'a file where a folder should be'); // as unwritable for root as for anybody
  const repository = join(home, 'repository');
  mkdirSync(repository);
  const fallback = join(repository, 'guardrail', 'spool');
  const log = await openLog({ env });
  expect(log.append([judged('main')])).toMatchObject({ kind: 'lost' });
  expect(log.append([judged('main')], fallback)).toMatchObject({
    kind: 'spooled',
    path: expect.stringContaining(fallback),
  });
  expect(() => lastVerdicts(log, null, 1)).toThrow('read the log');
  const healthy = await openLog({ env: freshEnvironment().env });
  expect(healthy.append([judged('other')], fallback)).toMatchObject({ kind: 'written', seq: 2 });
  expect(readdirSync(fallback)).toEqual([]);
  healthy.close();
});

test('a full disk: what was written stays, the rest is spooled', async () => {
  const { env } = freshEnvironment();
  const log = await openLog({ env });
  log.append([judged('before')]);
  log.driver().exec('PRAGMA max_page_count = 1'); // SQLite answers SQLITE_FULL from here on, as on a full disk
  const big = { ...judged('big'), payload: { text: 'word '.repeat(200_000) } };
  expect(log.append([big])).toMatchObject({ kind: 'spooled', why: expect.stringContaining('full') });
  expect(eventsSince(log, 0, 10)).toHaveLength(1);
  log.driver().exec('PRAGMA max_page_count = 1000000');
  expect(log.append([judged('after')])).toMatchObject({ kind: 'written', seq: 3 });
  expect(verifyChain(log)).toMatchObject({ kind: 'whole', events: 3 });
  log.close();
});

test.each([
  ['not a database', (path: string) => writeFileSync(path, 'no database '.repeat(1_000))],
  ['cut off in the middle', (path: string) => truncateSync(path, 5_000)],
  ['its pages overwritten', (path: string) => writeFileSync(path, readFileSync(path).fill(0x41, 4_096))],
])('a damaged file (%s) is kept under a telling name, and the new log begins by saying so', async (_name, damage) => {
  const { env, folder } = freshEnvironment();
  const first = await openLog({ env });
  for (let i = 0; i < 20; i += 1) first.append([judged(`b${i}`)]);
  first.driver().exec('PRAGMA wal_checkpoint(TRUNCATE)'); // else SQLite mends the file from its write-ahead log
  first.close();
  damage(first.path);
  const log = await openLog({ env });
  expect(log.append([judged('after')])).toMatchObject({ kind: 'written', seq: 2 });
  const [told, after] = eventsSince(log, 0, 10);
  expect(told).toMatchObject({ kind: 'failure', subject: 'log', payload: expect.stringContaining('damaged') });
  expect(after).toMatchObject({ kind: 'verdict', subject: 'after' });
  expect(readdirSync(folder).filter((name) => name.startsWith('log.db.damaged-')).length).toBeGreaterThan(0);
  expect(log.notes.join()).toContain('was damaged');
  log.close();
});

test('a log of a newer engine: events are added, its projections are not touched, and one line says so', async () => {
  const { env } = freshEnvironment();
  const old = await openLog({ env });
  old.append([judged('ours')]);
  old.driver().exec('PRAGMA user_version = 99; DROP TABLE daily; CREATE TABLE daily(other TEXT)');
  old.close();
  const log = await openLog({ env });
  expect(log.append([judged('theirs')])).toMatchObject({ kind: 'written', seq: 2 });
  expect(log.notes).toHaveLength(1);
  expect(log.all('SELECT * FROM daily')).toEqual([]);
  expect(log.all('SELECT seq FROM projected')).toMatchObject([{ seq: 1 }]);
  expect(verifyChain(log)).toMatchObject({ kind: 'whole', events: 2 });
  expect(() => rebuildProjections(log)).toThrow('newer guardrail');
  await expect(openNumbers(env)).rejects.toThrow('newer guardrail');
  log.close();
});

test('events that an older engine added without counting them are counted by the next reader', async () => {
  const { env } = freshEnvironment();
  const log = await openLog({ env });
  log.append([judged('a'), judged('b')]);
  log.driver().exec('UPDATE projected SET seq = 0; DELETE FROM verdict; DELETE FROM daily; DELETE FROM latency');
  log.close();
  expect(lastVerdicts(await openNumbers(env), null, 10)).toHaveLength(2);
});

test('a clock that goes backwards: the chain gives the order, the time is kept as told, ids keep growing', async () => {
  const log = await openLog({ env: freshEnvironment().env });
  log.append([judged('now', AT)]);
  log.append([judged('earlier', AT - 3_600_000)]);
  const events = eventsSince(log, 0, 10);
  expect(events.map((event) => event.ts)).toEqual([AT, AT - 3_600_000]);
  expect(lastVerdicts(log, null, 1)).toMatchObject([{ branch: 'earlier' }]);
  const ids = [newUlid(AT), newUlid(AT - 5), newUlid(AT)];
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(3);
  log.close();
});

test('a state folder that is a link to somewhere else is not used', async () => {
  const { env, folder, home } = freshEnvironment();
  mkdirSync(join(home, '.local/state'), { recursive: true });
  const target = join(home, 'target');
  mkdirSync(target);
  symlinkSync(target, folder);
  const log = await openLog({ env });
  expect(log.append([judged('main')])).toMatchObject({ kind: 'lost', why: expect.stringContaining('not a folder') });
  expect(existsSync(join(target, 'spool'))).toBe(false);
});

test('a home that is unset, empty or relative', () => {
  const named = userPaths({ HOME: '/home/ana', XDG_STATE_HOME: '/var/state', XDG_DATA_HOME: 'relative' });
  expect(named).toMatchObject({
    state: '/var/state/guardrail',
    data: '/home/ana/.local/share/guardrail',
    home: 'environment',
  });
  for (const env of [{}, { HOME: '' }, { HOME: 'here' }]) {
    expect(userPaths(env).state).toMatch(/^\/.*guardrail$/);
    expect(userPaths(env).home).not.toBe('environment');
  }
});

test('paths with a NUL, half a surrogate or control characters stay different from each other', async () => {
  const log = await openLog({ env: freshEnvironment().env });
  const branches = ['a\0b', 'a\0c', 'a\udc80', 'a\udc81', 'a\nb', 'a\u202eb'];
  log.append(branches.map((branch) => judged(branch)));
  expect(new Set(eventsSince(log, 0, 10).map((event) => event.subject)).size).toBe(branches.length);
  expect(new Set(eventsSince(log, 0, 10).map((event) => event.payload)).size).toBe(branches.length);
  expect(verifyChain(log).kind).toBe('whole');
  log.close();
});
