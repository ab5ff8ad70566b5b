import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { command as outcome } from '../../src/commands/outcome.ts';
import { command as outcomes } from '../../src/commands/outcomes.ts';
import { openGate } from '../../src/gate/open.ts';
import { syncIfStale, syncOutcomes, type OutcomeOptions, type OutcomeSync } from '../../src/learn/outcomes/sync.ts';
import { openDriver } from '../../src/log/driver.ts';
import { historyPath } from '../../src/log/history/file.ts';
import { openLog } from '../../src/log/open.ts';
import { outcomesByCommit, outcomesOf, type KnownOutcome } from '../../src/log/outcomes.ts';
import { rebuildProjections } from '../../src/log/rebuild.ts';
import { argumentsOf } from '../../src/commands/arguments.ts';
import { makeRepo, type Repo } from '../helpers/repo.ts';
import { DAY, ioOf, land, START } from './past.ts';

const NOW = START + 60 * DAY;
const FIRST = [
  'function sum(items) {',
  '  // adds up',
  '  let total = 0;',
  '  for (const item of items) total += item.price;',
  '  check(total);',
  '  return total;',
  '}',
  '',
];
const text = (lines: readonly string[]): string => lines.join('\n');
const put = (at: number, line: string, lines = FIRST): string[] => lines.with(at, line);

type Names =
  | 'base'
  | 'bad'
  | 'revert'
  | 'again'
  | 'named'
  | 'mend'
  | 'branchy'
  | 'merge'
  | 'unmerge'
  | 'late'
  | 'hot'
  | 'tip';
let repo: Repo;
let at: Readonly<Record<Names, string>>;

beforeAll(async () => {
  repo = await makeRepo();
  const base = await land(repo, {
    message: 'Begin',
    day: 0,
    files: { 'src/pay/sum.js': text(FIRST), 'src/pay/tax.js': 'a\n' },
  });
  const bad = await land(repo, {
    message: 'Sum in cents',
    day: 1,
    files: { 'src/pay/sum.js': text(put(5, '  return total * 100;')) },
  });
  const revert = await land(repo, {
    message: `Revert "Sum in cents"\n\nThis reverts commit ${bad}.\n`,
    day: 2,
    files: { 'src/pay/sum.js': text(FIRST) },
  });
  const again = await land(repo, {
    message: `Reapply "Sum in cents"\n\nThis reverts commit\n${revert}.\n`,
    day: 3,
    files: { 'src/pay/sum.js': text(put(5, '  return total * 100;')) },
  });
  const named = await land(repo, { message: 'Tax', day: 4, by: 'bo', files: { 'src/pay/tax.js': 'tax = 1\n' } });
  const mend = await land(repo, {
    message: `Round the tax\n\n> This reverts commit ${base}.\n\nFixes: ${named.slice(0, 9)} ("Tax")\nFixes: #12\nFixes: ${'f'.repeat(12)}\n`,
    day: 5,
    files: { 'src/pay/tax.js': 'tax = round(1)\n' },
  });
  const branchy = await land(repo, {
    message: 'A part',
    day: 6,
    branch: 'part',
    parents: [mend],
    files: { 'docs/part.md': '1\n' },
  });
  const merge = await land(repo, { message: 'Merge part', day: 7, parents: [mend, branchy] });
  const unmerge = await land(repo, {
    message: `Revert "Merge part"\n\nThis reverts commit ${merge}, reversing\nchanges made to ${mend}.\n`,
    day: 8,
    files: { 'docs/part.md': null },
  });
  const sold = '  for (const item of sold(items)) total += item.price;';
  const later = put(5, '  return total * 100;', put(3, sold));
  const late = await land(repo, {
    message: 'Sum what is sold',
    day: 20,
    by: 'bo',
    files: { 'src/pay/sum.js': text(later) },
  });
  const mended = put(5, '  return total;', put(1, '  // adds all up', later)).toSpliced(
    4,
    0,
    '  if (total < 0) return 0;',
  );
  const hot = await land(repo, {
    message: 'Fix the sum of nothing <script>\u0007',
    day: 22,
    files: { 'src/pay/sum.js': text(mended) },
  });
  const elsewhere = await land(repo, {
    message: 'On a branch',
    day: 22,
    branch: 'away',
    parents: [base],
    files: { z: '1' },
  });
  const tip = await land(repo, {
    message: `Tidy\n\nThis reverts commit ${elsewhere}.\n\nThis reverts commit ${'0'.repeat(40)}.\n`,
    day: 23,
    files: { y: '1' },
  });
  at = { base, bad, revert, again, named, mend, branchy, merge, unmerge, late, hot, tip };
});

