import { utimesSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gate, openGate } from '../../../src/gate/open.ts';
import {
  failureOf,
  noteFailure,
  type Progress,
  progressOf,
  SILENT_MS,
  takeClaim,
} from '../../../src/gate/review/claim.ts';
import { makeRepo, type Repo } from '../../helpers/repo.ts';

let repo: Repo;
let gate: Gate;
let now = Date.now();
const first: Progress = {
  key: 'k1',
  branch: 'work',
  head: '',
  stage: 'reading',
  files: 1,
  done: 0,
  of: 1,
  tokens: 0,
  money: 0,
  since: 0,
};

beforeAll(async () => {
  repo = await makeRepo();
  const env = { HOME: repo.root, XDG_STATE_HOME: join(repo.root, '.git/state'), PATH: process.env['PATH'] ?? '' };
  const said = (): Promise<void> => Promise.resolve();
  gate = await openGate({ cwd: repo.root, env, now: () => now, err: said, parent: process.ppid });
});
afterAll(async () => {
  await repo.remove();
});

test('whoever reads a branch is seen while it says so, and no longer', () => {
  const claim = takeClaim(gate, first);
  expect(progressOf(gate, 'work')?.key).toBe('k1');
  expect(progressOf(gate, 'other')).toBe(null);
  now += SILENT_MS + 1000; // it hangs: the process is there, and nothing comes of it
  expect(progressOf(gate, 'work')).toBe(null);
  claim.beat();
  expect(progressOf(gate, 'work')?.stage).toBe('reading');
  claim.release();
  expect(progressOf(gate, 'work')).toBe(null);
});

test('a newer commit takes the branch, and the older neither speaks nor releases any more', () => {
  const older = takeClaim(gate, first);
  const newer = takeClaim(gate, { ...first, key: 'k2' });
  expect([older.isOurs(), newer.isOurs()]).toEqual([false, true]);
  older.tell({ ...first, stage: 'asking' });
  older.release();
  expect(progressOf(gate, 'work')).toMatchObject({ key: 'k2', stage: 'reading' });
  const folder = join(repo.root, '.git/state/guardrail/reviews');
  const [name = ''] = readdirSync(folder);
  utimesSync(join(folder, name), 1, 1);
  older.beat();
  expect(progressOf(gate, 'work')).toBe(null);
  newer.release();
});

test('a review that ended in an error says so to whoever waits for that commit, until another takes its place', () => {
  const claim = takeClaim(gate, { ...first, head: 'a1' });
  noteFailure(gate, { branch: 'work', head: 'a1' }, 'somebody else’s'); // the branch is held: it goes on
  expect([progressOf(gate, 'work')?.key, failureOf(gate, { branch: 'work', head: 'a1' })]).toEqual(['k1', null]);
  claim.release();
  noteFailure(gate, { branch: 'work', head: 'a1' }, 'read names.key: EACCES');
  expect(progressOf(gate, 'work')).toBe(null);
  expect(failureOf(gate, { branch: 'work', head: 'a1' })).toBe('read names.key: EACCES');
  expect(failureOf(gate, { branch: 'work', head: 'b2' })).toBe(null);
  takeClaim(gate, { ...first, head: 'a1' }).release();
  expect(failureOf(gate, { branch: 'work', head: 'a1' })).toBe(null);
});
