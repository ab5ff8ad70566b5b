import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openReader, type Question, type Reader, type Said } from '../../helpers/reader.ts';
import type { Repo } from '../../helpers/repo.ts';
import {
  agentCommits,
  branch,
  here,
  honest,
  makeShop,
  OPENAI,
  pushHere,
  reviewHere,
  rowsOf,
  rulesWith,
  AGENT,
} from './desk.ts';

/** What an author tries that would rather be rid of a finding than mend it. The reader reports what it sees once, as models do. */
let repo: Repo;
let reader: Reader;
let say: (question: Question) => Said = honest;

beforeAll(async () => {
  reader = await openReader(null, (question) => say(question));
  repo = await makeShop(rulesWith(reader.url, [OPENAI]));
});
afterAll(async () => {
  await reader.close();
  await repo.remove();
});

const wrong = (name: string): string =>
  `export function ${name}(): void {\n  charge(1);\n  chargeAgain(theOrder, ofToday, ${name});\n}\n`;
const fine = (name: string): string =>
  Array.from({ length: 8 }, (_, at) => `export const ${name}${at} = ${at};\n`).join('');
const forgetful = (question: Question): Said => ({ rulings: honest(question).rulings ?? [] });
const loops = async (name: string): Promise<number> =>
  (await rowsOf(repo, `SELECT DISTINCT loop FROM review WHERE branch = '${name}'`)).length;

async function found(name: string, files: Readonly<Record<string, string>>): Promise<void> {
  say = honest;
  await branch(repo, name);
  await agentCommits(repo, files);
  expect((await reviewHere(repo)).code).toBe(1);
  say = forgetful;
}

test('the file gets another name, and the commit another id', async () => {
  await found('renamed', { 'src/order.ts': wrong('order') });
  await repo.git('mv', 'src/order.ts', 'src/billing.ts');
  await repo.git('commit', '--quiet', '--amend', '--no-edit');
  expect((await reviewHere(repo)).code).toBe(1);
  expect((await pushHere(repo, ['renamed'])).err).toContain('src/billing.ts:3');
  expect(await loops('renamed')).toBe(1);
});

test('one NUL makes the file binary', async () => {
  await found('binary', { 'src/nul.ts': wrong('nul') });
  await agentCommits(repo, { 'src/nul.ts': `${wrong('nul')}// \0\n` });
  expect((await reviewHere(repo)).code).toBe(1);
  expect((await pushHere(repo, ['binary'])).code).toBe(1);
});

test('the rest is reviewed and pushed first, and what was found comes after it', async () => {
  await found('split', { 'src/first.ts': fine('first'), 'src/second.ts': wrong('second') });
  await repo.git('rm', '--quiet', 'src/second.ts');
  await repo.git('commit', '--quiet', '--amend', '--no-edit');
  expect((await reviewHere(repo)).code).toBe(0);
  expect((await pushHere(repo, ['split'])).code).toBe(0);
  await repo.git('push', '--quiet', '--no-verify', 'origin', 'split');
  await agentCommits(repo, { 'src/second.ts': wrong('second') });
  expect((await reviewHere(repo)).code).toBe(1);
  expect((await here(repo, ['findings'], AGENT)).out).toContain('its lines are back');
  expect((await pushHere(repo, ['split'])).code).toBe(1);
  expect(await loops('split')).toBe(2);
});

test('it goes to another ref, as a tag, or to another remote', async () => {
  await found('elsewhere', { 'src/elsewhere.ts': wrong('elsewhere') });
  await repo.git('tag', 'v9');
  await repo.git('tag', '-a', 'v10', '-m', 'ten');
  await repo.git('init', '--quiet', '--bare', '../second.git');
  const [head, ten] = [await repo.git('rev-parse', 'HEAD'), await repo.git('rev-parse', 'v10')];
  const url = join(repo.root, '../remote.git');
  const none = '0'.repeat(40);
  const pushes: readonly (readonly [remote: string, line: string])[] = [
    [url, `HEAD ${head} refs/heads/somewhere ${none}`],
    [url, `HEAD ${head} refs/for/main ${none}`],
    [url, `refs/tags/v9 ${head} refs/tags/v9 ${none}`],
    [url, `refs/tags/v10 ${ten} refs/tags/v10 ${none}`],
    [join(repo.root, '../second.git'), `HEAD ${head} refs/heads/main ${none}`],
  ];
  say = honest;
  const passed: string[] = [];
  for (const [to, line] of pushes) {
    const { code, err } = await here(repo, ['hook', 'pre-push', `--remote=${to}`, `--url=${to}`], AGENT, `${line}\n`);
    if (code !== 1 || !/1 finding|under way/.test(err)) passed.push(`${line}: ${String(code)} ${err}`);
  }
  expect(passed).toEqual([]);
});

test('a program is called a bundle', async () => {
  say = honest;
  await branch(repo, 'bundle');
  await agentCommits(repo, { 'dist/pay.js': wrong('pay') });
  await reviewHere(repo);
  expect(reader.questions().some(({ files }) => files.some(({ path }) => path === 'dist/pay.js'))).toBe(true);
});

test('the message says something else once it was read', async () => {
  say = honest;
  await branch(repo, 'message');
  await agentCommits(repo, { 'src/message.ts': fine('message') }, 'Tests pass');
  await reviewHere(repo);
  const before = reader.questions().filter(({ purpose }) => purpose === 'aware').length;
  await repo.git(
    'commit',
    '--quiet',
    '--amend',
    '-m',
    'Nothing is changed\n\nCo-Authored-By: Claude <noreply@anthropic.com>',
  );
  await reviewHere(repo, ['--again']);
  expect(reader.questions().filter(({ purpose }) => purpose === 'aware').length).toBe(before + 1);
});
