import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLI } from '../helpers/guarded.ts';
import { makeRepo, type Repo } from '../helpers/repo.ts';

let repo: Repo;
beforeAll(async () => {
  repo = await makeRepo();
  const files = Array.from({ length: 400 }, (_, n): [string, string] => [
    `keys/${n}/id_rsa`,
    `-----BEGIN RSA ${'PRIVATE'} KEY-----\n${n}\n`,
  ]);
  for (const [path, text] of files) await repo.write(path, text);
  await repo.git('add', '.');
});
afterAll(() => repo.remove());

test('a reader that has seen enough is no failure: the exit code is the verdict', async () => {
  const script = `{ "$0" "$1" check --json; echo $? >code; } | head -c 10 >/dev/null; cat code`;
  const ran = await repo.run('sh', ['-c', script, process.execPath, CLI], { env: { CLAUDECODE: '1' } });
  expect({ code: ran.stdout.toString('utf8').trim(), says: ran.stderr }).toEqual({ code: '1', says: '' });
});

test.runIf(process.platform === 'linux')('init ends where the home takes no folders', async () => {
  const ran = await repo.run('timeout', ['20', process.execPath, CLI, 'init', '--yes'], {
    env: { HOME: '/proc/home' },
  });
  expect({ code: ran.code, says: ran.stderr }).toMatchObject({ code: 2, says: expect.stringContaining('/proc/home') });
});
