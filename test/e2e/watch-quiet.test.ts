import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { guardrail, seedEngine } from '../helpers/guarded.ts';
import { makeShared } from '../helpers/shop.ts';
import type { Repo } from '../helpers/repo.ts';
import { seenIn } from '../helpers/watcher.ts';

/** Daily work that must never look as if somebody had gone around the gate: a look after each, and nothing may be said. */
let repo: Repo;
let other: Repo;

async function expectQuiet(): Promise<void> {
  const ran = await guardrail(repo, ['watch', '--once', '--json']);
  const { repositories } = JSON.parse(ran.stdout.toString('utf8')) as {
    readonly repositories: readonly {
      readonly root: string;
      readonly findings: readonly object[];
      readonly note: string | null;
    }[];
  };
  expect(repositories.length, ran.stderr).toBeGreaterThan(0);
  for (const { findings, note } of repositories) expect({ findings, note }).toEqual({ findings: [], note: null });
  expect(ran.code, ran.stderr).toBe(0);
}

async function commit(name: string, text = `${name}\n`): Promise<void> {
  await repo.write(`content/${name}.md`, text);
  await repo.git('add', `content/${name}.md`);
  await repo.git('commit', '--quiet', '-m', `Write ${name}`);
}

/** What colleagues and the forge do: nothing of it was ever judged here. */
async function colleague(name: string, branch = 'main'): Promise<void> {
  await other.git('fetch', '--quiet', 'origin');
  await other.git('checkout', '--quiet', '-B', 'work', 'origin/main');
  await other.commit(name, { [`content/${name}.md`]: `${name}\n` });
  await other.git('push', '--quiet', '--force', 'origin', `HEAD:refs/heads/${branch}`);
}

beforeAll(async () => {
  repo = await makeShared();
  await repo.commit('from before init', { 'content/before.md': 'x\n' });
  await repo.git('push', '--quiet', 'origin', 'main');
  await repo.git('clone', '--quiet', '../remote.git', '../other');
  other = repo.in(join(repo.root, '../other'));
  await seedEngine(repo);
  const init = await guardrail(repo, ['init', '--yes']);
  expect(init.code, init.stderr).toBe(0);
});
afterAll(() => repo.remove());

it('a clone that was just enrolled', expectQuiet);

it('commits, one amended and one of a merge, and their push', async () => {
  await commit('one');
  await repo.git('commit', '--quiet', '--amend', '-m', 'Another word');
  await repo.write('content/one.md', 'amended\n');
  await repo.git('commit', '--quiet', '--all', '--amend', '--no-edit');
  await repo.git('checkout', '--quiet', '-b', 'side');
  await commit('side');
  await repo.git('checkout', '--quiet', 'main');
  await commit('two');
  await repo.git('merge', '--quiet', '--no-edit', 'side');
  await expectQuiet();
  await repo.git('push', '--quiet', 'origin', 'main');
  await expectQuiet();
});

it('a merge with a conflict, and a squash', async () => {
  await repo.git('checkout', '--quiet', '-b', 'theirs');
  await commit('clash', 'theirs\n');
  await repo.git('checkout', '--quiet', 'main');
  await commit('clash', 'ours\n');
  expect((await repo.run('git', ['merge', 'theirs'])).code).toBe(1);
  await repo.write('content/clash.md', 'both\n');
  await repo.git('commit', '--quiet', '--all', '--no-edit');
  await repo.git('checkout', '--quiet', '-b', 'squashed', 'main~1');
  await repo.git('merge', '--quiet', '--squash', 'side');
  await repo.git('commit', '--quiet', '--allow-empty', '-m', 'squash');
  await repo.git('checkout', '--quiet', 'main');
  await expectQuiet();
});

it('rebase, also with a conflict and an edit, cherry-pick, revert and am, until they are pushed and judged', async () => {
  await repo.git('checkout', '--quiet', '-b', 'replay', 'main~2');
  await commit('replay', 'a\n');
  await commit('replay', 'b\n');
  await repo.git('rebase', '--quiet', 'main');
  await repo.git('checkout', '--quiet', '-b', 'picked', 'main~2');
  await commit('picked');
  await repo.git('checkout', '--quiet', 'replay');
  await repo.git('cherry-pick', 'picked');
  await repo.git('revert', '--no-edit', 'HEAD');
  await repo.write('content/replay.md', 'c\n');
  await repo.git('commit', '--quiet', '--all', '-m', 'c');
  expect((await repo.run('git', ['revert', '--no-edit', 'HEAD~2'])).code).toBeLessThan(2);
  await repo.run('git', ['checkout', '--quiet', '--theirs', '.']);
  await repo.git('add', '.');
  await repo.run('git', ['commit', '--quiet', '--no-edit']);
  const edit = { GIT_SEQUENCE_EDITOR: "sed -i -e '1s/^pick/edit/'", GIT_EDITOR: 'true' };
  expect((await repo.run('git', ['rebase', '--quiet', '-i', 'HEAD~2'], { env: edit })).code).toBe(0);
  await repo.write('content/edited.md', 'x\n');
  await repo.git('add', '.');
  await repo.git('commit', '--quiet', '--amend', '--no-edit');
  expect((await repo.run('git', ['rebase', '--continue'], { env: edit })).code).toBe(0);
  const patch = await repo.git('format-patch', '-1', '--stdout', 'theirs');
  await repo.git('checkout', '--quiet', '-b', 'mailed', 'main~3');
  await repo.run('git', ['am', '--quiet'], { input: `${patch}\n` });
  await repo.run('git', ['am', '--abort']);
  await repo.git('checkout', '--quiet', 'replay');
  await expectQuiet();
  await repo.git('push', '--quiet', 'origin', 'replay');
  await expectQuiet();
  await repo.git('checkout', '--quiet', 'main');
});

