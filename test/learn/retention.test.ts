import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { command as forgetCommand } from '../../src/commands/forget.ts';
import { command as logCommand } from '../../src/commands/log.ts';
import { keepUp } from '../../src/learn/keep-up.ts';
import { momentOf } from '../../src/learn/moment.ts';
import { pruneBlobs } from '../../src/learn/retention/prune.ts';
import { checkBlobs, keepBlob, listBlobs } from '../../src/log/blobs.ts';
import { forgetHistory } from '../../src/log/history/forget.ts';
import { openLog } from '../../src/log/open.ts';
import { blobsOnlyOf, countReasons } from '../../src/log/retention.ts';
import { verifyChain } from '../../src/log/verify.ts';
import type { NewEvent } from '../../src/model/event.ts';
import type { Environment } from '../../src/system/git.ts';
import { AT } from '../log/events.ts';
import { run } from '../log/seen.ts';
import { emptyRepo, type Repo } from '../helpers/repo.ts';

const DAY = 86_400_000;
const world = await emptyRepo();
afterAll(() => world.remove());
let repo: Repo;
let env: Environment;
let config: string;
let turn = 0;

beforeEach(async () => {
  turn += 1;
  const folder = join(world.root, String(turn));
  mkdirSync(join(folder, 'shop'), { recursive: true });
  mkdirSync(join(folder, 'config/guardrail'), { recursive: true });
  config = join(folder, 'config/guardrail/config.yaml');
  repo = world.in(join(folder, 'shop'));
  env = { ...repo.env, XDG_STATE_HOME: join(folder, 'state'), XDG_CONFIG_HOME: join(folder, 'config') };
  await repo.git('init', '--quiet');
});

type Spoken = {
  readonly loop: string;
  readonly days: number;
  readonly outcome: string;
  readonly words: string;
  readonly repo?: string;
};

/** A round with its record, one question and one answer, as old as it says. */
function spoken({ loop, days, outcome, words, repo: name = 'one' }: Spoken): readonly NewEvent[] {
  const ts = AT - days * DAY;
  const where = { ts, repo: name, checkout: '', actor: 'unknown', subject: '' };
  const blob = (text: string): string => {
    const hash = keepBlob(env, text);
    const path = join(String(env['XDG_STATE_HOME']), 'guardrail/blobs', hash);
    utimesSync(path, ts / 1000, ts / 1000);
    return hash;
  };
  const call = { loop, round: 1, asked: blob('asked of everybody'), answered: blob(`answer ${words}`) };
  const round = { id: `v-${words}`, loop, round: 1, outcome, stop: '', ledger: [], blob: blob(`"round ${words}"`) };
  return [
    { ...where, kind: 'call', payload: call },
    { ...where, kind: 'review', payload: round },
  ];
}

async function written(...rounds: readonly Spoken[]): Promise<void> {
  const log = await openLog({ env });
  log.append(rounds.flatMap(spoken));
  log.close();
}

function left(): readonly string[] {
  return listBlobs(env)
    .map(({ hash }) =>
      readFileSync(join(String(env['XDG_STATE_HOME']), 'guardrail/blobs', hash), 'utf8').replaceAll('"', ''),
    )
    .sort();
}

const OLD = { loop: 'l-old', days: 100, outcome: 'clean', words: 'old' };
const YOUNG = { loop: 'l-young', days: 10, outcome: 'clean', words: 'young' };

test('words that are over go, what a younger round names stays, and the chain is whole', async () => {
  await written(OLD, YOUNG);
  writeFileSync(join(String(env['XDG_STATE_HOME']), 'guardrail/blobs', 'notes.txt'), 'not ours');
  const log = await openLog({ env });
  const how = { env, before: AT - 90 * DAY, now: AT, actor: 'unknown' };
  expect(pruneBlobs(log, { ...how, isTry: true })).toMatchObject({ kind: 'done', texts: 2 });
  expect(left()).toHaveLength(5);
  expect(pruneBlobs(log, { ...how, isTry: false })).toMatchObject({ kind: 'done', texts: 2, left: 3 });
  expect(left()).toEqual(['answer young', 'asked of everybody', 'round young']);
  expect(pruneBlobs(log, { ...how, isTry: false })).toMatchObject({ texts: 0 });
  expect(log.all("SELECT payload FROM event WHERE kind = 'forget'")).toHaveLength(1);
  expect(verifyChain(log)).toMatchObject({ kind: 'whole', events: 5 });
  log.close();
});

