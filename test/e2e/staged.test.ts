import { writeFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Change, Edit } from '../../src/model/change.ts';
import { openRepository } from '../../src/changes/repository.ts';
import { stagedChange, writeTree } from '../../src/changes/staged.ts';
import { pathsChange } from '../../src/changes/paths.ts';
import { patchChange } from '../../src/changes/patch.ts';
import { openGit } from '../../src/system/git.ts';
import { ana, contextFor } from '../changes/context.ts';
import { makeRepo } from '../helpers/repo.ts';
import type { Repo, Variables } from '../helpers/repo.ts';

async function within(act: (repo: Repo) => Promise<void>, ...init: readonly string[]): Promise<void> {
  const repo = await makeRepo(...init);
  try {
    await act(repo);
  } finally {
    await repo.remove();
  }
}

async function judge(repo: Repo, env: Variables = {}, message = ''): Promise<Change> {
  const git = openGit(repo.root, { ...repo.env, ...env });
  const repository = await openRepository(git);
  const change = await stagedChange(git, repository, contextFor(), { message });
  await repository.scratch.close();
  return change;
}

function edits(change: Change): readonly string[] {
  const name = ({ status, from, path }: Edit): string =>
    from === null ? `${status} ${path}` : `${status} ${from} ${path}`;
  return change.parts.flatMap((part) => part.edits.map(name));
}

/** What the gate would see from inside `git commit <words>`: the variables git gives a pre-commit hook. */
async function insideCommit(repo: Repo, words: readonly string[]): Promise<Change> {
  const hooks = join(repo.root, '..', 'hooks');
  await repo.run('mkdir', ['-p', hooks]);
  // the index that the commit uses lives only as long as the commit: keep a copy, as the gate reads it while git waits
  const script = `#!/bin/sh\ncp "$GIT_INDEX_FILE" '${hooks}/index'\nexit 1\n`;
  await writeFile(join(hooks, 'pre-commit'), script, { mode: 0o755 });
  await repo.run('git', ['-c', `core.hooksPath=${hooks}`, 'commit', '--message', 'x', ...words]);
  return judge(repo, { GIT_INDEX_FILE: join(hooks, 'index') });
}

