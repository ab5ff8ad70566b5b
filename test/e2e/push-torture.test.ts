import { describe, expect, test } from 'vitest';
import type { Change, RefUpdate } from '../../src/model/change.ts';
import type { InletContext } from '../../src/changes/context.ts';
import { mergeByPath } from '../../src/changes/auto-merge.ts';
import { compare } from '../../src/changes/compare.ts';
import { findHonest } from '../../src/changes/honest.ts';
import { pushChange } from '../../src/changes/push.ts';
import { openRepository } from '../../src/changes/repository.ts';
import { openGit } from '../../src/system/git.ts';
import { contextFor } from '../changes/context.ts';
import { handToHook, makeWorld, situations } from '../changes/push-situations.ts';
import type { World } from '../changes/push-situations.ts';
import type { Repo } from '../helpers/repo.ts';

async function judge(repo: Repo, words: readonly string[], more: Partial<InletContext> = {}): Promise<Change> {
  const handed = await handToHook(repo, words);
  const git = openGit(repo.root, repo.env);
  const repository = await openRepository(git);
  try {
    return await pushChange(git, repository, contextFor(more), handed);
  } finally {
    await repository.scratch.close();
  }
}

async function within(init: readonly string[] | undefined, act: (world: World) => Promise<void>): Promise<void> {
  const world = await makeWorld(init);
  try {
    await act(world);
  } finally {
    await world.remove();
  }
}

function partsOf(change: Change): readonly string[] {
  return change.parts
    .map(({ scope, id, title, edits }) => {
      const name = scope === 'history' ? title.slice(8) : id;
      const list = edits.map((edit) => `${edit.status} ${edit.path.replace(/^[0-9a-f]{40}$/, '<oid>')}`);
      return `${scope} ${name}: ${list.join(', ')}`;
    })
    .sort();
}

function refLine({ ref, movement, lease, foreign }: RefUpdate): string {
  const leased = lease === 'unknown' ? '' : lease ? ' lease' : ' no lease';
  return `${ref} ${movement}${leased} foreign ${foreign}`;
}

describe('what a push brings', () => {
  test.each(situations)('$name', async ({ init, arrange, parts, refs, unread }) => {
    await within(init, async (world) => {
      const change = await judge(world.repo, await arrange(world));
      expect(partsOf(change)).toEqual(parts);
      const found = change.refs.map(refLine).sort();
      for (const [at, begins] of (refs ?? []).entries()) expect(found[at]).toMatch(new RegExp(`^${begins}`));
      if (refs) expect(found).toHaveLength(refs.length);
      for (const edit of change.parts.flatMap((part) => part.edits)) expect(edit.authors.length).toBeGreaterThan(0);
      expect(change.coverage.unread.map(({ what }) => what)).toEqual(unread ?? []);
    });
  });
});

describe('who and where', () => {
  test('each edit knows the commits that touch it and their authors', async () => {
    await within([], async ({ repo }) => {
      await repo.commit('mine', { 'a.txt': 'a\n' });
      await repo.write('b.txt', 'b\n');
      await repo.git('add', '--all');
      await repo.git('commit', '--quiet', '--author', 'Li <li@shop.example>', '--message', 'of Li');
      await repo.commit('both', { 'a.txt': 'aa\n' });
      const change = await judge(repo, ['origin', 'work']);
      const net = change.parts.find(({ scope }) => scope === 'net');
      const who = net?.edits.map(({ path, commits, authors }) => [
        path,
        commits.length,
        authors.map(({ name }) => name),
      ]);
      expect(who).toEqual([
        ['a.txt', 2, ['Ana']],
        ['b.txt', 1, ['Li']],
      ]);
    });
  });

  test('a file that main has is landed, one that only the branch has is not', async () => {
    await within([], async ({ repo }) => {
      await repo.commit('one', { 'infra/db.tf': '# x\n' });
      await repo.git('push', '--quiet', 'origin', 'work');
      await repo.git('rm', '--quiet', 'infra/db.tf');
      await repo.git('mv', 'README.md', 'docs.md');
      await repo.commit('two');
      const change = await judge(repo, ['origin', 'work']);
      const net = change.parts.find(({ scope }) => scope === 'net');
      expect(net?.edits.map(({ status, path, landed }) => [status, path, landed])).toEqual([
        ['rename', 'docs.md', true],
        ['delete', 'infra/db.tf', false],
      ]);
    });
  });

  test('what `since` names is not judged again', async () => {
    await within([], async ({ repo }) => {
      const old = await repo.commit('before guardrail', { 'secret.txt': 'x\n' });
      await repo.commit('after', { 'a.txt': 'a\n' });
      const change = await judge(repo, ['origin', 'work'], { since: [old, '1'.repeat(40)] });
      expect(partsOf(change)).toEqual(['history after: add a.txt', 'net refs/heads/work: add a.txt']);
    });
  });

  test('protected patterns mark refs of the remote', async () => {
    await within([], async ({ repo }) => {
      await repo.commit('one', { 'a.txt': 'a\n' });
      const words = ['origin', 'work', 'work:release/1.0', 'work:main'];
      const change = await judge(repo, words, { protected: ['main', 'release/*'] });
      const marked = change.refs.filter((ref) => ref.protected).map(({ ref }) => ref);
      expect(marked.sort()).toEqual(['refs/heads/main', 'refs/heads/release/1.0']);
      expect((await judge(repo, words)).refs.filter((ref) => ref.protected)).toHaveLength(1);
    });
  });
});

