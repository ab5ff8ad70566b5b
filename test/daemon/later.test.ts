import { expect, it } from 'vitest';
import { openLater } from '../../src/daemon/later.ts';

it('does nothing before the answer is out, then everything in order', async () => {
  const done: string[] = [];
  const later = openLater((line) => void done.push(line));
  later.add(async () => {
    await Promise.resolve();
    done.push('first');
  });
  later.add(() => Promise.reject(new Error('the disk is full')));
  later.add(() => Promise.resolve(void done.push('third')));
  done.push('answer');
  await later.drained();
  expect(done).toEqual(['answer', 'first', 'the disk is full', 'third']);
});

it('begins by itself, and again after a pause', async () => {
  const later = openLater(() => undefined);
  for (let round = 0; round < 2; round += 1) await new Promise<void>((done) => later.add(async () => done()));
  await later.drained();
});

it('waits for what is added while it is waited for', async () => {
  const done: number[] = [];
  const later = openLater(() => undefined);
  later.add(() => {
    later.add(() => Promise.resolve(void done.push(2)));
    done.push(1);
    return Promise.resolve();
  });
  await later.drained();
  expect(done).toEqual([1, 2]);
});