describe('the index as git will commit it', () => {
  test('the first commit of a repository', () =>
    within(async (repo) => {
      await repo.write('a.txt', 'a\n');
      await repo.git('add', '--all');
      const change = await judge(repo);
      expect(edits(change)).toEqual(['add a.txt']);
      expect(change.branch).toBe('main');
      expect(change.parts[0]?.edits[0]).toMatchObject({
        landed: false,
        lines: { added: 1, removed: 0 },
        after: { size: 2 },
      });
    }));

  test('what is not staged is not looked at', () =>
    within(async (repo) => {
      await repo.commit('one', { 'a.txt': 'a\n', 'b.txt': 'b\n' });
      await repo.write('a.txt', 'staged\n');
      await repo.git('add', 'a.txt');
      await repo.write('a.txt', 'not staged\n');
      await repo.write('b.txt', 'not staged\n');
      await repo.write('c.txt', 'promised\n');
      await repo.git('add', '--intent-to-add', 'c.txt');
      const change = await judge(repo);
      expect(edits(change)).toEqual(['modify a.txt']);
      expect(change.parts[0]?.edits[0]?.after?.size).toBe('staged\n'.length);
    }));

  test('commit --all brings what was not staged', () =>
    within(async (repo) => {
      await repo.commit('one', { 'a.txt': 'a\n', 'b.txt': 'b\n' });
      await repo.write('a.txt', 'aa\n');
      expect(edits(await insideCommit(repo, ['--all']))).toEqual(['modify a.txt']);
      expect(edits(await judge(repo))).toEqual([]);
    }));

  test('a partial commit brings its paths and not what is staged beside them', () =>
    within(async (repo) => {
      await repo.commit('one', { 'a.txt': 'a\n', 'b.txt': 'b\n' });
      await repo.write('a.txt', 'aa\n');
      await repo.write('b.txt', 'bb\n');
      await repo.git('add', 'b.txt');
      expect(edits(await insideCommit(repo, ['a.txt']))).toEqual(['modify a.txt']);
    }));

  test('an amend is judged against HEAD', () =>
    within(async (repo) => {
      await repo.commit('one', { 'a.txt': 'a\n' });
      await repo.commit('two', { 'b.txt': 'b\n' });
      await repo.write('c.txt', 'c\n');
      await repo.git('add', '--all');
      expect(edits(await insideCommit(repo, ['--amend']))).toEqual(['add c.txt']);
    }));

  test('renames, modes, links and submodules', () =>
    within(async (repo) => {
      await repo.commit('one', { 'old name.txt': 'a\nb\nc\nd\n', 'run.sh': '#!/bin/sh\n', 'link.txt': 'file\n' });
      const tip = await repo.git('rev-parse', 'HEAD');
      await repo.git('mv', 'old name.txt', 'new name.txt');
      await repo.git('update-index', '--chmod=+x', 'run.sh');
      await repo.git('update-index', '--add', '--cacheinfo', `160000,${tip},vendor/lib`);
      const target = await repo.run('git', ['hash-object', '-w', '--stdin'], { input: '/etc/passwd' });
      await repo.git('update-index', '--cacheinfo', `120000,${target.stdout.toString('utf8').trim()},link.txt`);
      // .gitmodules may ask git to look away
      await repo.git('config', 'diff.ignoreSubmodules', 'all');
      await repo.git('config', 'diff.renames', 'false');
      await repo.git('config', 'diff.noprefix', 'true');
      const change = await judge(repo);
      expect(edits(change)).toEqual([
        'modify link.txt',
        'rename old name.txt new name.txt',
        'modify run.sh',
        'add vendor/lib',
      ]);
      const [link, , run, lib] = change.parts[0]?.edits ?? [];
      expect(link?.after?.mode).toBe('120000');
      expect([run?.before?.mode, run?.after?.mode]).toEqual(['100644', '100755']);
      expect(lib?.after).toEqual({ oid: tip, mode: '160000', size: null });
    }));

  test('a submodule that .gitmodules tells git to ignore', () =>
    within(async (repo) => {
      const first = await repo.commit('one', { 'a.txt': 'a\n' });
      await repo.write('.gitmodules', '[submodule "lib"]\n\tpath = lib\n\turl = ./lib\n\tignore = all\n');
      await repo.git('add', '.gitmodules');
      await repo.git('update-index', '--add', '--cacheinfo', `160000,${first},lib`);
      await repo.git('commit', '--quiet', '--message', 'lib');
      await repo.git('update-index', '--cacheinfo', `160000,${await repo.git('rev-parse', 'HEAD')},lib`);
      const change = await judge(repo);
      expect(edits(change)).toEqual(['modify lib']);
      expect(change.parts[0]?.edits[0]?.landed).toBe(true);
    }));

  test('paths of any bytes', () =>
    within(async (repo) => {
      const blob = (await repo.run('git', ['hash-object', '-w', '--stdin'], { input: 'x\n' })).stdout
        .toString('utf8')
        .trim();
      const names = [
        Buffer.from('new\nline'),
        Buffer.from([0x66, 0xff, 0xfe]),
        Buffer.from('tab\t"quote"'),
        Buffer.from('ü'),
      ];
      const input = Buffer.concat(
        names.map((name) => Buffer.concat([Buffer.from(`100644 ${blob}\t`), name, Buffer.from([0])])),
      );
      await repo.run('git', ['update-index', '-z', '--index-info'], { input });
      const first = await judge(repo);
      expect(edits(first).toSorted()).toEqual(
        ['add f\udcff\udcfe', 'add new\nline', 'add tab\t"quote"', 'add ü'].toSorted(),
      );
      await repo.git('commit', '--quiet', '--message', 'odd');
      const away = Buffer.concat(
        names.map((name) => Buffer.concat([Buffer.from(`0 ${'0'.repeat(40)}\t`), name, Buffer.from([0])])),
      );
      await repo.run('git', ['update-index', '-z', '--index-info'], { input: away });
      const second = await judge(repo);
      expect(second.parts[0]?.edits.map(({ landed }) => landed)).toEqual([true, true, true, true]);
    }));

  test('a repository of SHA-256', () =>
    within(async (repo) => {
      await repo.write('a.txt', 'a\n');
      await repo.git('add', '--all');
      expect((await judge(repo)).parts[0]?.edits[0]?.after?.oid).toHaveLength(64);
    }, '--object-format=sha256'));

  test('a linked worktree and a subfolder see the same index', () =>
    within(async (repo) => {
      await repo.commit('one', { 'sub/a.txt': 'a\n' });
      const folder = join(repo.root, '..', 'linked');
      await repo.git('worktree', 'add', '--quiet', '-b', 'side', folder);
      const linked = repo.in(folder);
      await linked.write('sub/b.txt', 'b\n');
      await linked.git('add', '--all');
      const change = await judge(linked.in(join(folder, 'sub')));
      expect([change.branch, edits(change)]).toEqual(['side', ['add sub/b.txt']]);
      expect(edits(await judge(repo))).toEqual([]);
    }));

  test('the tree for the marker is the one git commits', () =>
    within(async (repo) => {
      await repo.commit('one', { 'a.txt': 'a\n' });
      await repo.write('b.txt', 'b\n');
      await repo.git('add', '--all');
      const tree = await writeTree(openGit(repo.root, repo.env));
      await repo.git('commit', '--quiet', '--message', 'two');
      expect(await repo.git('rev-parse', 'HEAD^{tree}')).toBe(tree);
    }));

  test('a trailer adds a suspect and a person in it adds nobody', () =>
    within(async (repo) => {
      await repo.commit('one', { 'a.txt': 'a\n' });
      await repo.write('a.txt', 'aa\n');
      await repo.git('add', '--all');
      const git = openGit(repo.root, repo.env);
      const bot = { ...ana, kind: 'agent' as const, agent: 'codex' };
      const context = contextFor({ authorsOf: ({ message }) => (message.includes('codex') ? [ana, bot] : [ana]) });
      const change = await stagedChange(git, await openRepository(git), context, {
        message: 'x\n\nCo-authored-by: codex',
      });
      expect(change.parts[0]?.edits[0]?.authors.map(({ kind, agent }) => [kind, agent])).toEqual([
        ['human', null],
        ['agent', 'codex'],
      ]);
    }));
});

