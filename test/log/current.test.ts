import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCurrentLog } from '../../src/log/current.ts';
import { openDriver } from '../../src/log/driver.ts';
import { lastReviews } from '../../src/log/reviews.ts';
import { freshEnvironment } from './events.ts';

test('a log that another process is about to begin is one in which nothing was written yet', async () => {
  const { env, folder } = freshEnvironment();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const driver = openDriver(join(folder, 'log.db'));
  driver.exec('PRAGMA journal_mode = WAL');
  const log = await openCurrentLog(env);
  expect(lastReviews(log, null, 10)).toEqual([]);
  log.close();
  driver.close();
});