test('a loop that goes on keeps its first words, however short the time they are kept', async () => {
  const open = { loop: 'l-open', outcome: 'findings' };
  await written({ ...open, days: 20, words: 'first' }, { ...open, days: 2, words: 'second' }, { ...YOUNG, days: 20 });
  const log = await openLog({ env });
  pruneBlobs(log, { env, before: AT - DAY, now: AT, actor: 'unknown', isTry: false });
  expect(left()).toEqual(['answer first', 'answer second', 'asked of everybody', 'round first', 'round second']);
  pruneBlobs(log, { env, before: AT + 39 * DAY, now: AT + 40 * DAY, actor: 'unknown', isTry: false }); // given up
  expect(left()).toEqual([]);
  log.close();
});

test('a log that cannot be written deletes nothing', async () => {
  await written(OLD);
  const log = await openLog({ env, readOnly: true });
  expect(pruneBlobs(log, { env, before: AT, now: AT, actor: 'unknown', isTry: false })).toMatchObject({
    kind: 'failed',
  });
  expect(left()).toHaveLength(3);
  log.close();
});

test('words that were changed are named, words that were deleted are no fault', async () => {
  await written(OLD);
  const [one, two] = listBlobs(env);
  const folder = join(String(env['XDG_STATE_HOME']), 'guardrail/blobs');
  writeFileSync(join(folder, one?.hash ?? ''), 'other words');
  expect(checkBlobs(env)).toEqual({ looked: 3, changed: [one?.hash] });
  const seen = await run(logCommand, ['verify', '--blobs'], env, AT, repo.root);
  expect([seen.exit, seen.out]).toEqual([1, expect.stringContaining(`changed: ${one?.hash ?? ''}`)]);
  expect(readdirSync(folder)).toContain(two?.hash);
});

test('a daemon anchors as the user says, not before it is due, and prunes once a day', async () => {
  writeFileSync(config, `anchor: { repository: ${repo.root}, every: 3 events or 15 min }\n`);
  await written(OLD);
  const first = await keepUp(env, AT, null);
  expect(first.lines).toEqual(['3 texts of reviews older than 90 days were deleted']);
  const refs = async (): Promise<string> =>
    await repo.git('rev-list', '--all', '--count', '--glob=refs/guardrail/anchors');
  expect(await refs()).toBe('1');
  const second = await keepUp(env, AT + 60_000, first.kept);
  expect([second.kept, await refs()]).toEqual([first.kept, '1']); // one event since (that words were deleted), a minute old
  await keepUp(env, AT + 16 * 60_000, first.kept);
  expect(await refs()).toBe('2');
  await keepUp(env, AT + 60 * 60_000, first.kept); // nothing happened
  expect(await refs()).toBe('2');
  await written(YOUNG, { ...YOUNG, words: 'more' });
  await keepUp(env, AT + 61 * 60_000, first.kept); // many events
  expect(await refs()).toBe('3');
});

test('kept forever is kept, and nothing configured anchors nothing', async () => {
  writeFileSync(config, 'keep: forever\n');
  await written(OLD);
  expect((await keepUp(env, AT, null)).lines).toEqual([]);
  expect(left()).toHaveLength(3);
  expect(await repo.git('for-each-ref')).toBe('');
});