describe('a fresh clone', () => {
  test('its branches were never logged and are known all the same, until one is written by hand', async () => {
    await within([], async (world) => {
      const li = await world.other();
      await li.git('switch', '--quiet', '--create', 'feature');
      await li.commit('of Li', { 'secret.txt': 'x\n' });
      await li.git('push', '--quiet', 'origin', 'feature');
      const folder = `${world.repo.root}-clone`;
      await world.repo.git('clone', '--quiet', world.remote.root, folder);
      const clone = world.repo.in(folder);
      await clone.git('switch', '--quiet', '--create', 'more', 'origin/feature');
      await clone.commit('mine', { 'a.txt': 'a\n' });
      const words = ['origin', 'more'];
      expect(partsOf(await judge(clone, words))).toEqual(['history mine: add a.txt', 'net refs/heads/more: add a.txt']);
      const env = { GIT_COMMITTER_DATE: `${Math.floor(Date.now() / 1000) + 60} +0000` };
      await clone.write('late.txt', 'x\n');
      await clone.git('add', '--all');
      await clone.run('git', ['commit', '--quiet', '--message', 'late'], { env });
      await clone.write('.git/refs/remotes/origin/ready', `${await clone.git('rev-parse', 'HEAD')}\n`);
      expect(partsOf(await judge(clone, words))).toContain('history late: add late.txt');
    });
  });

  test('a hand-moved main is not what has landed, neither for edits nor for rules', async () => {
    await within([], async ({ repo }) => {
      await repo.commit('dirty', { 'infra/db.tf': '# x\n' });
      const main = await repo.git('rev-parse', 'main');
      await repo.git('update-ref', 'refs/remotes/origin/main', 'work');
      const git = openGit(repo.root, repo.env);
      const found = await findHonest(git, await openRepository(git), [], Date.now());
      expect(found.tips.map(({ oid }) => oid)).toEqual([main]);
      const change = await judge(repo, ['origin', 'work']);
      expect(change.parts.flatMap(({ edits }) => edits.map(({ landed }) => landed))).toEqual([false, false]);
    });
  });
});

describe('extremes', () => {
  test('an up-to-date push brings nothing', async () => {
    await within([], async ({ repo }) => {
      expect((await handToHook(repo, ['origin', 'main'])).stdin).toHaveLength(0);
      const change = await judge(repo, ['origin', 'main']);
      expect([change.parts, change.refs]).toEqual([[], []]);
    });
  });

  test('500 branches in one push, each with its own commit', async () => {
    await within([], async ({ repo }) => {
      const main = await repo.git('rev-parse', 'main');
      const tree = await repo.git('rev-parse', 'main^{tree}');
      const lines = Array.from({ length: 500 }, (_, n) => {
        const entry = `commit refs/heads/b${n}\ncommitter Ana <ana@shop.example> 1700000000 +0000\ndata 2\nb\n`;
        return `${entry}from ${main}\nM 100644 inline f${n}.txt\ndata 2\nx\n\n`;
      });
      expect(tree).not.toBe('');
      await repo.run('git', ['fast-import', '--quiet'], { input: lines.join('') });
      const change = await judge(repo, ['origin', 'refs/heads/b*:refs/heads/b*']);
      expect(change.refs).toHaveLength(500);
      expect(change.parts.filter(({ scope }) => scope === 'net')).toHaveLength(500);
      expect(change.parts.filter(({ scope }) => scope === 'history')).toHaveLength(500);
      expect(change.coverage).toMatchObject({ refs: 500, commits: 500, files: 500, unread: [] });
    });
  });

  test('the first push of a repository judges all of it', async () => {
    await within([], async ({ repo, remote }) => {
      await remote.run('git', ['update-ref', '-d', 'refs/heads/main']);
      await repo.git('update-ref', '-d', 'refs/remotes/origin/main');
      const change = await judge(repo, ['origin', 'main']);
      expect(partsOf(change)).toEqual([
        'history begin: add README.md, add src/app.ts',
        'net refs/heads/main: add README.md, add src/app.ts',
      ]);
    });
  });

  test('judging a merge leaves no object behind', async () => {
    await within([], async (world) => {
      const merge = situations.find(({ name }) => name === 'a merge of main is silent');
      const words = (await merge?.arrange(world)) ?? [];
      const before = await world.repo.git('count-objects', '--verbose');
      await judge(world.repo, words);
      expect(await world.repo.git('count-objects', '--verbose')).toBe(before);
    });
  });
});

describe('without git merge-tree --write-tree (git before 2.38)', () => {
  test.each([
    ['a merge of main is silent', ['README.md']], // both sides changed it: merged cleanly, and without that git judged
    ['an edit hidden in a merge', ['infra/main.tf', 'secret.txt']],
    ['an octopus with a hidden edit', ['secret.txt']],
    ['a conflict is judged against what has landed', ['src/app.ts']],
  ])('%s: what differs from every parent is judged', async (name, expected) => {
    await within([], async ({ repo, ...world }) => {
      const situation = situations.find((known) => known.name === name);
      await situation?.arrange({ repo, ...world });
      const git = openGit(repo.root, repo.env);
      const repository = await openRepository(git);
      const parents = (await repo.git('rev-parse', 'HEAD^@')).split('\n');
      const result = await repo.git('rev-parse', 'HEAD^{tree}');
      const tree = await mergeByPath(repository, parents, result, parents.at(-1) ?? '');
      const pair = { kind: 'trees', before: tree, after: result } as const;
      const edits = await compare(repository.scratch.reader(git), [pair], 'no lines');
      expect([...edits.values()].flat().map(({ path }) => path)).toEqual(expected);
      await repository.scratch.close();
    });
  });
});
