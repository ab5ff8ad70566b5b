import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { guardrail, prepareGuarded, PRIVATE_KEY, type Prepared } from '../helpers/guarded.ts';
import type { Ran, Repo, Variables } from '../helpers/repo.ts';

let prepared: Prepared;
let repo: Repo;

beforeAll(async () => {
  prepared = await prepareGuarded({ 'README.md': 'shop\n' });
});
afterAll(() => prepared.remove());
beforeEach(async () => {
  repo = await prepared.copy();
});
afterEach(() => repo.remove());

const stageKey = async (path = 'id_rsa'): Promise<void> => {
  await repo.write(path, PRIVATE_KEY);
  await repo.git('add', path);
};
const commit = (args: readonly string[] = [], env: Variables = {}, cwd = repo.root): Promise<Ran> =>
  repo.run('git', ['commit', '-m', 'Open the shop', ...args], { env, cwd });

async function setSettings(change: (text: string) => string): Promise<void> {
  const settings = join(repo.root, '.git/hooks/guardrail.env');
  await writeFile(settings, change(await readFile(settings, 'utf8')));
}

/** Counts every start of the engine's node in a file. */
async function countStarts(): Promise<() => Promise<number>> {
  const counter = join(repo.env['HOME'] ?? '', 'node');
  const log = `${counter}.log`;
  await writeFile(counter, `#!/bin/sh\necho "$*" >>'${log}'\nexec '${process.execPath}' "$@"\n`);
  await chmod(counter, 0o755);
  await setSettings((text) => text.replace(/^node=.*$/m, `node='${counter}'`));
  return async () => (existsSync(log) ? (await readFile(log, 'utf8')).trim().split('\n').length : 0);
}

describe('guarded wherever git is started', () => {
  it.each<readonly [string, () => Promise<Ran>]>([
    [
      'with almost no PATH and no HOME',
      () =>
        repo.run('env', [
          '-i',
          'PATH=/usr/bin:/bin',
          'GIT_CONFIG_NOSYSTEM=1',
          'GIT_AUTHOR_NAME=Ana',
          'GIT_AUTHOR_EMAIL=ana@shop.example',
          'GIT_COMMITTER_NAME=Ana',
          'GIT_COMMITTER_EMAIL=ana@shop.example',
          'XDG_STATE_HOME=/nonexistent',
          'git',
          'commit',
          '-m',
          'key',
        ]),
    ],
    ['in a subfolder', () => repo.run('mkdir', ['sub']).then(() => commit([], {}, join(repo.root, 'sub')))],
    ['with commit -a', () => repo.run('git', ['commit', '-a', '-m', 'key'])],
    ['with a partial commit', () => repo.run('git', ['commit', '-m', 'key', 'id_rsa'])],
    ['with --amend', () => repo.run('git', ['commit', '--amend', '-m', 'key'])],
    ['when the first hook was skipped', () => commit(['--no-verify'])],
  ])('%s', async (_, attempt) => {
    await stageKey();
    const head = await repo.git('rev-parse', 'HEAD');
    const ran = await attempt();
    expect(ran.stderr).toContain('id_rsa');
    expect(ran.code).not.toBe(0);
    expect(await repo.git('rev-parse', 'HEAD')).toBe(head);
  });

  it('in a fresh linked worktree', async () => {
    const other = join(repo.root, '..', 'other');
    await repo.git('worktree', 'add', '--quiet', '-b', 'other', other);
    await writeFile(join(other, 'id_rsa'), PRIVATE_KEY);
    await repo.in(other).git('add', 'id_rsa');
    const ran = await commit([], {}, other);
    expect(ran.stderr).toContain('id_rsa');
    expect(ran.code).not.toBe(0);
  });

  it('in a fresh linked worktree of a repository that husky guards', async () => {
    await repo.git('config', 'core.hooksPath', '.husky/_');
    expect((await guardrail(repo, ['init', '--yes'])).code).toBe(0);
    const other = join(repo.root, '..', 'other');
    await repo.git('worktree', 'add', '--quiet', '-b', 'other', other);
    await writeFile(join(other, 'id_rsa'), PRIVATE_KEY);
    await repo.in(other).git('add', 'id_rsa');
    const ran = await commit([], {}, other);
    expect(ran.stderr).toContain('id_rsa');
    expect(ran.code).not.toBe(0);
  });

  it('after `git config core.hooksPath`, which husky runs on every npm install', async () => {
    await repo.git('config', 'core.hooksPath', '.husky/_');
    expect((await guardrail(repo, ['init', '--yes'])).code).toBe(0);
    await repo.git('config', 'core.hooksPath', '.husky/_');
    await stageKey();
    expect((await commit()).code).not.toBe(0);
  });
});