test('an anchor that is refused is said by the daemon', async () => {
  writeFileSync(config, `anchor: { repository: ${repo.root}/nowhere, file: /dev/full }\n`);
  await written(YOUNG);
  expect((await keepUp(env, AT, null)).lines).toEqual([
    expect.stringContaining('not anchored in refs/guardrail/anchors of'),
    expect.stringContaining('not anchored in /dev/full: open /dev/full: it is not a regular file'),
  ]);
});

test.each([
  ['anchor: { repository: here }', 'whole path'],
  ['anchor: { push: origin }', 'anchor.push needs "repository"'],
  ['anchor: { repository: /a, push: --upload-pack=x }', 'name of a remote'],
  ['anchor: { file: /a, every: sometimes }', '256 events or 15 min'],
  ['anchor: { fiel: /a }', 'file'],
  ['keep: 90', '"90d"'],
  ['keep: [1]', 'keep'],
])('%s in a configuration is an error that says what is wrong', async (text, says) => {
  writeFileSync(config, `${text}\n`);
  await expect(keepUp(env, AT, null)).rejects.toThrow(says);
});

test('a repository and what is older can be forgotten but for what others name', async () => {
  await written(OLD, YOUNG, { ...OLD, repo: 'two', words: 'elsewhere' });
  const log = await openLog({ env });
  const label = { target: 'r-1', rule: 'x', says: 'wrong', because: 'my reason' };
  log.append([
    {
      ts: AT,
      repo: 'one',
      checkout: '',
      actor: 'human:ana@shop.example',
      kind: 'label',
      subject: 'r-1',
      payload: label,
    },
  ]);
  expect(blobsOnlyOf(log, { repo: 'one', before: AT + 1 })).toHaveLength(4); // but the question that `two` was asked as well
  expect(blobsOnlyOf(log, { repo: null, before: AT - 50 * DAY })).toHaveLength(4);
  expect(blobsOnlyOf(log, { repo: 'none', before: AT + 1 })).toEqual([]);
  const one = { repo: 'one', before: AT + 1 };
  expect([
    countReasons(log, one),
    countReasons(log, one, 'human:ana@shop.example'),
    countReasons(log, one, 'x'),
  ]).toEqual([1, 1, 0]);
  log.close();
  expect(forgetHistory(env, 'one')).toBe(0);
});

test('nobody but a person has anything deleted, and nothing is said to be gone that stays', async () => {
  await written(OLD);
  for (const argv of [['v-old'], ['--repo', 'one'], ['--before', '7d']]) {
    const seen = await run(forgetCommand, argv, env, AT, repo.root);
    expect([seen.exit, seen.err]).toEqual([1, expect.stringContaining('by a person at a terminal')]);
  }
  const prune = await run(logCommand, ['prune'], env, AT, repo.root);
  expect([prune.exit, prune.err]).toEqual([1, expect.stringContaining('by a person at a terminal')]);
  const dry = await run(logCommand, ['prune', '--dry-run', '--before', '2025-12-31'], env, AT, repo.root);
  expect([dry.exit, dry.err]).toEqual([0, expect.stringContaining('3 texts of reviews (0.0 MB) would be deleted')]);
  const me = await run(forgetCommand, ['--rater', 'me'], env, AT, repo.root);
  expect([me.exit, me.err]).toEqual([1, expect.stringContaining('cannot be deleted one by one')]);
  expect(left()).toHaveLength(3);
  for (const argv of [
    [],
    ['v-old', '--repo', 'one'],
    ['--rater', 'ben'],
    ['--before', 'soon'],
    ['v-nothing'],
    ['x', 'y'],
  ])
    await expect(run(forgetCommand, argv, env, AT, repo.root)).rejects.toThrow('forget');
});

test('moments are days, weeks or dates', () => {
  expect(['90d', '2w', '2026-01-15'].map((word) => momentOf(word, AT))).toEqual([
    AT - 90 * DAY,
    AT - 14 * DAY,
    Date.UTC(2026, 0, 15),
  ]);
  for (const word of ['', 'd', '-1d', '1m', '2026-13-01', '2026-1-1']) expect(momentOf(word, AT)).toBeNull();
});
