import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AGENT, honest, rowsOf, rulesWith, OPENAI, SHOP } from '../gate/review/desk.ts';
import { serve, type Served } from '../helpers/daemon.ts';
import { guardrail, prepareGuarded, type Prepared } from '../helpers/guarded.ts';
import { asPerson } from '../helpers/person.ts';
import { openReader, type Reader } from '../helpers/reader.ts';
import type { Ran, Repo, Variables } from '../helpers/repo.ts';

let prepared: Prepared;
let reader: Reader;

beforeAll(async () => {
  reader = await openReader(null, honest);
  prepared = await prepareGuarded({
    ...SHOP,
    '.guardrail/config.yaml': rulesWith(reader.url, [OPENAI], '  rounds: 1\n'),
  });
});
afterAll(async () => {
  await reader.close();
  await prepared.remove();
});

async function withRemote(repo: Repo): Promise<Repo> {
  await repo.run('git', ['init', '--quiet', '--bare', '../remote.git']);
  await repo.git('remote', 'add', 'origin', '../remote.git');
  await repo.git('push', '--quiet', '--no-verify', 'origin', 'HEAD:main');
  await repo.git('fetch', '--quiet', 'origin');
  return repo;
}

const wrong = (name: string): string =>
  `export function ${name}(): void {\n  charge('${name}');\n  chargeAgain('${name}');\n}\n`;
const right = (name: string): string => `export function ${name}(): void {\n  charge('${name}');\n}\n`;

/** As an agent would: the real hooks judge it, and hand it over. */
async function commits(repo: Repo, path: string, text: string, env: Variables = {}): Promise<void> {
  await repo.write(path, text);
  await repo.git('add', '--all');
  const ran = await repo.run('git', ['commit', '--quiet', '--message', `Work on ${path}`], {
    env: { ...AGENT, ...env },
  });
  if (ran.code !== 0) throw new Error(ran.stderr);
}
const pushes = (repo: Repo, name: string, env: Variables = {}): Promise<Ran> =>
  repo.run('git', ['push', '--quiet', 'origin', name], { env: { ...AGENT, ...env } });

/** Verdicts of a branch, once there are as many as that. */
async function verdicts(repo: Repo, name: string, count: number): Promise<readonly string[]> {
  for (let tries = 0; tries < 400; tries += 1) {
    const rows = await rowsOf(repo, `SELECT outcome FROM review WHERE branch = '${name}' ORDER BY seq`);
    if (rows.length >= count) return rows.map(({ outcome }) => String(outcome));
    await sleep(150);
  }
  throw new Error(`wait for the verdict on ${name}: a minute has passed`);
}

const idOf = (said: string, letter: 'f' | 'l'): string =>
  new RegExp(`\\b${letter}-[0-9a-z]{7,8}\\b`).exec(said)?.[0] ?? `no ${letter}-`;

