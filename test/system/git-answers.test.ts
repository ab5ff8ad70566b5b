import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGit, type Git } from '../../src/system/git.ts';
import { forgetAnswers, rememberAnswers } from '../../src/system/git-answers.ts';
import { makeRepo, type Repo } from '../helpers/repo.ts';

let repo: Repo;
let git: Git;
beforeAll(async () => {
  rememberAnswers(); // as in the daemon
  repo = await makeRepo();
  git = openGit(repo.root, repo.env);
  await repo.commit('first', { 'a.txt': 'a\n' });
});
afterAll(async () => {
  forgetAnswers();
  await repo.remove();
});

/** Every git of ours is told these. */
const OURS = ['-c', 'advice.graftFileDeprecated=false', '-c', 'i18n.logOutputEncoding=UTF-8'];

const ASKED: readonly (readonly string[])[] = [
  [
    'for-each-ref',
    '--format=%(HEAD)%(objectname) %(refname) %(symref)',
    'refs/heads',
    'refs/remotes',
    'refs/notes/guardrail',
  ],
  ['for-each-ref', '--format=%(refname)', 'refs/guardrail/approvals', 'refs/remotes/*/guardrail/approvals'],
  [
    'rev-parse',
    '--show-object-format',
    '--is-shallow-repository',
    '--absolute-git-dir',
    '--show-toplevel',
    'HEAD^{tree}',
  ],
  ['config', '--null', '--list'],
  ['symbolic-ref', '--quiet', 'HEAD'],
  ['rev-parse', '--git-path', 'hooks'],
  ['rev-parse', '--is-bare-repository'],
  ['config', '--get', 'core.hooksPath'],
  ['config', '-z', '--show-scope', '--show-origin', '--type=path', '--get-all', 'core.hooksPath'],
];

describe('what is remembered is what git says after', () => {
  it.each<readonly [string, () => Promise<unknown>]>([
    ['nothing', () => Promise.resolve()],
    ['a commit', () => repo.commit('second', { 'b.txt': 'b\n' })],
    ['a branch', () => repo.git('branch', 'topic')],
    ['another checkout', () => repo.git('switch', '--quiet', 'topic')],
    ['packing', () => repo.git('pack-refs', '--all')],
    ['a commit over packed refs', () => repo.commit('third', { 'c.txt': 'c\n' })],
    ['a setting', () => repo.git('config', 'user.name', 'Li')],
    ['a setting of the user', () => repo.git('config', '--global', 'user.email', 'li@shop.example')],
    ['a folder of hooks', () => repo.git('config', 'core.hooksPath', '.husky/_')],
    ['a tracking ref', () => repo.git('update-ref', 'refs/remotes/origin/main', 'HEAD')],
    ['a ref to elsewhere', () => elsewhere()],
    ['a move there', () => repo.git('update-ref', 'refs/other/x', 'HEAD~1')],
    ['a detached HEAD', () => repo.git('checkout', '--quiet', '--detach')],
    ['a note', () => repo.git('notes', '--ref=guardrail', 'add', '-m', 'seen')],
    ['the end of a branch', () => repo.git('branch', '-D', 'main')],
    ['a file that is included', () => included()],
    ['a change in it', () => writeFile(join(repo.root, '.git/more'), '[user]\n\tname = Kim\n')],
  ])('%s', async (_name, happens) => {
    await ask(); // remembered now
    await happens();
    for (let times = 0; times < 2; times += 1) expect(await ask()).toEqual(await really());
  });

  async function included(): Promise<void> {
    await writeFile(join(repo.root, '.git/more'), '[user]\n\tname = Ben\n');
    await repo.git('config', 'include.path', 'more');
  }
  async function elsewhere(): Promise<void> {
    await repo.git('update-ref', 'refs/other/x', 'HEAD');
    await repo.git('symbolic-ref', 'refs/heads/away', 'refs/other/x');
  }
  async function ask(): Promise<readonly string[]> {
    const at = [git, git.at(join(repo.root, '.git'))];
    return await Promise.all(
      at.flatMap((one) => ASKED.map(async (args) => (await one.ask(args)).stdout.toString('utf8'))),
    );
  }
  async function really(): Promise<readonly string[]> {
    const at = [repo.root, join(repo.root, '.git')];
    const run = async (cwd: string, args: readonly string[]): Promise<string> =>
      (await repo.run('git', [...OURS, ...args], { cwd })).stdout.toString('utf8');
    return await Promise.all(at.flatMap((cwd) => ASKED.map((args) => run(cwd, args))));
  }
});

describe('a git that stays', () => {
  const CHECK = ['cat-file', '--batch-check=%(objectname) %(objecttype) %(objectsize)', '--buffer'];
  const READ = ['cat-file', '--batch=%(objectname) %(objecttype) %(objectsize)', '--buffer'];

  it.each([0, 1, 2])('says what one of its own says (%i)', async (round) => {
    const oids = await Promise.all(['a\n', '', `${'x'.repeat(200_000)}${round}`, '\0\n1 blob 3\n'].map(stored));
    const input = [...oids, `${await repo.git('rev-parse', 'HEAD')}^{tree}`].map((oid) => `${oid}\n`).join('');
    for (const args of [CHECK, READ]) {
      const [ours, own] = [await git.run(args, input), (await repo.run('git', args, { input })).stdout];
      expect(ours.equals(own)).toBe(true); // toEqual compares byte by byte: two seconds for these
    }
  });

  it('knows of what it does not have, and goes on', async () => {
    const none = `${'1'.repeat(40)}\n`;
    expect(await git.text(CHECK, none)).toBe(`${'1'.repeat(40)} missing`);
    const oid = await stored('after');
    expect(await git.text(CHECK, `${oid}\n`)).toBe(`${oid} blob 5`);
  });

  it('answers many who ask at once', async () => {
    const oids = await Promise.all(Array.from({ length: 30 }, (_, i) => stored(`text ${i} ${'y'.repeat(i * 997)}`)));
    const said = await Promise.all(oids.map((oid) => git.text(READ, `${oid}\n`)));
    for (const [i, oid] of oids.entries()) expect(said[i]).toMatch(new RegExp(`^${oid} blob \\d+\ntext ${i} y*$`));
  });

  it('finds what was packed since', async () => {
    const oid = await repo.commit('packed', { 'p.txt': 'p\n' });
    await repo.git('repack', '-a', '-d', '--quiet');
    expect(await git.text(CHECK, `${oid}\n`)).toMatch(`${oid} commit`);
  });

  async function stored(text: string): Promise<string> {
    return (await repo.run('git', ['hash-object', '-w', '--stdin'], { input: text })).stdout.toString('utf8').trim();
  }
});
