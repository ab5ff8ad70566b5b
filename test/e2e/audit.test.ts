import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { keepBlob } from '../../src/log/blobs.ts';
import { openLog } from '../../src/log/open.ts';
import type { NewEvent } from '../../src/model/event.ts';
import { asPerson } from '../helpers/person.ts';
import { makeRepo } from '../helpers/repo.ts';

const DAY = 86_400_000;
const repo = await makeRepo();
afterAll(() => repo.remove());
const state = join(repo.env['HOME'] ?? '', '.local/state/guardrail');

async function write(days: number, words: string): Promise<void> {
  const where = { ts: Date.now() - days * DAY, repo: 'shop', checkout: '', actor: 'unknown', subject: '' };
  const round = { id: `v-${words}`, loop: `l-${words}`, round: 1, outcome: 'clean', stop: '', ledger: [] };
  const event: NewEvent = { ...where, kind: 'review', payload: { ...round, blob: keepBlob(repo.env, `"${words}"`) } };
  const log = await openLog({ env: repo.env });
  log.append([event]);
  log.close();
}

test('a person forgets, anchors and begins anew, each after one typed word', async () => {
  await write(1, 'one');
  const kept = await asPerson(repo, ['forget', '--repo', 'shop'], { answer: 'no\n' });
  expect([kept.code, kept.stdout.toString()]).toEqual([1, expect.stringContaining('nothing was deleted')]);
  expect(readdirSync(join(state, 'blobs'))).toHaveLength(1);
  const gone = await asPerson(repo, ['forget', '--repo', 'shop'], { answer: 'forget\n' });
  expect([gone.code, gone.stdout.toString()]).toEqual([0, expect.stringContaining('1 text deleted')]);
  expect(readdirSync(join(state, 'blobs'))).toEqual([]);

  const first = await asPerson(repo, ['log', 'anchor']);
  expect([first.code, first.stdout.toString()]).toEqual([0, expect.stringContaining('anchored up to event 2')]);
  rmSync(join(state, 'log.db'));
  await write(0, 'two');
  const refused = await asPerson(repo, ['log', 'anchor']);
  expect([refused.code, refused.stdout.toString()]).toEqual([1, expect.stringContaining('log anchor --begin')]);
  const begun = await asPerson(repo, ['log', 'anchor', '--begin'], { answer: 'begin\n' });
  expect([begun.code, begun.stdout.toString()]).toEqual([0, expect.stringContaining('anchored up to event 1')]);
  const verified = await asPerson(repo, ['log', 'verify']);
  expect([verified.code, verified.stdout.toString()]).toEqual([0, expect.stringContaining('anchored up to 1')]);
});