afterAll(() => repo.remove());

type Home = { readonly env: Repo['env']; readonly folder: string };

async function home(): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), 'guardrail-outcomes-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await repo.git('update-ref', 'refs/heads/main', at.tip);
  return { env: { ...repo.env, XDG_STATE_HOME: folder }, folder };
}

async function sync({ env }: Home, options: Partial<OutcomeOptions> = {}): Promise<OutcomeSync> {
  const gate = await openGate(ioOf(repo, NOW, env));
  return await syncOutcomes(gate, { reading: null, tracing: null, ...options });
}

function repoOf(synced: OutcomeSync): string {
  if (synced.kind === 'nothing') throw new Error(synced.why);
  return synced.repo;
}

async function inLog<T>({ env }: Home, question: (log: Awaited<ReturnType<typeof openLog>>) => T): Promise<T> {
  const log = await openLog({ env, readOnly: true });
  try {
    return question(log);
  } finally {
    log.close();
  }
}

const short = ({ commit, kind, evidence, withdrawn }: KnownOutcome): string =>
  `${nameOf(commit)} ${kind} ${nameOf(evidence)}${withdrawn ? ' withdrawn' : ''}`;

function nameOf(oid: string): string {
  return Object.entries(at).find(([, known]) => known === oid)?.[0] ?? oid;
}

/** The command as the CLI would run it. */
async function run(
  command: typeof outcome,
  argv: readonly string[],
  { env }: Home,
): Promise<readonly [number, string]> {
  const io = ioOf(repo, NOW, env);
  const code = await command.run(argumentsOf(command, argv), io);
  return [code, io.said.join('')];
}

const TOLD = ['again blame hot', 'branchy revert unmerge', 'late hotfix hot', 'named fixes mend'];

test('what commits say of each other and whose lines were mended becomes outcomes, once', async () => {
  const one = await home();
  const synced = await sync(one);
  expect(synced).toMatchObject({
    kind: 'synced',
    news: { added: 4, withdrawn: 0 },
    traced: { done: 1, left: 0, unread: 0 },
  });
  const repository = repoOf(synced);
  const known = await inLog(one, (log) => outcomesOf(log, repository));
  expect(known.map(short).toSorted()).toEqual(TOLD);
  expect(known.find(({ kind }) => kind === 'fixes')).toMatchObject({
    weight: 1,
    ts: START + 5 * DAY,
    source: 'history',
  });
  expect(await sync(one)).toMatchObject({
    history: { fresh: 0 },
    news: { added: 0, withdrawn: 0 },
    traced: { done: 0 },
  });
  const weighed = await inLog(one, (log) => outcomesByCommit(log, repository));
  expect(weighed.get(at.late)).toEqual({ weight: 0.3, came: START + 22 * DAY });
  expect(weighed.has(at.bad)).toBe(false); // its revert was reverted
});