describe('a merge under way', () => {
  async function begin(
    repo: Repo,
    theirs: Readonly<Record<string, string>>,
    mine: Readonly<Record<string, string>>,
  ): Promise<void> {
    await repo.commit('one', { 'a.txt': '1\n2\n3\n4\n5\n' });
    await repo.git('switch', '--quiet', '--create', 'work');
    await repo.commit('mine', mine);
    await repo.git('switch', '--quiet', 'main');
    await repo.commit('theirs', theirs);
    await repo.git('switch', '--quiet', 'work');
    await repo.run('git', ['merge', '--no-commit', 'main']);
  }

  test('what git merges by itself is silent', () =>
    within(async (repo) => {
      await begin(repo, { 'infra.tf': 'x\n', 'a.txt': '1\n2\n3\n4\nFIVE\n' }, { 'a.txt': 'ONE\n2\n3\n4\n5\n' });
      expect(edits(await judge(repo))).toEqual([]);
    }));

  test('what was put in by hand is not', () =>
    within(async (repo) => {
      await begin(repo, { 'infra.tf': 'x\n' }, { 'b.txt': 'b\n' });
      await repo.write('infra.tf', 'evil\n');
      await repo.git('add', '--all');
      expect(edits(await judge(repo))).toEqual(['modify infra.tf']);
    }));

  test('a conflict is compared with what has landed', () =>
    within(async (repo) => {
      await begin(repo, { 'a.txt': 'theirs\n', 'b.txt': 'theirs\n' }, { 'a.txt': 'mine\n', 'b.txt': 'mine\n' });
      await repo.git('checkout', '--theirs', 'a.txt');
      await repo.git('checkout', '--ours', 'b.txt');
      await repo.git('add', '--all');
      expect(edits(await judge(repo))).toEqual(['modify b.txt']);
    }));

  test('a merge driver cannot pass an edit off as merged', () =>
    within(async (repo) => {
      await repo.git('config', 'merge.mine.driver', 'echo evil > %A');
      await repo.write('.git/info/attributes', 'a.txt merge=mine\n');
      await begin(repo, { 'a.txt': '1\n2\n3\n4\nFIVE\n' }, { 'a.txt': 'ONE\n2\n3\n4\n5\n' });
      expect(await readFile(join(repo.root, 'a.txt'), 'utf8')).toBe('evil\n');
      expect(edits(await judge(repo))).toEqual(['modify a.txt']);
    }));
});

