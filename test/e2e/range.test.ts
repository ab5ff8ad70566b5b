import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSides } from '../../src/changes/contents.ts';
import { rangeChange } from '../../src/changes/range.ts';
import { receiveChange } from '../../src/changes/receive.ts';
import { openRepository } from '../../src/changes/repository.ts';
import { readRuleFiles } from '../../src/changes/rule-files.ts';
import { stagedChange } from '../../src/changes/staged.ts';
import type { Change } from '../../src/model/change.ts';
import { openGit } from '../../src/system/git.ts';
import type { Git } from '../../src/system/git.ts';
import { contextFor } from '../changes/context.ts';
import { handToHook, makeWorld, situations } from '../changes/push-situations.ts';
import type { World } from '../changes/push-situations.ts';
import { makeRepo } from '../helpers/repo.ts';
import type { Repo } from '../helpers/repo.ts';

async function within(act: (repo: Repo, git: Git) => Promise<void>): Promise<void> {
  const repo = await makeRepo();
  try {
    await act(repo, openGit(repo.root, repo.env));
  } finally {
    await repo.remove();
  }
}

async function inWorld(act: (world: World) => Promise<void>): Promise<void> {
  const world = await makeWorld();
  try {
    await act(world);
  } finally {
    await world.remove();
  }
}

const shown = (change: Change): readonly string[] =>
  change.parts.flatMap(({ scope, edits }) => edits.map(({ status, path }) => `${scope} ${status} ${path}`)).sort();

describe('a range in CI', () => {
  test.each([
    'a merge of main is silent',
    'an edit hidden in a merge',
    'a secret added and removed again: history holds it, the net change is empty',
  ])('is what a push says: %s', (name) =>
    inWorld(async (world) => {
      const situation = situations.find((known) => known.name === name);
      await situation?.arrange(world);
      const git = openGit(world.repo.root, world.repo.env);
      const repository = await openRepository(git);
      const change = await rangeChange(git, repository, contextFor(), { base: 'origin/main', head: 'work' });
      const parts = change.parts.map(({ scope, id, title }) => `${scope} ${scope === 'net' ? id : title.slice(8)}`);
      expect(parts.sort()).toEqual(situation?.parts.map((part) => part.split(': ', 1)[0]));
      expect([change.refs, change.branch, repository.isShallow]).toEqual([[], 'work', false]);
      await repository.scratch.close();
    }),
  );

  test('a base that is not here is an error that says how to get it', () =>
    within(async (repo, git) => {
      await repo.commit('one', { 'a.txt': 'a\n' });
      const range = { base: 'f'.repeat(40), head: 'HEAD' };
      await expect(openRepository(git).then((found) => rangeChange(git, found, contextFor(), range))).rejects.toThrow(
        /commit "f{40}" is not here.*git fetch origin/,
      );
    }));

  test('a checkout that was cut says what it could not see', () =>
    inWorld(async ({ repo }) => {
      for (const name of ['a', 'b', 'c']) await repo.commit(name, { [`${name}.txt`]: 'x\n' });
      await repo.git('push', '--quiet', 'origin', 'work');
      await repo.git('fetch', '--quiet', '--depth=2', 'origin', 'main', 'work');
      const git = openGit(repo.root, repo.env);
      const repository = await openRepository(git);
      const range = { base: 'origin/main', head: 'origin/work' };
      const change = await rangeChange(git, repository, contextFor(), range);
      expect(repository.isShallow).toBe(true);
      expect(change.coverage.unread.map(({ what }) => what.slice(0, 9))).toEqual(['parent of']);
    }));
});

