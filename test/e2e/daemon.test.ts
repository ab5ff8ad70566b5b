import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from '../../src/daemon/log.ts';
import { openLog } from '../../src/log/open.ts';
import { eventsSince } from '../../src/log/read.ts';
import { end, serve, type Served } from '../helpers/daemon.ts';
import { guardrail, PRIVATE_KEY } from '../helpers/guarded.ts';
import { lastSeq } from '../helpers/watcher.ts';

let served: Served;
beforeAll(async () => void (served = await serve()));
afterAll(() => served.remove());
const endIt = async (): Promise<void> => {
  const { pid } = await served.status();
  if (pid !== null) end(pid);
};

const CALLS = [
  'ls -la',
  'git status && git diff',
  'git push --force origin main',
  'git commit -m "rm -rf /"',
  'rm -rf ~',
  'terraform destroy -auto-approve',
  'kubectl delete namespace prod',
  'cat README.md | sh',
  'psql -c "DROP TABLE users"',
  "echo 'é — ✓ \u{1f600}'",
];

describe('the same verdict with and without it', () => {
  beforeAll(async () => void (await served.start()));
  afterAll(endIt);

  it.each(CALLS)('%s', async (command) => {
    const on = await served.answered(() => served.call(command));
    const off = await served.call(command, { daemon: 'off' });
    expect([on.code, on.stdout.toString('utf8'), on.stderr]).toEqual([
      off.code,
      off.stdout.toString('utf8'),
      off.stderr,
    ]);
  });

  it('of a commit that is refused, and of one that passes', async () => {
    const { repo } = served;
    await repo.write('id_rsa', PRIVATE_KEY);
    await repo.git('add', 'id_rsa');
    const on = await served.answered(() => served.commit());
    const off = await served.commit({ env: { GUARDRAIL_DAEMON: 'off' } });
    expect(on.code).toBe(1);
    expect([on.code, on.stderr]).toEqual([off.code, off.stderr]);
    await repo.git('rm', '--cached', '--quiet', 'id_rsa');
    const passed = await served.answered(async () => {
      await repo.write('a.txt', `${performance.now()}\n`);
      await repo.git('add', 'a.txt');
      return await served.commit();
    });
    expect(passed.code, passed.stderr).toBe(0);
    expect((await guardrail(repo, ['status'])).stdout.toString('utf8')).toMatch(/staged on main by human/);
  });

  it('of a push', async () => {
    const { repo } = served;
    const remote = join(repo.env['HOME'] ?? '', 'remote.git');
    await repo.run('git', ['init', '--quiet', '--bare', remote]);
    await repo.git('remote', 'add', 'origin', remote);
    await repo.write('id_rsa', PRIVATE_KEY);
    await repo.git('add', 'id_rsa');
    await repo.git('-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '-m', 'a key');
    const push = (daemon: string) => repo.run('git', ['push', 'origin', 'main'], { env: { GUARDRAIL_DAEMON: daemon } });
    const [on, off] = [await served.answered(() => push('on')), await push('off')];
    expect(on.code).not.toBe(0);
    expect([on.code, on.stderr]).toEqual([off.code, off.stderr]);
    await repo.git('reset', '--quiet', '--hard', 'HEAD~1');
    const passed = await served.answered(async () => {
      await repo.git('-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '--allow-empty', '-m', 'no key');
      return await push('on');
    });
    expect(passed.code, passed.stderr).toBe(0);
  });
});

describe('what it has answered is remembered right after', () => {
  afterEach(endIt);
  const calls = async (from: number): Promise<number> => {
    const log = await openLog({ env: served.repo.env, readOnly: true });
    try {
      return eventsSince(log, from, 1_000).filter(({ kind }) => kind === 'verdict').length;
    } finally {
      log.close();
    }
  };
  const callAll = async (): Promise<number> => {
    const from = await lastSeq(served.repo);
    await Promise.all(CALLS.slice(0, 5).map((command) => served.call(command)));
    return from;
  };

  it('while it goes on', async () => {
    await served.start();
    const from = await callAll();
    for (let tries = 0; tries < 1_000 && (await calls(from)) < 5; tries += 1) await sleep(20);
    expect(await calls(from)).toBeGreaterThanOrEqual(5); // who waited for two seconds has judged by itself, and says so too
  });

  it('and before it ends', async () => {
    const pid = await served.start();
    const from = await callAll();
    process.kill(pid, 'SIGTERM');
    for (let tries = 0; tries < 1_500 && existsSync(`/proc/${pid}`); tries += 1) await sleep(20);
    expect(await calls(from)).toBeGreaterThanOrEqual(5); // who waited for two seconds has judged by itself, and says so too
  });
});

describe('it answers nobody', () => {
  const say = async (fields: readonly string[]): Promise<string> =>
    await new Promise((resolve, reject) => {
      const socket = connect(served.socket);
      let said = '';
      socket.once('error', reject);
      socket.on('data', (chunk) => (said += chunk.toString('utf8')));
      socket.once('close', () => resolve(said.trim()));
      socket.write(fields.map((field) => `${field}\0`).join(''));
    });
  const engine = (): string => served.socket.slice(dirname(served.socket).length + 1, -'.sock'.length);
  const startOf = async (pid: number): Promise<string> =>
    (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /s, '').split(' ')[19] ?? '';

  beforeEach(async () => void (await served.start()));
  afterEach(endIt);

  it('who was killed while they waited, and goes on', async () => {
    // their parent is a program that takes no notice of children it never started
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: {},
    });
    try {
      const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
      const start = await startOf(pid);
      process.kill(pid, 'SIGKILL');
      const state = async (): Promise<string> => (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /s, '');
      for (let tries = 0; tries < 500 && !(await state()).startsWith('Z'); tries += 1) await sleep(10);
      const daemon = (await served.status()).pid;
      expect(await say(['1', engine(), String(pid), start, '', '', '', '2', 'hook', 'pre-commit', ''])).toMatch(
        /no gone/,
      );
      const after = await served.status();
      expect([after.pid, after.refused]).toEqual([daemon, { gone: 1 }]);
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it.each<readonly [string, () => Promise<readonly string[]>, RegExp]>([
    [
      'who is not who they say',
      async () => ['1', engine(), '1', '1', '', '', '', '2', 'hook', 'pre-commit', ''],
      /no (elsewhere|unreadable)/,
    ],
    [
      'whose start fits another',
      async () => ['1', engine(), '1', await startOf(process.pid), '', '', '', '2', 'hook', 'pre-commit', ''],
      /no (elsewhere|unreadable)/,
    ],
    [
      'who does not prove it',
      async () => ['1', engine(), String(process.pid), '-', '', '/', 'HOME=/', '', '2', 'hook', 'pre-commit', ''],
      /no unproven/,
    ],
    [
      'for another engine',
      async () => ['1', '0.0.1-000000000000', '1', '1', '', '', '', '2', 'hook', 'pre-commit', ''],
      /no another-engine/,
    ],
    [
      'in another language',
      async () => ['2', engine(), '1', '1', '', '', '', '2', 'hook', 'pre-commit', ''],
      /no another version/,
    ],
    [
      'for a verb that a person types',
      async () => [
        '1',
        engine(),
        String(process.pid),
        await startOf(process.pid),
        '',
        '',
        '',
        '2',
        'approve',
        'r-1234567',
        '',
      ],
      /no not-served/,
    ],
    [
      'who says more than they announced',
      async () => ['1', engine(), '1', '1', '', '', '', '1', 'hook', 'pre-commit', ''],
      /no more fields/,
    ],
  ])('%s', async (_name, fields, says) => {
    expect(await say(await fields())).toMatch(says);
  });

  it('but the process itself', async () => {
    const fields = [
      '1',
      engine(),
      String(process.pid),
      await startOf(process.pid),
      '',
      '',
      '',
      '2',
      'agent',
      'nobody',
      '',
    ];
    expect(await say(fields)).toMatch(/^guardrail 1 2 err [0-9a-f]{18}\nguardrail: agent "nobody"/);
  });
});

describe('by HTTP', () => {
  type Said = { readonly status: number; readonly body: string };
  const ask = async (how: {
    token?: string;
    headers?: Record<string, string>;
    path?: string;
    body?: string | Buffer;
  }): Promise<Said> => {
    const { port } = await served.status();
    const [token = ''] = (await readFile(tokenFile(), 'utf8')).split('\n');
    const headers = { authorization: `Bearer ${how.token ?? token}`, ...how.headers };
    return await new Promise((resolve, reject) => {
      const asked = request(
        { host: '127.0.0.1', port, method: 'POST', path: how.path ?? '/v1/hook/claude-code', headers },
        (answer) => {
          let body = '';
          answer.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
          answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body }));
        },
      );
      asked.once('error', reject);
      asked.end(how.body ?? payload('git push --force origin main'));
    });
  };
  const tokenFile = (): string => join(served.repo.env['HOME'] ?? '', '.local/state/guardrail/http-token');
  const payload = (command: string): string =>
    JSON.stringify({
      session_id: 's',
      cwd: served.repo.root,
      hook_event_name: 'PreToolUse',
      tool_name: 'Bash',
      tool_input: { command },
    });
  const decision = (body: string): unknown => JSON.parse(body).hookSpecificOutput?.permissionDecision;

  beforeEach(async () => void (await served.start('--port', '0')));
  afterEach(endIt);

  it('says what the hook says', async () => {
    const refused = await ask({});
    expect([refused.status, decision(refused.body)]).toEqual([200, 'deny']);
    expect(await ask({ body: payload('git status') })).toEqual({ status: 200, body: '{}' });
  });

  it('blocks with 200 whatever it cannot look at', async () => {
    for (const body of ['', 'what?', Buffer.alloc(9 << 20, 0x20)]) {
      const said = await ask({ body });
      expect([said.status, decision(said.body)]).toEqual([200, 'deny']);
    }
    const unknown = await ask({ path: '/v1/hook/nobody' });
    expect([unknown.status, decision(unknown.body)]).toEqual([200, 'deny']);
  });

  it('answers only who has the token, from this machine, and only about tools', async () => {
    expect((await ask({ token: 'x' })).status).toBe(401);
    expect((await ask({ headers: { host: 'shop.example' } })).status).toBe(403);
    expect((await ask({ headers: { origin: 'https://shop.example' } })).status).toBe(403);
    expect((await ask({ path: '/v1/stop' })).status).toBe(404);
    expect((await ask({ path: '/v1/ask' })).status).toBe(404);
    expect((await stat(tokenFile())).mode & 0o777).toBe(0o600);
  });

  it('keeps its token for as long as the machine runs', async () => {
    const before = await readFile(tokenFile(), 'utf8');
    end((await served.status()).pid ?? 0);
    await served.start('--port', '0');
    expect(await readFile(tokenFile(), 'utf8')).toBe(before);
  });
});

