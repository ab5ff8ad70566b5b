import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, chown, lstat, mkdir, readFile, rename, rm, symlink, unlink, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { end, outcome, serve, type Served } from '../helpers/daemon.ts';
import { CLI } from '../helpers/guarded.ts';
import { isInstalled } from '../e2e/real-tools.ts';

const FORBIDDEN = 'git push --force origin main';
const READING = 'git status';

let served: Served;
beforeAll(async () => void (served = await serve()));
afterAll(() => served.remove());
afterEach(async () => {
  const { pid } = await served.status();
  if (pid !== null) end(pid);
  await rm(dirname(served.socket), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
});

/** Nothing forbidden passes, and nothing that only reads is refused. */
async function stillJudges(): Promise<void> {
  const [refused, passed] = await Promise.all([served.call(FORBIDDEN), served.call(READING)]);
  expect(outcome(refused), refused.stderr).toBe('blocked');
  expect(outcome(passed), passed.stderr + passed.stdout.toString('utf8')).toBe('passed');
}

/** The same, and it is the daemon that judges: how busy the machine is decides how often it must be asked. */
async function judges(): Promise<void> {
  const [refused, passed] = [
    await served.answered(() => served.call(FORBIDDEN)),
    await served.answered(() => served.call(READING)),
  ];
  expect([outcome(refused), outcome(passed)], refused.stderr + passed.stderr).toEqual(['blocked', 'passed']);
}

async function until<T>(ask: () => Promise<T>, isIt: (found: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const found = await ask();
    if (isIt(found) || tries > 300) return found;
    await sleep(100);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it('answers at all, and through its socket', async () => {
  await served.start();
  await judges();
});

describe('a daemon that', () => {
  it('was killed is not missed, and the call that missed it starts the next', async () => {
    end(await served.start());
    await stillJudges();
    const { pid } = await until(served.status, (status) => status.pid !== null);
    expect(pid).not.toBeNull();
    await judges();
  });

  it('hangs holds nobody up, and is replaced', async () => {
    const hung = await served.start();
    process.kill(hung, 'SIGSTOP');
    try {
      await stillJudges();
      const { pid } = await until(served.status, (status) => status.pid !== null);
      expect(pid).not.toBeNull();
      expect(pid).not.toBe(hung);
      process.kill(hung, 'SIGCONT');
      await stillJudges();
      expect((await served.status()).pid).toBe(pid);
    } finally {
      end(hung);
    }
  });

  it('finds the disk of its log full answers all the same', async () => {
    const log = join(served.repo.env['HOME'] ?? '', '.local/state/guardrail/daemon.log');
    await rm(log, { force: true });
    await symlink('/dev/full', log);
    await served.start();
    await judges();
    const { lastError } = await served.status();
    expect(lastError).toMatch(/daemon\.log: ENOSPC/);
    await unlink(log);
  });

  it('is told to end finishes what it has begun', async () => {
    const pid = await served.start();
    const calls = [served.call(FORBIDDEN), served.call(FORBIDDEN)];
    await sleep(20);
    process.kill(pid, 'SIGTERM');
    expect((await Promise.all(calls)).map(outcome)).toEqual(['blocked', 'blocked']);
    await until(
      () => Promise.resolve(isAlive(pid)),
      (alive) => !alive,
    );
    expect(isAlive(pid)).toBe(false);
  });

  it('had its client killed in the middle goes on, and leaves that verdict to nobody', async () => {
    const pid = await served.start();
    for (const ms of [1, 5, 10, 20, 40]) {
      const client = spawn('sh', [join(served.repo.env['HOME'] ?? '', '.local/share/guardrail/agent'), 'claude-code'], {
        env: { ...served.repo.env, GUARDRAIL_DAEMON: 'on' },
        cwd: served.repo.root,
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      client.stdin.on('error', () => undefined);
      client.stdin.end(payloadOf(FORBIDDEN));
      await sleep(ms);
      client.kill('SIGKILL');
    }
    await stillJudges();
    expect((await served.status()).pid).toBe(pid);
  });

  it('was started by an agent knows nothing of it', async () => {
    await served.repo.run('sh', [join(served.repo.env['HOME'] ?? '', '.local/share/guardrail/agent'), 'claude-code'], {
      input: payloadOf(READING),
      env: { GUARDRAIL_DAEMON: 'on', CLAUDECODE: '1', AWS_SECRET_ACCESS_KEY: 'x', GUARDRAIL_ROLE: 'marketing' },
    });
    const { pid } = await until(served.status, (status) => status.pid !== null);
    const names = (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0').map((one) => one.split('=', 1)[0]);
    expect(names.filter((name) => !/^(HOME|PATH|MALLOC_.*|UV_.*|)$/.test(name ?? ''))).toEqual([]);
  });
});

describe('an answer that is not whole is none', () => {
  const MARK = '0123456789abcdef01';
  it.each<readonly [string, (socket: Socket) => void]>([
    ['closed at once', (socket) => socket.end()],
    ['garbage', (socket) => socket.end('\u0001\u0002 what?\n')],
    ['a megabyte of it', (socket) => socket.end('x'.repeat(1 << 20))],
    ['beats and no more', (socket) => socket.end('   ')],
    ['the head alone', (socket) => socket.end(`guardrail 1 0 out ${MARK}\n`)],
    ['half a head', (socket) => socket.end('guardrail 1 0')],
    ['no end', (socket) => socket.end(`guardrail 1 0 out ${MARK}\n{}\n`)],
    ['the end of another', (socket) => socket.end(`guardrail 1 0 out ${MARK}\n{}\nfedcba9876543210fe end\n`)],
    ['an exit that is none', (socket) => socket.end(`guardrail 1 9 out ${MARK}\n${MARK} end\n`)],
    ['another protocol', (socket) => socket.end(`guardrail 2 0 out ${MARK}\n${MARK} end\n`)],
    ['no mark', (socket) => socket.end('guardrail 1 0 out \n end\n')],
    ['more after its end', (socket) => socket.end(`guardrail 1 0 out ${MARK}\n${MARK} end\nand so on\n`)],
    ['silence', () => undefined],
    ['half of it, and then silence', (socket) => void socket.write(`guardrail 1 0 out ${MARK}\n`)],
    ['a web server', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}')],
  ])('%s', async (_name, answer) => {
    const fake = await listenAt(served.socket, answer);
    try {
      await stillJudges();
    } finally {
      fake.server.close();
      for (const socket of fake.sockets) socket.destroy();
    }
  });

  type Fake = { readonly server: Server; readonly sockets: readonly Socket[] };
  async function listenAt(path: string, answer: (socket: Socket) => void): Promise<Fake> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rm(path, { force: true });
    const sockets: Socket[] = [];
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.once('data', () => answer(socket));
    });
    await new Promise<void>((resolve) => void server.listen(path, resolve));
    return { server, sockets };
  }
});

describe('what is asked', () => {
  it.each<readonly [string, string | Buffer, ReturnType<typeof outcome>]>([
    ['a payload of 8 MiB', payloadOf(`echo ${'x'.repeat(8 << 20)}`), 'passed'],
    ['one that hides something at its end', payloadOf(`echo ${'x'.repeat(1 << 20)}; ${FORBIDDEN}`), 'blocked'],
    ['no UTF-8', Buffer.concat([...cut(payloadOf(`${FORBIDDEN} @`))]), 'blocked'],
    ['no JSON', 'what?', 'blocked'],
    ['nothing', '', 'blocked'],
    ['half a payload', payloadOf(FORBIDDEN).slice(0, -20), 'blocked'],
    ['a NUL', `${payloadOf(READING)}\0${payloadOf(READING)}`, 'blocked'],
    ['lines at its end', `${payloadOf(FORBIDDEN)}\n\n`, 'blocked'],
  ])('%s is judged alike with and without it', async (_name, payload, expected) => {
    await served.start();
    const [on, off] = [await served.call('', { payload }), await served.call('', { payload, daemon: 'off' })];
    expect([outcome(on), outcome(off)]).toEqual([expected, expected]);
    expect(on.stdout.toString('utf8')).toBe(off.stdout.toString('utf8'));
  });
});

describe('where it listens', () => {
  it.each<readonly [string, () => Promise<void>]>([
    ['a folder that others may enter', () => chmod(dirname(served.socket), 0o755)],
    [
      'a folder that is a link',
      async () => {
        const folder = dirname(served.socket);
        await rename(folder, `${folder}-real`);
        await symlink(`${folder}-real`, folder);
      },
    ],
    ['a file in place of the socket', () => writeFile(served.socket, '')],
    ...(process.getuid?.() === 0
      ? ([['a folder of somebody else', () => chown(dirname(served.socket), 65534, 65534)]] as const)
      : []),
  ])('%s: none starts, and everything is judged', async (_name, harm) => {
    await mkdir(dirname(served.socket), { recursive: true, mode: 0o700 });
    await harm();
    await expect(served.startByCommand()).rejects.toThrow(/did not start/);
    await stillJudges();
    await rm(`${dirname(served.socket)}-real`, { recursive: true, force: true });
  });

  it('a link to another socket is not followed', async () => {
    await mkdir(dirname(served.socket), { recursive: true, mode: 0o700 });
    const elsewhere = `${served.socket}.other`;
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('guardrail 1 0 out 0123456789abcdef01\n0123456789abcdef01 end\n');
    });
    await new Promise<void>((resolve) => void server.listen(elsewhere, resolve));
    await symlink(elsewhere, served.socket);
    await stillJudges();
    server.close();
  });

  it('a socket that nobody listens at any more is taken over', async () => {
    end(await served.start());
    expect((await lstat(served.socket)).isSocket()).toBe(true);
    await served.start();
    await judges();
  });

  it('of twenty that start at once, one stays', async () => {
    const env = { ...served.repo.env, GUARDRAIL_DAEMON: 'on' };
    const args = [CLI, 'daemon', 'run', '--socket', served.socket];
    const all = Array.from({ length: 20 }, () => spawn(process.execPath, args, { env, cwd: '/', stdio: 'ignore' }));
    try {
      const running = (): number => all.filter(({ exitCode, signalCode }) => (exitCode ?? signalCode) === null).length;
      await until(
        () => Promise.resolve(running()),
        (count) => count === 1,
      );
      const { pid } = await until(served.status, (status) => status.pid !== null);
      await judges();
      expect(running()).toBe(1);
      expect(all.filter(({ exitCode, signalCode }) => (exitCode ?? signalCode) === null).map((one) => one.pid)).toEqual(
        [pid],
      );
    } finally {
      for (const { pid } of all) if (pid !== undefined) end(pid);
    }
  });

  it('starts again although a clock that ran ahead says it has just been started', async () => {
    const stamp = `${served.socket}.started`;
    await mkdir(dirname(stamp), { recursive: true, mode: 0o700 });
    await writeFile(stamp, '');
    await utimes(stamp, 4_000_000_000, 4_000_000_000);
    await stillJudges();
    expect((await until(served.status, ({ pid }) => pid !== null)).pid).not.toBeNull();
  });
});

it('eight busy processes beside it change no answer', async () => {
  await served.start();
  const busy: ChildProcess[] = Array.from({ length: 8 }, () => spawn('sh', ['-c', 'while :; do :; done'], { env: {} }));
  try {
    for (let round = 0; round < 3; round += 1) await stillJudges();
  } finally {
    for (const child of busy) child.kill('SIGKILL');
  }
});

describe('with curl', () => {
  it.skipIf(!isInstalled('curl'))('it is asked just the same', async () => {
    const env = join(served.repo.env['HOME'] ?? '', '.local/share/guardrail/agent.env');
    const settings = await readFile(env, 'utf8');
    await writeFile(
      env,
      settings.replace(/^client=.*$/m, 'client=curl').replace(/^program=.*$/m, "program='/usr/bin/curl'"),
    );
    try {
      await served.start();
      await judges();
    } finally {
      await writeFile(env, settings);
    }
  });

  it('a client that has vanished is not missed', async () => {
    const env = join(served.repo.env['HOME'] ?? '', '.local/share/guardrail/agent.env');
    const settings = await readFile(env, 'utf8');
    await writeFile(env, settings.replace(/^program=.*$/m, "program='/nonexistent/nc'"));
    try {
      await served.start();
      await stillJudges();
      expect((await served.status()).requests).toBe(0);
    } finally {
      await writeFile(env, settings);
    }
  });
});

describe('the hook of an agent blocks where it cannot look', () => {
  it.each<readonly [string, string, (text: string) => string]>([
    ['no engine', 'agent.env', (text) => text.replace(/^engine=.*$/m, "engine='/nonexistent/x/guardrail.cjs'")],
    ['no settings', 'agent.env', () => ''],
    ['an engine that crashes', 'agent.env', (text) => text.replace(/^engine=.*$/m, "engine='ENGINE/crash.cjs'")],
    ['one that ends without a word', 'agent.env', (text) => text.replace(/^engine=.*$/m, "engine='ENGINE/quiet.cjs'")],
  ])('%s', async (_name, name, harm) => {
    const folder = join(served.repo.env['HOME'] ?? '', '.local/share/guardrail');
    const file = join(folder, name);
    const text = await readFile(file, 'utf8');
    await writeFile(join(folder, 'crash.cjs'), "throw new Error('broken')\n");
    await writeFile(join(folder, 'quiet.cjs'), 'process.exitCode = 2;\n');
    await writeFile(file, harm(text).replace('ENGINE', folder));
    try {
      expect(outcome(await served.call(READING, { daemon: 'off' }))).toBe('blocked');
    } finally {
      await writeFile(file, text);
    }
  });

  it.each(['agent.env', 'guardrail-engine.sh', 'guardrail-node.sh'])('%s is gone', async (name) => {
    const file = join(served.repo.env['HOME'] ?? '', '.local/share/guardrail', name);
    await rename(file, `${file}.gone`);
    try {
      expect(outcome(await served.call(READING, { daemon: 'off' }))).toBe('blocked');
    } finally {
      await rename(`${file}.gone`, file);
    }
  });
});

function payloadOf(command: string): string {
  const tool = { tool_name: 'Bash', tool_input: { command }, tool_use_id: 'toolu_1' };
  return JSON.stringify({ session_id: 's', cwd: served?.repo.root ?? '/', hook_event_name: 'PreToolUse', ...tool });
}

/** A byte that is no UTF-8 in place of the `@`. */
function cut(payload: string): readonly Buffer[] {
  const [before = '', after = ''] = payload.split('@');
  return [Buffer.from(before), Buffer.from([0xff]), Buffer.from(after)];
}