describe('a server', () => {
  test('judges the objects in quarantine, and forced updates of what it has', () =>
    inWorld(async ({ repo, remote }) => {
      const out = join(remote.root, 'seen');
      await remote.run('mkdir', ['-p', join(remote.root, 'hooks')]);
      // the quarantine lives only as long as the hook: keep a copy of it, and of the variables that name it
      const script = `#!/bin/sh\nmkdir -p '${out}'\ncat > '${out}/stdin'\ncp -r "$GIT_OBJECT_DIRECTORY" '${out}/objects'\nexit 1\n`;
      await writeFile(join(remote.root, 'hooks/pre-receive'), script, { mode: 0o755 });
      await repo.commit('dirty', { 'secret.txt': 'x\n' });
      expect((await repo.run('git', ['push', 'origin', 'work'])).code).not.toBe(0);
      const quarantine = {
        GIT_OBJECT_DIRECTORY: join(out, 'objects'),
        GIT_ALTERNATE_OBJECT_DIRECTORIES: join(remote.root, 'objects'),
      };
      const git = openGit(remote.root, { ...remote.env, ...quarantine, GIT_DIR: '.' });
      const stdin = (await remote.run('cat', [join(out, 'stdin')])).stdout;
      const repository = await openRepository(git);
      expect(repository.root).toBe(null);
      const change = await receiveChange(git, repository, contextFor(), { stdin });
      expect(shown(change)).toEqual(['history add secret.txt', 'net add secret.txt']);
      expect(change.refs[0]).toMatchObject({ ref: 'refs/heads/work', movement: 'create' });
      const blind = openGit(remote.root, { ...remote.env, GIT_DIR: '.' });
      await expect(receiveChange(blind, await openRepository(blind), contextFor(), { stdin })).rejects.toThrow(
        /does not have object/,
      );
    }));
});

describe('contents', () => {
  test('three sides of edits, unchanged siblings and globs', () =>
    inWorld(async ({ repo }) => {
      await repo.commit('mine', { 'src/app.ts': 'mine\n', 'src/lib/more.ts': 'more\n' });
      await repo.git('mv', 'README.md', 'docs.md');
      await repo.write('src/app.ts', 'staged\n');
      await repo.git('add', '--all');
      const git = openGit(repo.root, repo.env);
      const repository = await openRepository(git);
      const change = await stagedChange(git, repository, contextFor());
      const [part] = change.parts;
      if (part === undefined) throw new Error('no part');
      const sides = await readSides(git, repository, change, part, [
        'docs.md',
        'src/app.ts',
        'nowhere',
        ':(glob)src/**/*.ts',
      ]);
      const text = (content: string): unknown => ({ kind: 'text', text: content });
      expect(Object.fromEntries(sides)).toEqual({
        'docs.md': {
          before: text('one\ntwo\nthree\n'),
          after: text('one\ntwo\nthree\n'),
          landed: text('one\ntwo\nthree\n'),
        },
        'src/app.ts': { before: text('mine\n'), after: text('staged\n'), landed: text('export const a = 1;\n') },
        'src/lib/more.ts': { before: text('more\n'), after: text('more\n'), landed: { kind: 'absent' } },
        nowhere: { before: { kind: 'absent' }, after: { kind: 'absent' }, landed: { kind: 'absent' } },
      });
    }));

  test('what is too large, too much, binary or a submodule says so', () =>
    within(async (repo, git) => {
      await repo.commit('one', {});
      const head = await repo.git('rev-parse', 'HEAD');
      for (const [name, size] of [
        ['large', 200],
        ['one', 60],
        ['two', 61],
      ] as const)
        await repo.write(name, 'x'.repeat(size));
      await repo.write('binary', Buffer.from([1, 0, 2]));
      await repo.git('add', '--all');
      await repo.git('update-index', '--add', '--cacheinfo', `160000,${head},sub`);
      const repository = await openRepository(git);
      const change = await stagedChange(git, repository, contextFor());
      const [part] = change.parts;
      if (part === undefined) throw new Error('no part');
      const paths = part.edits.map(({ path }) => path);
      const sides = await readSides(git, repository, change, part, paths, { file: 100, call: 100, change: 100 });
      const kinds = [...sides].map(
        ([path, { after }]) => `${path} ${after.kind === 'unreadable' ? after.why : after.kind}`,
      );
      expect(kinds).toEqual([
        'binary binary',
        'large it has 200 bytes and a file is read up to 100',
        'one text',
        'sub it is a submodule: its files are in another repository',
        'two 100 bytes of this part were read already',
      ]);
      const bounds = { file: 100, call: 1000, change: 100 };
      const again = await readSides(git, repository, { ...change }, part, ['one', 'two'], bounds);
      expect(again.get('two')?.after).toEqual({
        kind: 'unreadable',
        why: '100 bytes of this change were read already',
      });
    }));

  test('a blob of an automatic merge can be read until the scratch store is closed', () =>
    inWorld(async (world) => {
      const merge = situations.find(({ name }) => name === 'an edit hidden in a merge');
      await merge?.arrange(world);
      const { repo } = world;
      const git = openGit(repo.root, repo.env);
      const repository = await openRepository(git);
      const handed = await handToHook(repo, ['origin', 'work']);
      expect(handed.stdin.length).toBeGreaterThan(0);
      const change = await rangeChange(git, repository, contextFor(), { base: 'origin/main', head: 'work' });
      const part = change.parts.find(({ title }) => title.endsWith(' merge'));
      if (part === undefined) throw new Error('no part');
      const sides = await readSides(git, repository, change, part, ['infra/main.tf']);
      expect(sides.get('infra/main.tf')?.before).toEqual({ kind: 'text', text: 'x\n' });
      await repository.scratch.close();
    }));
});

