import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStarter, type Starter } from '../../src/system/git-starter.ts';
import { makeRepo, type Repo } from '../helpers/repo.ts';

let repo: Repo;
let starter: Starter;
let ends = 0;
/** Of other tests in this process. */
let before: readonly (number | string)[] = [];
beforeAll(async () => {
  repo = await makeRepo();
  await repo.commit('first', { 'a.txt': 'a\n' });
  before = [...childrenOf(process.pid), ...foldersOf()];
  starter = openStarter(() => void (ends += 1));
});
afterAll(async () => {
  starter.end();
  await repo.remove();
});

const environment = (): Record<string, string> =>
  Object.fromEntries(Object.entries(repo.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
const run = (args: readonly string[], input?: string | Buffer, more: Record<string, string> = {}, cwd = repo.root) =>
  starter.run({ cwd, env: { ...environment(), ...more }, args, input });

describe('git says the same to a shell that starts it', () => {
  it.each<readonly [string, readonly string[], string]>([
    ['in few words', ['rev-parse', 'HEAD', '--show-toplevel'], ''],
    ['in none', ['log', '--grep=nothing'], ''],
    ["with ' and $ and a line's end", ['rev-parse', "--git-path=it's $HOME\n`x`", "a'b"], ''],
    ['with settings', ['-c', 'core.abbrev=7', 'log', '--format=%h'], ''],
    ['by a code that is an answer', ['symbolic-ref', '--quiet', 'refs/heads/main'], ''],
    ['to many lines', ['cat-file', '--batch-check', '--buffer'], 'HEAD\n'.repeat(10_000)],
  ])('%s', async (_name, args, input) => {
    const said = await run(args, input);
    const { code, stdout, stderr } = await repo.run('git', args, { input });
    if (code > 125) return expect(said).toBeNull(); // and then it is started by ourselves
    expect([said?.code, said?.stderr, said?.stdout.equals(stdout)]).toEqual([code, stderr, true]);
  });

  it('in a folder and with variables of any name', async () => {
    const cwd = join(repo.root, "it's a $(folder)");
    await mkdir(cwd);
    const more = {
      'A%%': "1\n'2'",
      UID: 'x',
      GIT_DIR: join(repo.root, '.git'),
      GIT_WORK_TREE: repo.root,
      PWD: '/nowhere',
    };
    const said = await run(['rev-parse', '--show-prefix'], '', more, cwd);
    expect(said?.stdout.toString('utf8')).toBe("it's a $(folder)/\n");
    expect(await run(['rev-parse', 'HEAD'], '', {}, join(repo.root, 'none'))).toBeNull();
  });

  it('to many who ask at once, and to each its own', async () => {
    const words = Array.from({ length: 40 }, (_, i) => `--git-path=${i}`);
    const said = await Promise.all(words.map((word) => run(['rev-parse', word])));
    expect(said.map((answer) => answer?.stdout.toString('utf8'))).toEqual(words.map((word) => `${word}\n`));
  });
});

it('starts nothing that writes', async () => {
  expect(await run(['update-ref', 'refs/heads/x', 'HEAD'])).toBeNull();
  expect(await run(['rev-parse', 'a\0b'])).toBeNull();
});

it('leaves no zombies and no files', async () => {
  await run(['version']);
  const [shell = 0] = childrenOf(process.pid).filter((pid) => nameOf(pid) === 'sh' && !before.includes(pid));
  for (let tries = 0; tries < 100 && childrenOf(shell).length > 0; tries += 1) await sleep(20);
  expect(childrenOf(shell)).toEqual([]);
  expect(
    foldersOf()
      .map((folder) => readdirSync(folder))
      .flat(),
  ).toEqual([]);
});

it('is given up when it dies, and what it was asked is asked elsewhere', async () => {
  const [shell = 0] = childrenOf(process.pid).filter((pid) => nameOf(pid) === 'sh' && !before.includes(pid));
  process.kill(shell, 'SIGSTOP');
  const asked = [run(['version']), run(['rev-parse', 'HEAD'])];
  process.kill(shell, 'SIGKILL');
  expect(await Promise.all(asked)).toEqual([null, null]);
  expect(await run(['version'])).toBeNull();
  expect([ends, foldersOf()]).toEqual([1, []]);
});

function foldersOf(): readonly string[] {
  return readdirSync(tmpdir())
    .filter((name) => name.startsWith(`guardrail-git-${process.pid}-`))
    .map((name) => join(tmpdir(), name))
    .filter((folder) => existsSync(folder) && !before.includes(folder));
}

function childrenOf(pid: number): readonly number[] {
  const tasks = readdirSync(`/proc/${pid}/task`).map((task) => `/proc/${pid}/task/${task}/children`);
  return tasks.flatMap((path) => readFileSync(path, 'utf8').split(' ').filter(Boolean).map(Number));
}

function nameOf(pid: number): string {
  return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
}