describe('replays', () => {
  test('a cherry-pick, a revert and a rebase under way are replays, a merge is not', () =>
    within(async (repo) => {
      const one = await repo.commit('one', { 'a.txt': '1\n' });
      const two = await repo.commit('two', { 'a.txt': '2\n' });
      await repo.commit('three', { 'a.txt': '3\n' });
      expect((await judge(repo)).replay).toBe(false);
      await repo.run('git', ['cherry-pick', two]);
      await expect(judge(repo)).rejects.toThrow(/read what is staged: a\.txt: unmerged/);
      await repo.git('add', '--all');
      expect((await judge(repo)).replay).toBe(true);
      await repo.run('git', ['cherry-pick', '--abort']);
      await repo.run('git', ['revert', '--no-edit', one]);
      expect((await openRepository(openGit(repo.root, repo.env))).replay).toBe('revert');
      await repo.run('git', ['revert', '--abort']);
      await repo.git('switch', '--quiet', '--create', 'side', one);
      await repo.commit('side', { 'a.txt': 'side\n' });
      await repo.run('git', ['merge', 'main']);
      expect((await openRepository(openGit(repo.root, repo.env))).replay).toBe(null);
      await repo.run('git', ['merge', '--abort']);
      await repo.run('git', ['rebase', 'main']);
      expect((await openRepository(openGit(repo.root, repo.env))).replay).toBe('rebase');
    }));
});

describe('previews', () => {
  test('paths of the working tree, with the index left as it was', () =>
    within(async (repo) => {
      await repo.commit('one', { 'a.txt': 'a\n', 'b.txt': 'b\n' });
      await repo.write('a.txt', 'aa\n');
      await repo.write('b.txt', 'bb\n');
      const before = await readFile(join(repo.root, '.git/index'));
      const git = openGit(repo.root, repo.env);
      const repository = await openRepository(git);
      expect(edits(await pathsChange(git, repository, contextFor(), ['a.txt']))).toEqual(['modify a.txt']);
      expect(await readFile(join(repo.root, '.git/index'))).toEqual(before);
      await expect(pathsChange(git, repository, contextFor(), ['nowhere.txt'])).rejects.toThrow(/nowhere\.txt/);
      await repository.scratch.close();
    }));

  test('a patch against HEAD, with the index left as it was', () =>
    within(async (repo) => {
      await repo.commit('one', { 'a.txt': 'a\n' });
      const patch = '--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-a\n+aa\n--- /dev/null\n+++ b/new.txt\n@@ -0,0 +1 @@\n+x\n';
      const git = openGit(repo.root, repo.env);
      const repository = await openRepository(git);
      const objects = await repo.git('count-objects', '--verbose');
      const change = await patchChange(git, repository, contextFor(), Buffer.from(patch));
      expect(edits(change)).toEqual(['modify a.txt', 'add new.txt']);
      expect(await repo.git('status', '--porcelain')).toBe('');
      expect(await repo.git('count-objects', '--verbose')).toBe(objects);
      await expect(patchChange(git, repository, contextFor(), Buffer.from('not a patch'))).rejects.toThrow(
        /apply the patch/,
      );
      await repository.scratch.close();
    }));
});

test('outside a repository the error says where', () =>
  within(async (repo) => {
    const git = openGit(join(repo.root, '..', 'home'), repo.env);
    await expect(openRepository(git)).rejects.toThrow(/open the repository at .*not a git repository/s);
  }));