test('a push of many small parts is read ahead, and each part still gets its own contents', () =>
  inWorld(async ({ repo }) => {
    for (const n of [1, 2, 3, 4]) await repo.commit(`c${n}`, { 'a.txt': `a${n}\n`, [`f${n}.txt`]: `${n}\n` });
    const git = openGit(repo.root, repo.env);
    const repository = await openRepository(git);
    const change = await rangeChange(git, repository, contextFor(), { base: 'origin/main', head: 'work' });
    const history = change.parts.filter(({ scope }) => scope === 'history').toReversed();
    for (const [index, part] of history.entries()) {
      const paths = ['a.txt', `f${index + 1}.txt`, 'README.md'];
      for (const asked of [paths.slice(0, 2), paths, paths.slice(0, 1)]) {
        const sides = await readSides(git, repository, change, part, asked);
        expect([...sides.keys()]).toEqual(asked);
        expect(sides.get('a.txt')).toMatchObject({
          before: index === 0 ? { kind: 'absent' } : { text: `a${index}\n` },
          after: { text: `a${index + 1}\n` },
        });
      }
    }
  }));

describe('rule files', () => {
  const config = 'version: 1\n';

  test('YAML under .guardrail and .gitattributes, nothing else', () =>
    within(async (repo, git) => {
      await repo.commit('one', {
        '.guardrail/config.yaml': config,
        '.guardrail/policies/a.yml': 'policy: a\n',
        '.guardrail/notes.md': 'x\n',
        '.gitattributes': '*.lock linguist-generated\n',
        'sub/.gitattributes': 'x\n',
        'other.yaml': 'x\n',
      });
      await repo.write('.guardrail/config.yaml', 'version: 2 # not committed\n');
      expect(await readRuleFiles(git.at(join(repo.root, 'sub')), 'HEAD')).toEqual([
        { path: '.gitattributes', text: '*.lock linguist-generated\n' },
        { path: '.guardrail/config.yaml', text: config },
        { path: '.guardrail/policies/a.yml', text: 'policy: a\n' },
      ]);
      expect(await readRuleFiles(git, null)).toEqual([]);
      await expect(readRuleFiles(git, 'nowhere')).rejects.toThrow(/nowhere/);
    }));

  test('a rule file that is a link or far too large is an error that names it', () =>
    within(async (repo, git) => {
      await repo.run('mkdir', ['.guardrail']);
      await repo.run('ln', ['-s', '../README.md', '.guardrail/config.yaml']);
      await repo.commit('link');
      await expect(readRuleFiles(git, 'HEAD')).rejects.toThrow(/\.guardrail\/config\.yaml of HEAD: it is a link/);
      await repo.run('rm', ['.guardrail/config.yaml']);
      await repo.commit('large', { '.guardrail/config.yaml': `# ${'x'.repeat(10 * 1024 * 1024)}` });
      await expect(readRuleFiles(git, 'HEAD')).rejects.toThrow(/config\.yaml of HEAD: it has 10485762 bytes/);
    }));
});
