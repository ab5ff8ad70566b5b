import { existsSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openLog } from '../../src/log/open.ts';
import { eventsSince, findRulings, findVerdicts, lastVerdicts } from '../../src/log/read.ts';
import { verdictEvent } from '../../src/log/verdict-event.ts';
import { context, freshEnvironment, ruling, verdict } from './events.ts';

test('a verdict is remembered with its rulings, in a folder only its owner can read', async () => {
  const { env, folder } = freshEnvironment();
  const log = await openLog({ env });
  const appended = log.append([verdictEvent(verdict({ level: 'deny', rulings: [ruling()] }), context())]);
  expect(appended).toMatchObject({ kind: 'written', seq: 1 });
  const [last] = lastVerdicts(log, null, 10);
  expect(last).toMatchObject({ level: 'deny', agent: 'claude-code', actorKind: 'agent', branch: 'main', rulings: 1 });
  expect(findRulings(log, 'r-7f3k2m')).toMatchObject([
    { rule: 'infra.stateful.destroy', path: 'infra/main.tf', line: 3 },
  ]);
  expect(findVerdicts(log, last?.id.slice(0, 12) ?? '')).toHaveLength(1);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  log.close();
});

test('a run that found nothing is remembered too', async () => {
  const log = await openLog({ env: freshEnvironment().env });
  log.append([verdictEvent(verdict(), context())]);
  expect(lastVerdicts(log, null, 10)).toMatchObject([{ level: 'allow', rulings: 0 }]);
  log.close();
});

test('opened for reading, nothing is made, and nothing recorded is told as nothing', async () => {
  const { env, folder } = freshEnvironment();
  const log = await openLog({ env, readOnly: true });
  expect(lastVerdicts(log, null, 10)).toEqual([]);
  expect(existsSync(folder)).toBe(false);
});

test('each event names the hash of the one before it', async () => {
  const log = await openLog({ env: freshEnvironment().env });
  log.append([verdictEvent(verdict(), context()), verdictEvent(verdict(), context())]);
  log.append([verdictEvent(verdict(), context())]);
  const events = eventsSince(log, 0, 10);
  expect(events.map((event) => event.seq)).toEqual([1, 2, 3]);
  expect(events.map((event) => event.prev)).toEqual(['0'.repeat(64), events[0]?.hash, events[1]?.hash]);
  log.close();
});

test('neither an event nor its place can be changed through SQL', async () => {
  const log = await openLog({ env: freshEnvironment().env });
  log.append([verdictEvent(verdict(), context())]);
  expect(() => log.driver().exec("UPDATE event SET payload = '{}'")).toThrow('append-only');
  expect(() => log.driver().exec('DELETE FROM event')).toThrow('append-only');
  log.close();
});

test('what was told is written survives a power cut: each commit is synced, ahead of the file itself', async () => {
  const log = await openLog({ env: freshEnvironment().env });
  expect(log.all('PRAGMA synchronous')).toMatchObject([{ synchronous: 2 }]);
  expect(log.all('PRAGMA journal_mode')).toMatchObject([{ journal_mode: 'wal' }]);
  log.close();
});