test('a revert of a revert takes it back, a third one puts it in force again, and a person has the last word', async () => {
  const one = await home();
  const now = async (): Promise<readonly string[]> =>
    (await inLog(one, (log) => outcomesOf(log, repository))).map(short).filter((line) => line.startsWith('bad'));
  await repo.git('update-ref', 'refs/heads/main', at.revert);
  const repository = repoOf(await sync(one));
  expect(await now()).toEqual(['bad revert revert']);
  await repo.git('update-ref', 'refs/heads/main', at.again);
  expect(await sync(one)).toMatchObject({ news: { added: 0, withdrawn: 1 } });
  expect(await now()).toEqual(['bad revert revert withdrawn']);
  const third = await land(repo, { message: `No more\n\nThis reverts commit ${at.again}.\n`, day: 4, files: {} });
  expect(await sync(one)).toMatchObject({ news: { added: 1, withdrawn: 0 } });
  expect(await now()).toEqual(['bad revert revert']);
  const [known] = await inLog(one, (log) => outcomesOf(log, repository));
  expect((await run(outcome, ['withdraw', known?.id ?? '', '--because', 'for a freeze'], one))[0]).toBe(0);
  await rm(historyPath(one.env));
  await land(repo, { message: 'More', day: 5, parents: [third], files: { n: '1' } });
  expect(await sync(one)).toMatchObject({ history: { fresh: 6 }, news: { added: 0, withdrawn: 0 } });
  expect(await now()).toEqual(['bad revert revert withdrawn']);
  await expect(run(outcome, ['withdraw', known?.id ?? ''], one)).rejects.toThrow(/withdrawn before/);
});

test('what a rewrite took away is withdrawn, and told again when it comes back', async () => {
  const one = await home();
  const repository = repoOf(await sync(one));
  await land(repo, { message: 'Instead', day: 21, parents: [at.late], files: { 'src/pay/tax.js': 'b\n' } });
  expect(await sync(one)).toMatchObject({ history: { removed: 2, fresh: 1 }, news: { added: 0, withdrawn: 2 } });
  const known = await inLog(one, (log) => outcomesOf(log, repository));
  expect(
    known
      .filter(({ withdrawn }) => withdrawn)
      .map(short)
      .toSorted(),
  ).toEqual(['again blame hot withdrawn', 'late hotfix hot withdrawn']);
  await repo.git('update-ref', 'refs/heads/main', at.tip);
  expect(await sync(one)).toMatchObject({ news: { added: 2, withdrawn: 0 } });
});

test('a log that was lost is told again, and an index that was lost tells nothing twice', async () => {
  const one = await home();
  const repository = repoOf(await sync(one));
  for (const file of ['history.db', 'history.db-wal', 'history.db-shm']) {
    await rm(join(one.folder, 'guardrail', file), { force: true });
  }
  expect(await sync(one)).toMatchObject({ history: { fresh: 12 }, news: { added: 0, withdrawn: 0 } });
  for (const file of ['log.db', 'log.db-wal', 'log.db-shm']) {
    await rm(join(one.folder, 'guardrail', file), { force: true });
  }
  expect(await sync(one)).toMatchObject({ history: { fresh: 0 }, news: { added: 4, withdrawn: 0 } });
  const before = await inLog(one, (log) => outcomesOf(log, repository));
  const log = await openLog({ env: one.env });
  rebuildProjections(log);
  log.close();
  expect(await inLog(one, (again) => outcomesOf(again, repository))).toEqual(before);
});

test('lines are followed as far as the time allows, and the rest the next time; a commit graph is kept beside', async () => {
  const one = await home();
  const synced = await sync(one, { tracing: 0 });
  expect(synced).toMatchObject({ traced: { done: 0, left: 1 }, news: { added: 2 } });
  expect(await sync(one, { tracing: 10_000 })).toMatchObject({ traced: { done: 0, left: 1 } }); // nothing new: over at once
  expect(await sync(one)).toMatchObject({ history: { fresh: 0 }, traced: { done: 1, left: 0 }, news: { added: 2 } });
  const [code, said] = await run(outcomes, ['sync'], one);
  expect([code, said]).toEqual([0, 'main: 0 new commits read\n11 commits known\nno outcome that was not known\n']);
});