it('fetch and pull of what others and the forge made', async () => {
  await repo.git('push', '--quiet', 'origin', 'main');
  await colleague('fetched', 'topic');
  await repo.git('fetch', '--quiet', 'origin');
  await expectQuiet();
  await other.git('fetch', '--quiet', 'origin');
  await other.git('checkout', '--quiet', '-B', 'work', 'origin/main');
  await other.git('merge', '--quiet', '--no-ff', '-m', 'Merge pull request #1', 'origin/topic');
  await other.git('push', '--quiet', 'origin', 'HEAD:refs/heads/main');
  await repo.git('pull', '--quiet', '--ff-only', 'origin', 'main');
  await expectQuiet();
  await colleague('pulled');
  await commit('mine');
  await repo.git('pull', '--quiet', '--no-rebase', '--no-edit', 'origin', 'main');
  await expectQuiet();
  await colleague('rebased-onto');
  await repo.git('reset', '--quiet', '--hard', 'origin/main');
  await commit('mine-too');
  await repo.git('pull', '--quiet', '--rebase', 'origin', 'main');
  await expectQuiet();
  await repo.git('push', '--quiet', 'origin', 'main');
  await expectQuiet();
});

it('a branch fetched from an address, and a forced one', async () => {
  await colleague('by-address', 'pull-5');
  await repo.git('fetch', '--quiet', '../remote.git', 'pull-5:pr5');
  await colleague('by-address-too', 'pull-6');
  await repo.git('pull', '--quiet', '--no-rebase', '--no-edit', '../remote.git', 'pull-6');
  await colleague('forced', 'topic');
  await repo.git('fetch', '--quiet', 'origin');
  await expectQuiet();
});

it('branches, tags, stashes, notes, remotes renamed, and all of it packed', async () => {
  await repo.git('branch', '-m', 'side', 'renamed');
  await repo.git('branch', '-D', 'theirs');
  await repo.git('checkout', '--quiet', '-b', 'feature/deep/one');
  await repo.git('checkout', '--quiet', 'main');
  await repo.git('tag', 'v1');
  await repo.git('tag', '-a', '-m', 'two', 'v2');
  await repo.write('content/one.md', 'stashed\n');
  await repo.git('stash', '--quiet');
  await repo.git('stash', 'pop', '--quiet');
  await repo.git('checkout', '--quiet', '--', '.');
  await repo.git('notes', 'add', '-m', 'note');
  await repo.git('checkout', '--quiet', '--detach', 'main');
  await repo.git('checkout', '--quiet', 'main');
  await repo.git('reset', '--quiet', '--hard', 'HEAD~1');
  await repo.git('reset', '--quiet', '--hard', 'ORIG_HEAD');
  await repo.git('remote', 'rename', 'origin', 'upstream');
  await repo.git('gc', '--quiet', '--prune=now');
  await repo.git('pack-refs', '--all');
  await expectQuiet();
  await repo.git('remote', 'rename', 'upstream', 'origin');
  await expectQuiet();
});

it('a second working tree with a branch of its own, made, used, pushed and removed', async () => {
  await repo.git('worktree', 'add', '--quiet', '-b', 'tree', '../tree');
  const tree = repo.in(join(repo.root, '../tree'));
  await tree.write('content/tree.md', 'x\n');
  await tree.git('add', '.');
  await tree.git('commit', '--quiet', '-m', 'In the other tree');
  await tree.git('push', '--quiet', 'origin', 'tree');
  await expectQuiet();
  await tree.git('commit', '--quiet', '--amend', '-m', 'Again');
  await repo.git('worktree', 'remove', '--force', '../tree');
  await expectQuiet();
});

it('a submodule, whose commits are its own affair', async () => {
  await repo.git('submodule', '--quiet', 'add', '../remote.git', 'vendor');
  await repo.git('commit', '--quiet', '-m', 'Vendor it');
  const sub = repo.in(join(repo.root, 'vendor'));
  await sub.commit('inside', { 'content/inside.md': 'x\n' });
  await expectQuiet();
});

it('init once more, and rules that are edited and committed', async () => {
  await guardrail(repo, ['init', '--yes']);
  await expectQuiet();
  await appendFile(join(repo.root, '.guardrail/config.yaml'), '# a comment\n');
  await repo.git('add', '.guardrail');
  await repo.git('commit', '--quiet', '-m', 'Say more');
  await expectQuiet();
});

it('uninstall: hooks that were taken out on purpose, and commits after that', async () => {
  const before = (await seenIn(repo)).length;
  await guardrail(repo, ['uninstall']);
  await commit('unguarded');
  const ran = await guardrail(repo, ['watch', '--once', '--json']);
  expect(JSON.parse(ran.stdout.toString('utf8'))).toEqual({ v: 1, repositories: [] });
  const init = await guardrail(repo, ['init', '--yes']);
  expect(init.code, init.stderr).toBe(0);
  await expectQuiet();
  expect(await seenIn(repo)).toHaveLength(before);
});
