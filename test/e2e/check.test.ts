import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CLI, PRIVATE_KEY } from '../helpers/guarded.ts';
import { alone } from '../helpers/person.ts';
import { makeRepo, type Ran, type Repo, type Variables } from '../helpers/repo.ts';
import { AGENT, makeShared, makeShop, within } from '../helpers/shop.ts';

/** Hooks that only ask: what the installed ones do besides is tested with them. */
async function addHooks(repo: Repo): Promise<void> {
  const start = `exec '${process.execPath}' '${CLI}' hook`;
  const scripts: Readonly<Record<string, string>> = {
    'pre-commit': `${start} pre-commit`,
    'pre-push': `${start} pre-push --remote "$1" --url "$2"`,
  };
  for (const [name, body] of Object.entries(scripts)) {
    await repo.write(`.git/hooks/${name}`, `#!/bin/sh\n${body}\n`);
    await chmod(join(repo.root, '.git/hooks', name), 0o755);
  }
}

const EDITOR: Variables = { GIT_EDITOR: `sh -c 'echo "the rest" > "$1"' sh` };

async function git(repo: Repo, ...args: readonly string[]): Promise<Ran> {
  return await repo.run('git', args, { env: { ...AGENT, ...EDITOR } });
}

/** The step as a program reads it from the last line, without the words before the command. */
function nextOf(ran: Ran): string {
  const line = ran.stderr.split('\n').find((one) => one.startsWith('guardrail: {')) ?? 'guardrail: {}';
  const { next } = JSON.parse(line.slice('guardrail: '.length)) as { readonly next?: string | null };
  return (next ?? 'none').replace(/^[^:]*: (?=git )/, '');
}

/** Followed to the letter by the agent that was refused. */
async function follow(repo: Repo, ran: Ran, cwd = repo.root): Promise<Ran> {
  return await repo.run('sh', ['-c', nextOf(ran)], { env: { ...AGENT, ...EDITOR }, cwd });
}

type Case = {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly commit: readonly string[];
  readonly isAdded: boolean;
  readonly left: readonly string[];
};

const PLAIN = { 'infra/main.tf': '# two\n', 'content/a.md': 'b\n' };
const commits: readonly Case[] = [
  { name: 'what is staged', files: PLAIN, commit: ['-m', 'x'], isAdded: true, left: ['content/a.md'] },
  { name: 'commit -a', files: PLAIN, commit: ['-a', '-m', 'x'], isAdded: false, left: ['content/a.md'] },
  {
    name: 'files by name',
    files: PLAIN,
    commit: ['-m', 'x', '--', 'infra/main.tf', 'content/a.md'],
    isAdded: false,
    left: ['content/a.md'],
  },
  {
    name: 'names that look like patterns, and spaces',
    files: { 'infra/[id] a*.tf': 'x\n', 'infra/:b.tf': 'x\n', ':c.md': 'x\n', 'content/[id] x.md': 'x\n' },
    commit: ['-m', 'x'],
    isAdded: true,
    left: ['content/[id] x.md'],
  },
];

