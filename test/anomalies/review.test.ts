import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/log/database.ts';
import { openLog } from '../../src/log/open.ts';
import {
  agentCommits,
  AGENT,
  branch,
  honest,
  makeShop,
  OPENAI,
  pushHere,
  reviewHere,
  rowsOf,
  rulesWith,
} from '../gate/review/desk.ts';
import { CLI } from '../helpers/guarded.ts';
import { type ModelServer, openModelServer } from '../helpers/model-server.ts';
import { answerIn, questionOf, wholeAnswer } from '../helpers/reader.ts';
import type { Repo } from '../helpers/repo.ts';

let repo: Repo;
let server: ModelServer;
/** Questions of this purpose have no answer. */
let hang = '';
const started = new Set<ChildProcess>();

beforeAll(async () => {
  server = await openModelServer((seen) => {
    const question = questionOf(seen);
    if (question.purpose === hang) return { how: 'hang' };
    return { body: answerIn(seen, JSON.stringify(wholeAnswer(question, honest(question)))) };
  });
  repo = await makeShop(rulesWith(server.url, [OPENAI], '  wait: 1\n'));
});
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await server.close();
  await repo.remove();
});

/** Purposes of the questions from that one on. */
const asked = (from: number): readonly string[] => server.seen.slice(from).map((seen) => questionOf(seen).purpose);

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1_200; tries += 1) {
    if (isSo()) return;
    await sleep(50);
  }
  throw new Error(`wait for ${what}: a minute has passed`);
}

type Child = { readonly kill: () => void; readonly ended: Promise<number | null>; readonly said: () => string };

/** A review in a process of its own. */
function startReview(): Child {
  const child = spawn(process.execPath, [CLI, 'review'], {
    cwd: repo.root,
    env: { ...repo.env, ...AGENT },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  started.add(child);
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      started.delete(child);
      resolve(code);
    });
  });
  return { kill: () => child.kill('SIGKILL'), ended, said: () => text };
}

async function work(name: string): Promise<void> {
  await branch(repo, name);
  await agentCommits(repo, { [`src/${name}.ts`]: wrongOf(name) });
}
const wrongOf = (name: string): string =>
  `export function ${name}(): void {\n  charge('${name}');\n  chargeAgain('${name}');\n}\n`;
const reviewsOf = async (name: string): Promise<readonly unknown[]> =>
  (await rowsOf(repo, `SELECT outcome, round FROM review WHERE branch = '${name}' ORDER BY seq`)).map(
    (row) => `${String(row['round'])} ${String(row['outcome'])}`,
  );

describe('a review that is killed', () => {
  test.each([
    ['aware', 'after its first answer', ['blind', 'aware'], ['aware', 'refute']],
    ['refute', 'before its verdict', ['blind', 'aware', 'refute'], ['refute']],
  ] as const)(
    '%s hangs, killed %s: the next asks only what is missing, and comes to the same verdict',
    async (purpose, _, first, second) => {
      const name = `killed${purpose}`;
      await work(name);
      const from = server.seen.length;
      hang = purpose;
      const child = startReview();
      await until('the question that hangs', () => asked(from).includes(purpose));
      child.kill();
      await child.ended;
      hang = '';
      expect(asked(from)).toEqual(first);
      expect(await reviewsOf(name)).toEqual([]);
      const next = await reviewHere(repo);
      expect(asked(from).slice(first.length)).toEqual(second);
      expect([next.code, next.err]).toEqual([1, expect.stringContaining(`src/${name}.ts:3`)]);
      expect(await reviewsOf(name)).toEqual(['1 findings']);
      expect((await pushHere(repo, [name])).code).toBe(1);
      expect(asked(from)).toEqual([...first, ...second]);
    },
  );

  test('in a later round: what was open stays open, and the round is that round', async () => {
    await work('later');
    expect((await reviewHere(repo)).code).toBe(1);
    await agentCommits(repo, { 'src/later.ts': wrongOf('later').replace('chargeAgain', 'log();\n  chargeAgain') });
    const from = server.seen.length;
    hang = 'follow-up';
    const child = startReview();
    await until('the follow-up', () => asked(from).includes('follow-up'));
    child.kill();
    await child.ended;
    hang = '';
    expect((await pushHere(repo, ['later'])).code).not.toBe(0);
    const next = await reviewHere(repo);
    expect([next.code, next.err]).toEqual([1, expect.stringContaining('persisting since round 1')]);
    expect(await reviewsOf('later')).toEqual(['1 findings', '2 findings']);
  });
});

describe('two reviews at once', () => {
  test('of the same commit: the second waits for the first, and takes over when that is killed', async () => {
    await work('twice');
    const from = server.seen.length;
    hang = 'aware';
    const first = startReview();
    await until('the first', () => asked(from).includes('aware'));
    const second = startReview();
    await until('the second to say that it waits', () => second.said().includes('read by another process already'));
    expect(asked(from)).toEqual(['blind', 'aware']);
    hang = '';
    first.kill();
    await first.ended;
    expect(await second.ended).toBe(1);
    expect(asked(from)).toEqual(['blind', 'aware', 'aware', 'refute']);
    expect(await reviewsOf('twice')).toEqual(['1 findings']);
  });

  test('of a commit and the one before: the older ends by itself, and remembers no verdict', async () => {
    await work('newer');
    const from = server.seen.length;
    hang = 'blind';
    const older = startReview();
    await until('the older', () => asked(from).length === 1);
    hang = '';
    await agentCommits(repo, { 'src/newer.ts': 'export const newer = 1;\n' });
    expect((await reviewHere(repo)).code).toBe(0);
    await older.ended;
    expect(await reviewsOf('newer')).toEqual(['1 clean']);
    expect((await pushHere(repo, ['newer'])).code).toBe(0);
  });
});

describe('what a review needs and has not', () => {
  test('the log is held by somebody: one line, the verdict waits in the spool, and the next push finds it', async () => {
    await work('locked');
    const log = await openLog({ env: repo.env });
    const { driver } = openDatabase(log.path, { readOnly: false, busyMs: 0 });
    log.close();
    driver.run('BEGIN IMMEDIATE');
    const from = server.seen.length;
    const review = await reviewHere(repo);
    expect([review.code, review.err]).toEqual([1, expect.stringContaining('src/locked.ts:3')]);
    driver.run('ROLLBACK');
    driver.close();
    expect(asked(from)).toEqual(['blind', 'aware', 'refute']);
    const push = await pushHere(repo, ['locked']);
    expect([push.code, push.err]).toEqual([1, expect.stringContaining('src/locked.ts:3')]);
    expect(asked(from)).toHaveLength(3);
    expect(await reviewsOf('locked')).toEqual(['1 findings']);
  });

  test('there is no place for its state: one line, and a push is not let through unsaid', async () => {
    await work('nostate');
    const env = { ...AGENT, XDG_STATE_HOME: '/dev/null/state' };
    const review = await reviewHere(repo, [], env);
    const push = await pushHere(repo, ['nostate'], env);
    expect([review.code, review.err]).toEqual([
      2,
      expect.stringMatching(/guardrail review: .*ENOTDIR.*\n.*next: guardrail doctor/),
    ]);
    expect([push.code, push.err]).toEqual([3, expect.stringContaining('the log could not be written (ENOTDIR')]);
    expect(push.err.replace(/\s+/g, ' ')).toContain('No review can be kept here (ENOTDIR');
  });
});