describe('from a commit to its push, by real hooks', () => {
  test('nobody asks for the review: the commit hands it over, and the push finds its verdict', async () => {
    const repo = await withRemote(await prepared.copy());
    await repo.git('switch', '--quiet', '--create', 'good');
    await commits(repo, 'src/good.ts', right('good'));
    expect(await verdicts(repo, 'good', 1)).toEqual(['clean']);
    const questions = reader.questions().length;
    const push = await pushes(repo, 'good');
    expect([push.code, push.stderr]).toEqual([0, expect.stringContaining('clean: read whole by openai o-1')]);
    expect(reader.questions().length).toBe(questions);
    await repo.remove();
  });

  test('a finding holds the push; agents waive nothing, a person one finding, or all of a loop, or has it read again', async () => {
    const repo = await withRemote(await prepared.copy());
    await repo.git('switch', '--quiet', '--create', 'bad');
    await commits(repo, 'src/bad.ts', wrong('bad'));
    const waited = await guardrail(repo, ['wait'], { env: AGENT });
    expect([waited.code, waited.stderr]).toEqual([1, expect.stringContaining('src/bad.ts:3')]);
    const push = await pushes(repo, 'bad');
    expect([push.code === 0, push.stderr]).toEqual([
      false,
      expect.stringContaining('is over after 1 round: a person decides'),
    ]);
    const id = idOf(push.stderr, 'f');
    const loop = idOf(push.stderr, 'l');
    expect((await guardrail(repo, ['waive', id, '--because', 'x'], { env: AGENT })).code).toBe(1);
    expect((await asPerson(repo, ['waive', id, '--because', 'the caller checks it'], { answer: 'no\n' })).code).toBe(1);
    expect((await pushes(repo, 'bad')).code).not.toBe(0);
    const one = await asPerson(repo, ['waive', id, '--because', 'the caller checks it'], { answer: 'waive\n' });
    expect([one.code, one.stdout.toString()]).toEqual([0, expect.stringContaining(`waived ${id}`)]);
    const passed = await pushes(repo, 'bad');
    expect([passed.code, passed.stderr]).toEqual([0, expect.stringContaining('clean')]);

    await repo.git('switch', '--quiet', '--create', 'worse', 'main');
    await commits(repo, 'src/worse.ts', wrong('worse'));
    expect(await verdicts(repo, 'worse', 1)).toEqual(['escalated']);
    const questions = reader.questions().length;
    const agent = await guardrail(repo, ['review', '--again'], { env: AGENT });
    expect([agent.code, reader.questions().length]).toEqual([1, questions]);
    const again = await asPerson(repo, ['review', '--again']);
    expect([again.code, again.stdout.toString()]).toEqual([1, expect.stringContaining('src/worse.ts:3')]);
    expect(reader.questions().length).toBeGreaterThan(questions);
    const refused = await pushes(repo, 'worse');
    const second = idOf(refused.stderr, 'l');
    expect([refused.code === 0, second === loop]).toEqual([false, false]);
    const all = await asPerson(repo, ['waive', second, '--because', 'read by me'], { answer: 'waive\n' });
    expect([all.code, all.stdout.toString()]).toEqual([0, expect.stringContaining('1 open:')]);
    expect([(await pushes(repo, 'worse')).code]).toEqual([0]);
    await repo.remove();
  });
});

describe('with a daemon', () => {
  let served: Served;
  const on = { GUARDRAIL_DAEMON: 'on', GUARDRAIL_DAEMON_IDLE: '60000' };
  beforeAll(async () => {
    served = await serve();
    await served.repo.commit('rules', { ...SHOP, '.guardrail/config.yaml': rulesWith(reader.url, [OPENAI]) });
    await withRemote(served.repo);
  });
  afterAll(() => served.remove());

  test('up: the commit is handed over; gone: it is too, and in both the push asks nobody', async () => {
    const { repo } = served;
    const pid = await served.start();
    await repo.git('switch', '--quiet', '--create', 'served');
    await commits(repo, 'src/served.ts', right('served'), on);
    expect(await verdicts(repo, 'served', 1)).toEqual(['clean']);
    const questions = reader.questions().length;
    expect((await pushes(repo, 'served', on)).code).toBe(0);
    expect((await served.status()).requests).toBeGreaterThan(0);
    process.kill(pid, 'SIGKILL');
    await repo.git('switch', '--quiet', '--create', 'alone', 'main');
    await commits(repo, 'src/alone.ts', right('alone'), { ...on, GUARDRAIL_DAEMON: 'off' });
    expect(reader.questions().length).toBeGreaterThanOrEqual(questions);
    expect(await verdicts(repo, 'alone', 1)).toEqual(['clean']);
    const before = reader.questions().length;
    expect((await pushes(repo, 'alone', { GUARDRAIL_DAEMON: 'off' })).code).toBe(0);
    expect(reader.questions().length).toBe(before);
  });
});