describe('an incident', () => {
  const ADDRESS = 'https://wiki.example/42?<b>';
  const add = (one: Home, commit: string, env: Repo['env'] = {}): Promise<readonly [number, string]> =>
    run(outcome, ['add', '--incident', ADDRESS, '--commit', commit], { ...one, env: { ...one.env, ...env } });
  const weighed = async (one: Home): Promise<unknown> => {
    const repository = repoOf(await sync(one));
    return (await inLog(one, (log) => outcomesByCommit(log, repository))).get(at.base);
  };

  test("is a person's word; an agent's is kept and not used, and takes nothing back", async () => {
    const one = await home();
    const agent = { CLAUDECODE: '1' };
    const [code, said] = await add(one, at.base.slice(0, 10), agent);
    expect(code).toBe(0);
    expect(said).toMatch(/^o-\w{10}: .*kept and not used: agent claude-code/s);
    expect(await weighed(one)).toBe(undefined);
    expect((await add(one, at.base))[0]).toBe(0);
    expect(await weighed(one)).toEqual({ weight: 1, came: NOW });
    const id = said.slice(0, 12);
    await run(outcome, ['withdraw', id], { ...one, env: { ...one.env, ...agent } });
    expect(await weighed(one)).toEqual({ weight: 1, came: NOW });
    await run(outcome, ['withdraw', id], one);
    expect(await weighed(one)).toBe(undefined);
  });

  test('is of a commit that has landed', async () => {
    const one = await home();
    await expect(add(one, 'refs/heads/away')).rejects.toThrow(/is not on main, so it has not landed/);
    await expect(add(one, 'nothing')).rejects.toThrow(/no one commit is called nothing/);
    await expect(add(one, '--all')).rejects.toThrow(/commit/);
    await expect(run(outcome, ['add'], one)).rejects.toThrow(/name the incident/);
    await expect(run(outcome, ['withdraw', 'o-none'], one)).rejects.toThrow(/has no outcome o-none/);
  });
});

test('what strangers wrote is escaped where it is shown', async () => {
  const one = await home();
  expect(await run(outcomes, [], one)).toEqual([
    0,
    'No outcome is known of this repository. Read its history: guardrail outcomes sync\n',
  ]);
  await sync(one);
  const caused = ['add', '--incident', 'https://wiki.example/\u001b[31m', '--commit', at.hot];
  expect((await run(outcomes, caused, one))[0]).toBe(0);
  const [code, said] = await run(outcomes, ['list'], one);
  expect(code).toBe(0);
  expect(said.split('\n')).toHaveLength(6);
  expect(said).toContain(`Fix the sum of nothing <script>\\x07`);
  expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  const [, json] = await run(outcomes, ['list', '--json'], one);
  expect(JSON.parse(json).outcomes).toHaveLength(5);
});

describe('it goes on without', () => {
  test('outside of a repository, and in one without a commit', async () => {
    const one = await home();
    const outside = ioOf({ ...repo, root: one.folder }, NOW, one.env);
    expect(await syncIfStale(outside, 1_000)).toMatchObject({ kind: 'nothing', why: /open the repository/ });
    const empty = await makeRepo();
    onTestFinished(() => empty.remove());
    expect(await syncIfStale(ioOf(empty, NOW, one.env), 1_000)).toMatchObject({ kind: 'nothing' });
  });

  test('a file that another process holds, and a folder that cannot be made', async () => {
    const one = await home();
    await sync(one);
    const driver = openDriver(historyPath(one.env));
    driver.exec('BEGIN EXCLUSIVE');
    const locked = await sync(one);
    driver.exec('ROLLBACK');
    driver.close();
    expect(locked).toMatchObject({ kind: 'nothing', why: expect.stringMatching(/history.*locked/) });
    const file = join(one.folder, 'file');
    writeFileSync(file, '');
    const none = await sync({ ...one, env: { ...one.env, XDG_STATE_HOME: file } });
    expect(none).toMatchObject({ kind: 'nothing', why: expect.stringMatching(/keep the history/) });
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  test('a partial clone, whose files git would fetch one by one', async () => {
    const one = await home();
    await repo.git('config', 'extensions.partialClone', 'origin');
    const synced = await sync(one);
    await repo.git('config', '--unset', 'extensions.partialClone');
    expect(synced).toMatchObject({ kind: 'synced', history: { kind: 'partial clone' }, tip: null });
  });
});