describe('the next step of a refused commit, followed to the letter, is allowed', () => {
  test.each(commits)('$name', async ({ files, commit, isAdded, left }) => {
    await within(makeShop(), async (repo) => {
      await addHooks(repo);
      for (const [path, text] of Object.entries(files)) await repo.write(path, text);
      if (isAdded) await repo.git('add', '--all');
      const refused = await git(repo, 'commit', ...commit);
      expect([refused.code, nextOf(refused)]).toEqual([1, expect.stringContaining('git ')]);
      const done = await follow(repo, refused);
      expect([done.stderr, done.code]).toEqual([expect.anything(), 0]);
      expect((await repo.git('-c', 'core.quotePath=false', 'show', '--name-only', '--format=')).split('\n')).toEqual(
        left,
      );
    });
  });

  test('a staged rename out of what the role may touch: both names', async () => {
    await within(makeShop(), async (repo) => {
      await addHooks(repo);
      await repo.git('mv', 'content/a.md', 'infra/a.md');
      await repo.write('content/b.md', 'other\n');
      await repo.git('add', '--all');
      const refused = await git(repo, 'commit', '-m', 'x');
      expect(refused.code).toBe(1);
      expect((await follow(repo, refused)).code).toBe(0);
      expect(await repo.git('ls-tree', '-r', '--name-only', 'HEAD', 'content', 'infra')).toBe(
        'content/a.md\ncontent/b.md\ninfra/main.tf',
      );
    });
  });

  test('from a folder below', async () => {
    await within(makeShop(), async (repo) => {
      await addHooks(repo);
      await repo.write('infra/main.tf', '# two\n');
      await repo.write('content/b.md', 'b\n');
      await repo.git('add', '--all');
      const below = join(repo.root, 'content');
      const refused = await repo.run('git', ['commit', '-m', 'x'], { env: AGENT, cwd: below });
      expect(refused.code).toBe(1);
      expect((await follow(repo, refused, below)).code).toBe(0);
    });
  });

  test('nothing else is staged: it is unstaged, and the check is silent', async () => {
    await within(makeShop(), async (repo) => {
      await addHooks(repo);
      await repo.write('infra/main.tf', '# two\n');
      await repo.git('add', '--all');
      const refused = await git(repo, 'commit', '-m', 'x');
      expect((await follow(repo, refused)).code).toBe(0);
      expect((await alone(repo, ['check'], AGENT)).code).toBe(0);
    });
  });

  test('the first commit of all: there is no HEAD to restore from', async () => {
    await within(makeRepo(), async (repo) => {
      await addHooks(repo);
      await repo.write('id_ed25519', PRIVATE_KEY);
      await repo.write('content/b.md', 'b\n');
      await repo.git('add', '--all');
      const refused = await git(repo, 'commit', '-m', 'x');
      expect([refused.code, nextOf(refused)]).toEqual([1, 'git rm --cached -- id_ed25519 && git commit']);
      expect((await follow(repo, refused)).code).toBe(0);
      expect(await repo.git('ls-tree', '-r', '--name-only', 'HEAD')).toBe('content/b.md');
    });
  });
});