describe('guardrail daemon', () => {
  afterEach(endIt);

  it('starts once, says how it is, and stops', async () => {
    const pid = await served.startByCommand();
    expect(await served.startByCommand()).toBe(pid);
    expect((await stat(served.socket)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(served.socket))).mode & 0o777).toBe(0o700);
    const said = await guardrail(served.repo, ['daemon', 'status', '--socket', served.socket]);
    expect(said.stdout.toString('utf8')).toMatch(new RegExp(`^running, process ${pid}`));
    expect((await guardrail(served.repo, ['daemon', 'stop', '--socket', served.socket])).code).toBe(0);
    expect((await served.status()).pid).toBeNull();
    expect(existsSync(served.socket)).toBe(false);
    expect((await guardrail(served.repo, ['daemon', 'logs'])).stdout.toString('utf8')).toMatch(/end: stopped\n$/);
  });

  it('ends when nobody has asked for long', async () => {
    const env = { GUARDRAIL_DAEMON: 'on', GUARDRAIL_DAEMON_IDLE: '300' };
    const ran = await guardrail(served.repo, ['daemon', 'run', '--socket', served.socket], { env });
    expect(ran.code).toBe(0);
    expect((await guardrail(served.repo, ['daemon', 'logs'])).stdout.toString('utf8')).toMatch(/end: idle\n$/);
  });

  it('ends when its socket is taken away: nobody could ask it any more', async () => {
    const pid = await served.start();
    await rm(served.socket);
    for (let turn = 0; turn < 100 && existsSync(`/proc/${pid}`); turn++) await sleep(200);
    expect(existsSync(`/proc/${pid}`)).toBe(false);
  });

  it('installs a unit, leaves one of somebody else alone, and takes its own away', async () => {
    const { repo } = served;
    const unit = join(repo.env['HOME'] ?? '', '.config/systemd/user/guardrail.service');
    expect((await guardrail(repo, ['daemon', 'install'])).stderr).toMatch(/systemctl --user enable/);
    const text = await readFile(unit, 'utf8');
    expect((await guardrail(repo, ['daemon', 'install'])).code).toBe(0);
    expect(await readFile(unit, 'utf8')).toBe(text);
    await writeFile(unit, `${text}# mine\n`);
    expect((await guardrail(repo, ['daemon', 'uninstall'])).stderr).toMatch(/so it stays/);
    expect((await guardrail(repo, ['daemon', 'install'])).code).toBe(2);
    await writeFile(unit, text);
    expect((await guardrail(repo, ['daemon', 'uninstall'])).code).toBe(0);
    expect(existsSync(unit)).toBe(false);
  });
});

it('a journal of five files, none longer than it may be', async () => {
  const folder = join(served.repo.env['HOME'] ?? '', 'journal');
  await mkdir(folder);
  const journal = openJournal(join(folder, 'daemon.log'), () => 0, 1_000);
  for (let i = 0; i < 200; i += 1) journal.write(`line ${i} ${'x'.repeat(40)}\nnot another line`);
  const sizes = await Promise.all(
    ['', '.1', '.2', '.3', '.4'].map(async (age) => (await stat(join(folder, `daemon.log${age}`))).size),
  );
  expect(Math.max(...sizes)).toBeLessThan(1_200);
  expect(existsSync(join(folder, 'daemon.log.5'))).toBe(false);
  expect(await readFile(journal.path, 'utf8')).toMatch(/line 199 x+ not another line\n$/);
});
