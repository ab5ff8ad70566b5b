import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { openLog } from '../../src/log/open.ts';
import { probeDriver } from '../../src/log/probe-driver.ts';
import { eventsSince } from '../../src/log/read.ts';
import { verifyChain } from '../../src/log/verify.ts';
import type { Environment } from '../../src/system/git.ts';
import { bundleWriter } from '../log/bundle.ts';
import { freshEnvironment } from '../log/events.ts';

let writer = '';
beforeAll(async () => {
  writer = await bundleWriter();
  return () => rmSync(dirname(writer), { recursive: true, force: true });
});

/** Answers the subjects the child was told are written; `killAfter` says so many of them and it is killed. */
function write(env: Environment, name: string, count: number, killAfter = Infinity): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer, name, String(count)], { env: { ...env } });
    let out = '';
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => void (err += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.split('\n').length > killAfter) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', () => {
      if (err !== '') return reject(new Error(err));
      const lines = out.split('\n').slice(0, -1);
      return resolve(lines.filter((line) => line.startsWith('written ')).map((line) => line.slice(8)));
    });
  });
}

async function subjects(env: Environment): Promise<ReadonlySet<string>> {
  const log = await openLog({ env });
  expect(verifyChain(log)).toMatchObject({ kind: 'whole' });
  const found = new Set(eventsSince(log, 0, 100_000).map((event) => event.subject));
  log.close();
  return found;
}

test('two processes write 200 events each: one chain, and nothing is lost', async () => {
  const { env } = freshEnvironment();
  const told = await Promise.all([write(env, 'a', 200), write(env, 'b', 200)]);
  expect(told.map((each) => each.length)).toEqual([200, 200]);
  expect(await subjects(env)).toEqual(new Set(told.flat()));
});

test('killed twelve times while it writes: what it was told is written is there', async () => {
  const { env } = freshEnvironment();
  const told: string[] = [];
  for (let round = 0; round < 12; round += 1) told.push(...(await write(env, `r${round}`, 5_000, 3 + round * 7)));
  expect(told.length).toBeGreaterThan(200);
  const kept = await subjects(env);
  expect(told.filter((subject) => !kept.has(subject))).toEqual([]);
});

test('the driver is tried in a process of its own', async () => {
  expect(await probeDriver({ PATH: '/usr/bin:/bin' })).toMatchObject({ kind: 'works' });
});
