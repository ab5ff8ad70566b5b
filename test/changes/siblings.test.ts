import { afterAll, beforeAll, expect, test } from 'vitest';
import { listSiblings } from '../../src/changes/siblings.ts';
import { openGit } from '../../src/system/git.ts';
import { makeRepo, type Repo } from '../helpers/repo.ts';

let repo: Repo;
beforeAll(async () => {
  repo = await makeRepo();
  const names = [
    'main.tf',
    'a/main.tf',
    'a/db.tf',
    'a/deep/x.tf',
    'b/main.tf',
    'b/é.tf',
    '-c/main.tf',
    'app/[id]/main.tf',
    'app/i/main.tf',
  ];
  await repo.commit('one', Object.fromEntries(names.map((name) => [name, `${name}\n`])));
});
afterAll(() => repo.remove());

test.each([
  ['one folder', ['a/*.tf'], ['a/db.tf', 'a/main.tf']],
  ['the top', ['*.tf'], ['main.tf']],
  ['all below', ['a/**'], ['a/db.tf', 'a/deep/x.tf', 'a/main.tf']],
  ['a folder by a pattern', ['a/*/x.tf'], ['a/deep/x.tf']],
  ['a folder that is called like a pattern', ['app/[id]/*.tf'], ['app/[id]/main.tf']],
  ['one letter', ['?/main.tf'], ['a/main.tf', 'b/main.tf']],
  [
    'any folder',
    ['**/main.tf'],
    ['-c/main.tf', 'a/main.tf', 'app/[id]/main.tf', 'app/i/main.tf', 'b/main.tf', 'main.tf'],
  ],
  ['two folders', ['a/*.tf', 'b/*.tf'], ['a/db.tf', 'a/main.tf', 'b/main.tf', 'b/é.tf']],
  ['a folder that is not there', ['nowhere/*.tf'], []],
  ['a name like a flag', ['-c/*.tf'], ['-c/main.tf']],
])('%s', async (_name, patterns, expected) => {
  const git = openGit(repo.root, repo.env);
  const tree = await git.text(['rev-parse', 'HEAD^{tree}']);
  expect([...(await listSiblings(git, [tree], patterns))].sort()).toEqual(expected);
});

test('everything, and more folders than are worth naming', async () => {
  const git = openGit(repo.root, repo.env);
  expect((await listSiblings(git, ['HEAD'], ['**/*.tf'])).length).toBe(9);
  const many = Array.from({ length: 300 }, (_, index) => `f${index}/*.tf`);
  expect(await listSiblings(git, ['HEAD'], [...many, 'a/*.tf'])).toEqual(['a/db.tf', 'a/main.tf']);
});