describe('fails closed', () => {
  it.each<readonly [string, () => Promise<void>, RegExp]>([
    [
      'when the engine is gone',
      () => rm(join(repo.env['HOME'] ?? '', '.local/share/guardrail'), { recursive: true }),
      /engine is missing or empty.*\n\s+next: npx guardrail init/,
    ],
    [
      'when no node is found',
      async () => {
        await setSettings((text) => text.replace(/^node=.*$/m, "node='/nonexistent/node'"));
        // this machine has a node where the hook looks last: a runner that does not look there
        const runner = join(repo.root, '.git/hooks/guardrail-node.sh');
        const text = await readFile(runner, 'utf8');
        await writeFile(runner, text.replaceAll(/ \/(usr|opt)\/\S*node\b/g, '').replace('"$(command -v node)"', ''));
      },
      /no Node\.js 20 or newer was found/,
    ],
    [
      'when the engine is broken',
      async () => {
        const settings = await readFile(join(repo.root, '.git/hooks/guardrail.env'), 'utf8');
        const engine = /^engine='(.*)'$/m.exec(settings)?.[1] ?? '';
        await writeFile(engine, 'process.exit(9)\n');
      },
      /engine stopped with exit 9.*\n\s+next: npx guardrail doctor/,
    ],
    [
      'when what the hooks share is gone',
      () => rename(join(repo.root, '.git/hooks/guardrail.sh'), join(repo.root, '.git/hooks/gone.sh')),
      /guardrail\.sh/,
    ],
    [
      'when the part that asks is gone',
      () => rm(join(repo.root, '.git/hooks/guardrail-engine.sh')),
      /guardrail-engine\.sh/,
    ],
  ])('%s', async (_, harm, says) => {
    await stageKey();
    await harm();
    const ran = await commit();
    expect(ran.code).not.toBe(0);
    expect(ran.stderr).toMatch(says);
    expect(ran.stderr).not.toMatch(/no-verify|hooksPath|skip/i);
  });
});

it('finds another node when the one of init is gone', async () => {
  await setSettings((text) => text.replace(/^node=.*$/m, "node='/nonexistent/node'"));
  await repo.write('a.txt', 'a\n');
  await repo.git('add', 'a.txt');
  const ran = await commit();
  expect(ran.code, ran.stderr).toBe(0);
});

