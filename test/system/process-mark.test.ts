import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isMarkAlive, ownMark, startOf } from '../../src/system/process-mark.ts';

const hasProc = existsSync('/proc/self/stat');

test('a mark is of one process, and not of the next that is given its number', () => {
  const [pid, start] = ownMark().split(' ');
  expect(isMarkAlive(ownMark())).toBe(true);
  expect(isMarkAlive(`${ownMark()} what else was written behind it`)).toBe(true);
  expect(isMarkAlive(`${pid} ${Number(start) + 1}`)).toBe(!hasProc);
});

test('what has ended is not alive, nor is what was never a mark', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { env: {}, stdio: 'ignore' });
  const mark = `${child.pid} ${hasProc ? startOf(child.pid ?? 0) : '-'}`;
  expect(isMarkAlive(mark)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isMarkAlive(mark)).toBe(false);
  for (const text of ['', ' ', 'x y', '0 1', '-1 1', '1e3 1']) expect(isMarkAlive(text), text).toBe(false);
});