describe('the next step of a refused push, followed to the letter, is allowed', () => {
  test('two branches: the good one goes, to the remote by its name', async () => {
    await within(makeShared(), async (repo) => {
      await repo.git('remote', 'rename', 'origin', 'upstream');
      await repo.git('switch', '--quiet', '--create', 'good', 'main');
      await repo.commit('fine', { 'content/b.md': 'b\n' });
      await repo.git('switch', '--quiet', '--create', 'bad', 'main');
      await repo.commit('infra', { 'infra/main.tf': '# two\n' });
      await addHooks(repo);
      const refused = await git(repo, 'push', 'upstream', 'good:review/good', 'bad');
      expect([refused.code, nextOf(refused)]).toEqual([1, 'git push upstream good:refs/heads/review/good']);
      expect(refused.stderr).toContain('on bad');
      expect((await follow(repo, refused)).code).toBe(0);
      expect(await repo.git('ls-remote', '--heads', '../remote.git')).toMatch(/refs\/heads\/review\/good/);
    });
  });

  test('a secret in the history, removed again in a later commit', async () => {
    await within(makeShared(), async (repo) => {
      await repo.git('switch', '--quiet', '--create', 'work');
      await repo.commit('one', { 'content/b.md': 'b\n', 'deploy.pem': PRIVATE_KEY });
      await repo.git('rm', '--quiet', 'deploy.pem');
      await repo.commit('two', { 'content/c.md': 'c\n' });
      await addHooks(repo);
      const refused = await git(repo, 'push', 'origin', 'work');
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('shop.keys.add')]);
      const done = await follow(repo, refused);
      expect([done.stderr, done.code]).toEqual([expect.anything(), 0]);
      const there = await repo.git('--git-dir=../remote.git', 'log', '--name-only', '--format=', 'main..work');
      expect(there.split('\n').sort()).toEqual(['content/b.md', 'content/c.md']);
    });
  });

  test('a secret that is still there, on a branch that is not checked out', async () => {
    await within(makeShared(), async (repo) => {
      await repo.git('switch', '--quiet', '--create', 'work');
      await repo.commit('one', { 'content/b.md': 'b\n', 'deploy.pem': PRIVATE_KEY });
      await repo.commit('two', { 'content/c.md': 'c\n' });
      await repo.git('switch', '--quiet', 'main');
      await addHooks(repo);
      const refused = await git(repo, 'push', 'origin', 'work');
      expect(nextOf(refused)).toMatch(/^git switch work && git reset --soft/);
      const done = await follow(repo, refused);
      expect([done.stderr, done.code]).toEqual([expect.anything(), 0]);
    });
  });

  test('a net change outside the role, with main merged in between', async () => {
    await within(makeShared(), async (repo) => {
      await repo.git('switch', '--quiet', '--create', 'work');
      await repo.commit('one', { 'infra/main.tf': '# two\n' });
      await repo.git('switch', '--quiet', 'main');
      await repo.commit('theirs', { 'content/z.md': 'z\n' });
      await repo.git('push', '--quiet', '--no-verify', 'origin', 'main');
      await repo.git('switch', '--quiet', 'work');
      await repo.git('merge', '--quiet', '--no-verify', '-m', 'merge', 'main');
      await repo.commit('more', { 'content/b.md': 'b\n' });
      await addHooks(repo);
      const refused = await git(repo, 'push', 'origin', 'work');
      expect(refused.code).toBe(1);
      const done = await follow(repo, refused);
      expect([done.stderr, done.code]).toEqual([expect.anything(), 0]);
      const there = await repo.git('--git-dir=../remote.git', 'diff', '--name-only', 'main', 'work');
      expect(there).toBe('content/b.md');
    });
  });

  test('a branch that is there already: what was added since', async () => {
    await within(makeShared(), async (repo) => {
      await repo.git('switch', '--quiet', '--create', 'work');
      await repo.commit('one', { 'content/b.md': 'b\n' });
      await repo.git('push', '--quiet', '--no-verify', 'origin', 'work');
      await repo.commit('two', { 'infra/main.tf': '# two\n', 'content/c.md': 'c\n' });
      await addHooks(repo);
      const refused = await git(repo, 'push', 'origin', 'work');
      expect(refused.code).toBe(1);
      const done = await follow(repo, refused);
      expect([done.stderr, done.code]).toEqual([expect.anything(), 0]);
    });
  });

  test('approvals travel: their ref is pushed without a word', async () => {
    await within(makeShared(), async (repo) => {
      const blob = (await repo.run('git', ['hash-object', '-w', '--stdin'], { input: '{}' })).stdout.toString().trim();
      const row = `100644 blob ${blob}\t01ARZ3NDEKTSV4RRFFQ69G5FAV.json\n`;
      const tree = (await repo.run('git', ['mktree'], { input: row })).stdout.toString().trim();
      await repo.git('update-ref', 'refs/guardrail/approvals', await repo.git('commit-tree', tree, '-m', 'approve'));
      await addHooks(repo);
      const pushed = await git(repo, 'push', 'origin', 'refs/guardrail/approvals');
      expect([pushed.code, pushed.stderr]).toEqual([0, expect.not.stringContaining('refused')]);
    });
  });
});

describe('how a refusal reads', () => {
  test('every line fits a terminal of 80 columns, and a reason takes at most 16 lines', async () => {
    await within(makeShop(), async (repo) => {
      const long = `infra/${'deep/'.repeat(30)}${'x'.repeat(120)}.tf`;
      await repo.write(long, '# x\n');
      await repo.write('infra/main.tf', '# two\n');
      await repo.git('add', '--all');
      const ran = await alone(repo, ['check'], AGENT);
      const lines = ran.stderr.split('\n').filter((line) => !line.startsWith('guardrail: {'));
      const reasons = lines.slice(
        2,
        lines.findIndex((line) => line.startsWith('        next')),
      );
      for (const line of reasons) expect(line.length).toBeLessThanOrEqual(80);
      for (const reason of reasons.join('\n').trimEnd().split('\n\n')) {
        expect(reason.split('\n').length).toBeLessThanOrEqual(16);
      }
      expect(ran.stderr).toContain('.guardrail/policies/infra.yaml:5');
    });
  });
});
