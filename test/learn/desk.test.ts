import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { openGate } from '../../src/gate/open.ts';
import { Desk } from '../../src/learn/desk.ts';
import { repositoryHere } from '../../src/learn/here.ts';
import { todayFor } from '../../src/learn/questions.ts';
import { openLog } from '../../src/log/open.ts';
import type { Dashboard } from '../../src/model/dashboard.ts';
import { makeRepo, type Repo } from '../helpers/repo.ts';
import { ANA, DAY, refusedBy } from './asked.ts';

const NOW = Date.UTC(2026, 0, 15, 12);

/** A repository in which ten things were said, and a log in which another had ten as well. */
async function twoRepositories(): Promise<{ readonly repo: Repo; readonly here: string }> {
  const repo = await makeRepo();
  await repo.commit('first', { 'a.ts': 'one\n' });
  const own = { cwd: repo.root, env: repo.env, now: () => NOW, parent: 0, err: () => Promise.resolve() };
  const here = await repositoryHere(await openGate(own));
  const log = await openLog({ env: repo.env });
  for (const [name, id] of [
    ['own', here],
    ['other', 'another-repository'],
  ] as const)
    log.append(
      Array.from({ length: 10 }, (_, i) => ({
        ...refusedBy(`${name}.rule-${i}`, `src/${name}-${i}.ts`, NOW - 3 * DAY, `r-${name}000${i}`),
        repo: id,
      })),
    );
  log.close();
  return { repo, here };
}

function idsOf({ asking }: Dashboard): readonly string[] {
  return asking.kind === 'open' ? asking.questions.map(({ statement }) => statement.id) : [asking.why];
}

test('of a log that took the place of another, nothing is said to be whole before it was walked', async () => {
  const { repo } = await twoRepositories();
  const visitor = { kind: 'person', rater: ANA } as const;
  const desk = new Desk({ env: repo.env, cwd: repo.root, now: () => NOW, parent: 0, days: 90, repo: null, visitor });
  while (!(await desk.check()));
  expect((await desk.dashboard()).audit.checked).toEqual({ kind: 'whole', upTo: 20 });
  const { path } = await openLog({ env: repo.env, readOnly: true });
  for (const end of ['', '-wal', '-shm']) await rm(`${path}${end}`, { force: true });
  const log = await openLog({ env: repo.env });
  log.append([refusedBy('new', 'src/new.ts', NOW)]);
  log.close();
  expect((await desk.dashboard()).audit).toMatchObject({ events: 1, checked: { kind: 'checking', upTo: 0 } });
  while (!(await desk.check()));
  expect((await desk.dashboard()).audit.checked).toEqual({ kind: 'whole', upTo: 1 });
});

test('whoever opens the page in a repository is asked what guardrail ask asks there, not five more', async () => {
  const { repo, here } = await twoRepositories();
  const visitor = { kind: 'person', rater: ANA } as const;
  const own = { env: repo.env, now: () => NOW, parent: 0, days: 90, visitor };
  const desk = new Desk({ ...own, cwd: repo.root, repo: null });
  const log = await openLog({ env: repo.env, readOnly: true });
  const asked = todayFor(log, { repo: here, now: NOW, rater: ANA, most: 5 }).open.map(({ statement }) => statement.id);
  log.close();
  expect(asked).toHaveLength(5);
  expect(idsOf(await desk.dashboard())).toEqual(asked);
  const [first = ''] = asked;
  expect(await desk.keep({ id: first, says: 'right', because: '', secs: 3 })).toEqual({ kind: 'kept' });
  expect(idsOf(await desk.dashboard())).toEqual(asked.slice(1));
  // drawn, by the chance that the lot of this repository gave it
  const after = await openLog({ env: repo.env, readOnly: true });
  const [row] = after.all('SELECT strategy, p_sel FROM label WHERE target = ?', [first]);
  after.close();
  expect(row).toMatchObject({ strategy: 'drawn', p_sel: expect.any(Number) });
  // asked for another, or standing in none: as it was said
  expect(idsOf(await new Desk({ ...own, cwd: repo.root, repo: 'another-repository' }).dashboard())).toEqual(
    expect.arrayContaining([expect.stringMatching(/^r-other/)]),
  );
  expect(idsOf(await new Desk({ ...own, cwd: tmpdir(), repo: null }).dashboard())).toHaveLength(5);
});