describe('one judgement per commit', () => {
  it('starts one node for an ordinary commit, and two when the message names another author', async () => {
    const starts = await countStarts();
    await repo.write('a.txt', 'a\n');
    await repo.git('add', 'a.txt');
    expect((await commit()).code).toBe(0);
    expect(await starts()).toBe(1);
    await repo.write('b.txt', 'b\n');
    await repo.git('add', 'b.txt');
    await commit(['-m', 'Co-authored-by: Claude <noreply@anthropic.com>']);
    expect(await starts()).toBe(3);
  });

  it('does not take the note of one git for another: the same tree is judged again', async () => {
    const starts = await countStarts();
    await repo.write('a.txt', 'a\n');
    await repo.git('add', 'a.txt');
    const aborted = await repo.run('git', ['commit', '-m', 'x', '--edit'], { env: { GIT_EDITOR: 'false' } });
    expect(aborted.code).not.toBe(0);
    expect(await starts()).toBe(1);
    expect(existsSync(join(repo.root, '.git/guardrail/judged'))).toBe(true);
    expect((await commit(['--no-verify'])).code).toBe(0);
    expect(await starts()).toBe(2);
  });

  it('says a refusal once, and holds it, when git runs the same hook twice', async () => {
    const starts = await countStarts();
    await stageKey();
    // as git 2.54 does it: the hook its configuration names, then the file, both below one `git`
    const git = join(repo.env['HOME'] ?? '', 'git');
    await writeFile(git, await readFile('/bin/sh'), { mode: 0o755 });
    const script = 'sh -c "guardrail_chained=all .git/hooks/pre-commit"; echo "then $?"; .git/hooks/pre-commit';
    const ran = await repo.run(git, ['-c', script]);
    expect(ran.stdout.toString('utf8')).toBe('then 1\n');
    expect(ran.code).toBe(1);
    expect(await starts()).toBe(1);
  });

  it.each<readonly [string, string, number]>([
    ['once for the same lines to the same place', 'origin /x', 1],
    ['again for another place', 'origin /y', 2],
  ])('judges a push %s within one git', async (_, second, times) => {
    const starts = await countStarts();
    const git = join(repo.env['HOME'] ?? '', 'git');
    await writeFile(git, await readFile('/bin/sh'), { mode: 0o755 });
    const head = await repo.git('rev-parse', 'HEAD');
    const lines = `refs/heads/main ${head} refs/heads/main ${'0'.repeat(40)}\n`;
    const push = (where: string): string => `printf '${lines.replace('\n', '\\n')}' | .git/hooks/pre-push ${where}`;
    const ran = await repo.run(git, ['-c', `${push('origin /x')} && ${push(second)}`]);
    expect(ran.code, ran.stderr).toBe(0);
    expect(await starts()).toBe(times);
    expect((await repo.run(git, ['-c', `${push('origin /x')}; exit $?`])).code).toBe(0);
    expect(await starts()).toBe(times + 1);
  });

  it('finds the git above it through ps, where there is no /proc', async () => {
    const notes = join(repo.root, '.git/hooks/guardrail-notes.sh');
    await writeFile(notes, (await readFile(notes, 'utf8')).replaceAll('/proc/', '/nonexistent/'));
    const starts = await countStarts();
    await repo.write('a.txt', 'a\n');
    await repo.git('add', 'a.txt');
    expect((await commit()).code).toBe(0);
    expect(await starts()).toBe(1);
  });

  it('judges twice rather than not at all when no git is above it', async () => {
    const starts = await countStarts();
    await repo.write('a.txt', 'a\n');
    await repo.git('add', 'a.txt');
    expect((await repo.run('.git/hooks/pre-commit', [])).code).toBe(0);
    expect((await repo.run('.git/hooks/pre-commit', [])).code).toBe(0);
    expect(await starts()).toBe(2);
    expect(existsSync(join(repo.root, '.git/guardrail/judged'))).toBe(false);
  });

  it('judges a clean revert of one commit as the commit it is', async () => {
    await stageKey();
    await repo.git('-c', 'core.hooksPath=/nonexistent', 'commit', '--quiet', '-m', 'key');
    await repo.commit('no key', { 'b.txt': 'b\n' });
    await repo.git('rm', '--quiet', 'id_rsa');
    await repo.git('commit', '--quiet', '-m', 'Remove the key');
    const starts = await countStarts();
    const head = await repo.git('rev-parse', 'HEAD');
    const refused = await repo.run('git', ['revert', '--no-edit', 'HEAD']); // brings the key back
    expect(refused.stderr).toContain('id_rsa');
    expect(await repo.git('rev-parse', 'HEAD')).toBe(head);
    expect(await starts()).toBe(1);
    await repo.git('reset', '--quiet', '--hard');
    const passed = await repo.run('git', ['revert', '--no-edit', 'HEAD~1']);
    expect(passed.code, passed.stderr).toBe(0);
    expect(await starts()).toBe(2);
  });

  it('judges again when a hook changes the tree after the first judgement', async () => {
    const hook = join(repo.root, '.git/hooks/prepare-commit-msg.guardrail-chained');
    await writeFile(hook, `#!/bin/sh\nprintf '%s' '${PRIVATE_KEY}' >id_rsa\ngit add id_rsa\n`);
    await chmod(hook, 0o755);
    await repo.write('a.txt', 'a\n');
    await repo.git('add', 'a.txt');
    const ran = await commit();
    expect(ran.stderr).toContain('id_rsa');
    expect(ran.code).not.toBe(0);
  });

  it('starts no node for the picks of a rebase, a cherry-pick and a revert of several', async () => {
    await repo.git('checkout', '--quiet', '-b', 'side');
    for (const name of ['a', 'b', 'c']) await repo.commit(name, { [`${name}.txt`]: name });
    await repo.git('checkout', '--quiet', 'main');
    await repo.commit('main moves', { 'main.txt': 'm' });
    const starts = await countStarts();
    await repo.git('rebase', '--quiet', 'main', 'side');
    await repo.git('checkout', '--quiet', 'main');
    await repo.git('cherry-pick', 'side');
    await repo.git('revert', '--no-edit', 'HEAD', 'HEAD~1'); // one clean revert leaves no trace, and is judged
    expect(await starts()).toBe(0);
  });

  it('starts no node for a push that sends nothing', async () => {
    const remote = join(repo.env['HOME'] ?? '', 'remote.git');
    await repo.git('init', '--quiet', '--bare', remote);
    await repo.git('push', '--quiet', remote, 'main');
    const starts = await countStarts();
    await repo.git('push', remote, 'main');
    expect(await starts()).toBe(0);
  });
});

describe('the hook command', () => {
  it('fails outside a repository, and where git gives it no lines it can read', async () => {
    const outside = await guardrail(repo, ['hook', 'pre-commit'], { cwd: repo.env['HOME'] ?? '/' });
    expect(outside.code).toBe(2);
    const cut = await guardrail(repo, ['hook', 'pre-push', '--remote=origin', '--url=x'], { input: 'refs/heads/ma' });
    expect(cut.code).toBe(2);
    const unknown = await guardrail(repo, ['hook', 'post-rewrite']);
    expect(unknown.code).toBe(2);
  });

  it('is not fooled by a remote that is called like an option', async () => {
    const key = await repo.git('hash-object', '-w', '--stdin').catch(() => '');
    expect(key).not.toBe('');
    const ran = await repo.run('.git/hooks/pre-push', ['--help', '--help'], { input: 'refs/heads/ma' });
    expect(ran.code).toBe(2);
  });
});
