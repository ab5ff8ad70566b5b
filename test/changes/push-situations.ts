import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../src/system/files.ts';
import { copyInto, keptOnce } from '../helpers/copies.ts';
import { emptyRepo, makeRepo } from '../helpers/repo.ts';
import type { Repo } from '../helpers/repo.ts';

/** A clone of a remote that has `main`, on a branch of its own; and what is then pushed from it. */
export type World = {
  readonly repo: Repo;
  readonly remote: Repo;
  readonly other: () => Promise<Repo>;
  readonly remove: () => Promise<void>;
};

export type Situation = {
  readonly name: string;
  /** Words for `git init` of both repositories. */
  readonly init?: readonly string[];
  /** Brings the clone to where the push is typed, and gives the words after `git push`. */
  readonly arrange: (world: World) => Promise<readonly string[]>;
  /** The push brings a file whose name says secret, in any of its commits: a rule against those must refuse it. */
  readonly secret: boolean;
  /** `history <subject>: <edits>` and `net <ref>: <edits>`, sorted. */
  readonly parts: readonly string[];
  /** `<ref> <movement> …`: how each line of `refs` begins, where the row is about that. */
  readonly refs?: readonly string[];
  /** What could not be looked at. */
  readonly unread?: readonly string[];
};

/** Where every situation begins: `main` pushed with two files, and then with `rules`; `work` checked out beside it. Made once, then copied. */
export async function makeWorld(init: readonly string[] = [], rules: Files = {}): Promise<World> {
  const begun = await keptOnce(`world-${sha256(JSON.stringify([init, rules]))}`, (folder) =>
    begin(folder, init, rules),
  );
  const remote = await emptyRepo();
  const repo = await emptyRepo();
  await copyInto(join(begun, 'remote'), remote.root);
  await copyInto(join(begun, 'repo'), repo.root);
  await repo.git('remote', 'set-url', 'origin', remote.root);
  const made: Repo[] = [];
  const other = async (): Promise<Repo> => {
    const clone = await makeRepo(...init);
    made.push(clone);
    await clone.git('config', 'user.name', 'Li');
    await clone.git('config', 'user.email', 'li@shop.example');
    await clone.git('remote', 'add', 'origin', remote.root);
    await clone.git('fetch', '--quiet', 'origin');
    await clone.git('switch', '--quiet', 'main');
    return clone;
  };
  const remove = async (): Promise<void> => {
    for (const each of [repo, remote, ...made]) await each.remove();
  };
  return { repo, remote, other, remove };
}

type Files = Readonly<Record<string, string>>;

async function begin(folder: string, init: readonly string[], rules: Files): Promise<void> {
  const remote = await makeRepo('--bare', ...init);
  const repo = await makeRepo(...init);
  await repo.git('remote', 'add', 'origin', remote.root);
  const files = { 'README.md': 'one\ntwo\nthree\n', 'src/app.ts': 'export const a = 1;\n' };
  for (const each of [files, rules].filter((one) => Object.keys(one).length > 0)) {
    await repo.commit('begin', each);
    await repo.git('push', '--quiet', 'origin', 'main');
  }
  await repo.git('remote', 'set-head', 'origin', 'main');
  await repo.git('switch', '--quiet', '--create', 'work');
  await copyInto(remote.root, join(folder, 'remote'));
  await copyInto(repo.root, join(folder, 'repo'));
  await Promise.all([repo.remove(), remote.remove()]);
}

export type Handed = { readonly remote: string; readonly url: string; readonly stdin: Buffer };

/** What git itself hands to a pre-push hook for this push; the push is then refused. null: the hook was not run or had nothing. */
export async function handToHook(repo: Repo, words: readonly string[]): Promise<Handed> {
  const hooks = join(await repo.git('rev-parse', '--path-format=absolute', '--git-common-dir'), 'capture');
  await repo.run('mkdir', ['-p', hooks]);
  const script = `#!/bin/sh\nprintf '%s\\n%s\\n' "$1" "$2" > '${hooks}/args'\ncat > '${hooks}/stdin'\nexit 1\n`;
  await writeFile(join(hooks, 'pre-push'), script, { mode: 0o755 });
  const pushed = await repo.run('git', ['-c', `core.hooksPath=${hooks}`, 'push', ...words]);
  const args = await repo.run('cat', [join(hooks, 'args')]);
  if (args.code !== 0) throw new Error(`git push ${words.join(' ')} did not reach the hook: ${pushed.stderr}`);
  const [remote = '', url = ''] = args.stdout.toString('utf8').split('\n');
  return { remote, url, stdin: (await repo.run('cat', [join(hooks, 'stdin')])).stdout };
}

export const situations: readonly Situation[] = [
  {
    name: 'one ref, its branch checked out',
    arrange: async ({ repo }) => {
      await repo.commit('add secret', { 'secret.txt': 'x\n' });
      return ['origin', 'work'];
    },
    secret: true,
    parts: ['history add secret: add secret.txt', 'net refs/heads/work: add secret.txt'],
    refs: ['refs/heads/work create'],
  },
  {
    name: 'two refs, the clean one first',
    arrange: async ({ repo }) => {
      await repo.commit('clean', { 'a.txt': 'a\n' });
      await repo.git('switch', '--quiet', '--create', 'zz', 'main');
      await repo.commit('dirty', { 'secret.txt': 'x\n' });
      return ['origin', 'work', 'zz'];
    },
    secret: true,
    parts: [
      'history clean: add a.txt',
      'history dirty: add secret.txt',
      'net refs/heads/work: add a.txt',
      'net refs/heads/zz: add secret.txt',
    ],
  },
  {
    name: 'two refs, the secret one first',
    arrange: async ({ repo }) => {
      await repo.commit('dirty', { 'secret.txt': 'x\n' });
      await repo.git('switch', '--quiet', '--create', 'zz', 'main');
      await repo.commit('clean', { 'a.txt': 'a\n' });
      return ['origin', 'work', 'zz'];
    },
    secret: true,
    parts: [
      'history clean: add a.txt',
      'history dirty: add secret.txt',
      'net refs/heads/work: add secret.txt',
      'net refs/heads/zz: add a.txt',
    ],
  },
  {
    name: 'a branch that is not checked out',
    arrange: async ({ repo }) => {
      await repo.commit('dirty', { 'secret.txt': 'x\n' });
      await repo.git('switch', '--quiet', 'main');
      return ['origin', 'work'];
    },
    secret: true,
    parts: ['history dirty: add secret.txt', 'net refs/heads/work: add secret.txt'],
  },
  {
    name: 'a secret added and removed again: history holds it, the net change is empty',
    arrange: async ({ repo }) => {
      await repo.commit('add', { 'secret.txt': 'x\n' });
      await repo.git('rm', '--quiet', 'secret.txt');
      await repo.commit('remove');
      return ['origin', 'work'];
    },
    secret: true,
    parts: ['history add: add secret.txt', 'history remove: delete secret.txt'],
  },
  {
    name: 'a tag, its commit checked out',
    arrange: async ({ repo }) => {
      await repo.commit('dirty', { 'secret.txt': 'x\n' });
      await repo.git('tag', 'v1');
      return ['origin', 'v1'];
    },
    secret: true,
    parts: ['history dirty: add secret.txt', 'net refs/tags/v1: add secret.txt'],
  },
  {
    name: 'an annotated tag, another branch checked out',
    arrange: async ({ repo }) => {
      await repo.commit('dirty', { 'secret.txt': 'x\n' });
      await repo.git('tag', '--annotate', '--message', 'one', 'v1');
      await repo.git('switch', '--quiet', 'main');
      return ['origin', 'v1'];
    },
    secret: true,
    parts: ['history dirty: add secret.txt', 'net refs/tags/v1: add secret.txt'],
  },
  {
    name: 'a new tag on judged commits is silent',
    arrange: async ({ repo }) => {
      await repo.commit('feature', { 'a.txt': 'a\n' });
      await repo.git('push', '--quiet', 'origin', 'work');
      await repo.git('tag', '--annotate', '--message', 'one', 'v1');
      return ['origin', 'v1'];
    },
    secret: false,
    parts: [],
    refs: ['refs/tags/v1 create'],
  },
  {
    name: 'a tag that moves back',
    arrange: async ({ repo }) => {
      await repo.commit('feature', { 'a.txt': 'a\n' });
      await repo.git('tag', 'v1');
      await repo.git('push', '--quiet', 'origin', 'work', 'v1');
      await repo.git('tag', '--force', 'v1', 'main');
      return ['--force', 'origin', 'v1'];
    },
    secret: false,
    parts: [],
    refs: ['refs/tags/v1 rewrite'],
  },
  {
    name: 'a release: the branch and a tag on its tip say it once',
    arrange: async ({ repo }) => {
      await repo.commit('feature', { 'a.txt': 'a\n' });
      await repo.git('tag', '--annotate', '--message', 'one', 'v1');
      return ['--follow-tags', 'origin', 'work'];
    },
    secret: false,
    parts: ['history feature: add a.txt', 'net refs/heads/work: add a.txt'],
    refs: ['refs/heads/work create', 'refs/tags/v1 create'],
  },
  {
    name: 'a branch is deleted whose commits are on main',
    arrange: async ({ repo }) => {
      await repo.git('push', '--quiet', 'origin', 'work');
      return ['origin', '--delete', 'work'];
    },
    secret: false,
    parts: [],
    refs: ['refs/heads/work delete lease foreign 0'],
  },
  {
    name: "a branch is deleted that holds another's commit",
    arrange: async ({ repo, other }) => {
      const li = await other();
      await li.git('switch', '--quiet', '--create', 'theirs');
      await li.commit('of Li', { 'li.txt': 'x\n' });
      await li.git('push', '--quiet', 'origin', 'theirs');
      await repo.git('fetch', '--quiet', 'origin');
      return ['origin', '--delete', 'theirs'];
    },
    secret: false,
    parts: [],
    refs: ['refs/heads/theirs delete lease foreign 1'],
  },
  {
    name: "one's own branch is rewritten under a lease",
    arrange: async ({ repo }) => {
      await repo.commit('first', { 'a.txt': 'a\n' });
      await repo.git('push', '--quiet', 'origin', 'work');
      await repo.write('a.txt', 'b\n');
      await repo.git('commit', '--quiet', '--all', '--amend', '--message', 'second');
      return ['--force-with-lease', 'origin', 'work'];
    },
    secret: false,
    parts: ['history second: add a.txt', 'net refs/heads/work: add a.txt'],
    refs: ['refs/heads/work rewrite lease foreign 0'],
  },
  {
    name: 'a rewrite of a branch whose remote tip was never fetched',
    arrange: async ({ repo, other }) => {
      await repo.commit('mine', { 'a.txt': 'a\n' });
      await repo.git('push', '--quiet', 'origin', 'work');
      const li = await other();
      await li.git('switch', '--quiet', 'work');
      await li.commit('of Li', { 'li.txt': 'x\n' });
      await li.git('push', '--quiet', 'origin', 'work');
      await repo.commit('more', { 'b.txt': 'b\n' });
      return ['--force', 'origin', 'work'];
    },
    secret: false,
    parts: ['history more: add b.txt', 'net refs/heads/work: add b.txt'],
    refs: ['refs/heads/work unknown no lease foreign unknown'],
  },
  {
    name: 'a ref typed with spaces',
    arrange: async ({ repo }) => {
      await repo.commit('two words of mine', { 'secret.txt': 'x\n' });
      return ['origin', ':/two words:refs/heads/x'];
    },
    secret: true,
    parts: ['history two words of mine: add secret.txt', 'net refs/heads/x: add secret.txt'],
  },
  {
    name: 'a repository of SHA-256',
    init: ['--object-format=sha256'],
    arrange: async ({ repo }) => {
      await repo.commit('dirty', { 'secret.txt': 'x\n' });
      return ['origin', 'work'];
    },
    secret: true,
    parts: ['history dirty: add secret.txt', 'net refs/heads/work: add secret.txt'],
    refs: ['refs/heads/work create'],
  },
  {
    name: 'a shallow clone',
    arrange: async ({ repo }) => {
      for (const name of ['a', 'b', 'c']) await repo.commit(name, { [`${name}.txt`]: 'x\n' });
      await repo.git('push', '--quiet', 'origin', 'work');
      await repo.git('fetch', '--quiet', '--depth=1', 'origin', 'main', 'work');
      await repo.git('reset', '--quiet', '--hard', 'origin/work');
      await repo.commit('dirty', { 'secret.txt': 'x\n' });
      return ['origin', 'work'];
    },
    secret: true,
    parts: ['history dirty: add secret.txt', 'net refs/heads/work: add secret.txt'],
    refs: ['refs/heads/work forward'],
  },
  {
    name: 'a mirror push, with tracking refs; git does not tell what it deletes',
    arrange: async ({ repo, other }) => {
      const li = await other();
      await li.git('push', '--quiet', 'origin', 'main:old');
      await repo.commit('dirty', { 'secret.txt': 'x\n' });
      return ['--mirror', 'origin'];
    },
    secret: true,
    parts: ['history dirty: add secret.txt', 'net refs/heads/work: add secret.txt'],
    unread: ['deletions of a mirror push'],
    refs: ['refs/heads/work create', 'refs/remotes/origin/HEAD create', 'refs/remotes/origin/main create'],
  },
  {
    name: 'a merge of main is silent',
    arrange: async ({ repo, other }) => {
      const li = await other();
      await li.commit('landed', { 'infra/main.tf': 'x\n', 'README.md': 'one\ntwo\nTHREE\n' });
      await li.git('push', '--quiet', 'origin', 'main');
      await repo.commit('mine', { 'a.txt': 'a\n', 'README.md': 'ONE\ntwo\nthree\n' });
      await repo.git('fetch', '--quiet', 'origin');
      await repo.git('merge', '--quiet', '--no-edit', 'origin/main');
      return ['origin', 'work'];
    },
    secret: false,
    parts: ['history mine: modify README.md, add a.txt', 'net refs/heads/work: modify README.md, add a.txt'],
  },
  {
    name: 'an edit hidden in a merge',
    arrange: async ({ repo, other }) => {
      const li = await other();
      await li.commit('landed', { 'infra/main.tf': 'x\n' });
      await li.git('push', '--quiet', 'origin', 'main');
      await repo.commit('mine', { 'a.txt': 'a\n' });
      await repo.git('fetch', '--quiet', 'origin');
      await repo.git('merge', '--quiet', '--no-commit', 'origin/main');
      await repo.commit('merge', { 'secret.txt': 'x\n', 'infra/main.tf': 'evil\n' });
      return ['origin', 'work'];
    },
    secret: true,
    parts: [
      'history merge: modify infra/main.tf, add secret.txt',
      'history mine: add a.txt',
      'net refs/heads/work: add a.txt, modify infra/main.tf, add secret.txt',
    ],
  },
  {
    name: 'a conflict is judged against what has landed',
    arrange: async ({ repo, other }) => {
      const li = await other();
      await li.commit('landed', { 'README.md': 'theirs\n', 'src/app.ts': 'theirs\n' });
      await li.git('push', '--quiet', 'origin', 'main');
      await repo.commit('mine', { 'README.md': 'mine\n', 'src/app.ts': 'mine\n' });
      await repo.git('fetch', '--quiet', 'origin');
      await repo.run('git', ['merge', '--quiet', 'origin/main']);
      await repo.git('checkout', '--quiet', '--theirs', 'README.md');
      await repo.commit('merge', { 'src/app.ts': 'both\n' });
      return ['origin', 'work'];
    },
    secret: false,
    parts: [
      'history merge: modify src/app.ts',
      'history mine: modify README.md, modify src/app.ts',
      'net refs/heads/work: modify src/app.ts',
    ],
  },
  {
    name: 'an octopus with a hidden edit',
    arrange: async ({ repo }) => {
      for (const name of ['a', 'b', 'c']) {
        await repo.git('switch', '--quiet', '--create', name, 'main');
        await repo.commit(name, { [`${name}.txt`]: 'x\n' });
      }
      await repo.git('switch', '--quiet', 'work');
      await repo.git('merge', '--quiet', '--no-edit', '--message', 'octopus', 'a', 'b', 'c');
      await repo.write('secret.txt', 'x\n');
      await repo.git('add', '--all');
      await repo.git('commit', '--quiet', '--amend', '--no-edit');
      return ['origin', 'work'];
    },
    secret: true,
    parts: [
      'history a: add a.txt',
      'history b: add b.txt',
      'history c: add c.txt',
      'history octopus: add secret.txt',
      'net refs/heads/work: add a.txt, add b.txt, add c.txt, add secret.txt',
    ],
  },
  {
    name: 'an LFS pointer is the file git has',
    arrange: async ({ repo }) => {
      const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 123456\n`;
      await repo.commit('film', { 'film.mp4': pointer, '.gitattributes': '*.mp4 -text\n' });
      return ['origin', 'work'];
    },
    secret: false,
    parts: ['history film: add .gitattributes, add film.mp4', 'net refs/heads/work: add .gitattributes, add film.mp4'],
  },
  {
    name: 'a replaced commit shows what is really pushed',
    arrange: async ({ repo }) => {
      const clean = await repo.commit('clean', { 'a.txt': 'a\n' });
      await repo.git('reset', '--quiet', '--hard', 'main');
      const dirty = await repo.commit('dirty', { 'secret.txt': 'x\n' });
      await repo.git('replace', dirty, clean);
      return ['origin', 'work'];
    },
    secret: true,
    parts: ['history dirty: add secret.txt', 'net refs/heads/work: add secret.txt'],
  },
  {
    name: 'a graft hides no parent',
    arrange: async ({ repo }) => {
      await repo.commit('dirty', { 'secret.txt': 'x\n' });
      await repo.git('rm', '--quiet', 'secret.txt');
      const tip = await repo.commit('remove');
      const main = await repo.git('rev-parse', 'main');
      await repo.write('.git/info/grafts', `${tip} ${main}\n`);
      return ['origin', 'work'];
    },
    secret: true,
    parts: ['history dirty: add secret.txt', 'history remove: delete secret.txt'],
  },
  {
    name: 'a tracking ref moved by hand hides nothing',
    arrange: async ({ repo }) => {
      await repo.commit('dirty', { 'secret.txt': 'x\n' });
      await repo.git('update-ref', 'refs/remotes/origin/main', 'work');
      return ['origin', 'work'];
    },
    secret: true,
    parts: ['history dirty: add secret.txt', 'net refs/heads/work: add secret.txt'],
  },
  {
    name: 'a tracking ref written by hand, with no reflog',
    arrange: async ({ repo }) => {
      const dirty = await repo.commit('dirty', { 'secret.txt': 'x\n' });
      await repo.write('.git/refs/remotes/origin/ready', `${dirty}\n`);
      return ['origin', 'work'];
    },
    secret: true,
    parts: ['history dirty: add secret.txt', 'net refs/heads/work: add secret.txt'],
  },
  {
    name: 'a tracking ref fetched from this very repository',
    arrange: async ({ repo }) => {
      await repo.commit('dirty', { 'secret.txt': 'x\n' });
      await repo.git('fetch', '--quiet', '.', 'work:refs/remotes/origin/ready');
      return ['origin', 'work'];
    },
    secret: true,
    parts: ['history dirty: add secret.txt', 'net refs/heads/work: add secret.txt'],
  },
  {
    name: 'a push to the address of a known remote',
    arrange: async ({ repo, remote }) => {
      await repo.commit('dirty', { 'secret.txt': 'x\n' });
      return [remote.root, 'work'];
    },
    secret: true,
    parts: ['history dirty: add secret.txt', 'net refs/heads/work: add secret.txt'],
  },
  {
    name: 'a push to an address never seen before',
    arrange: async ({ repo, other }) => {
      const elsewhere = await other();
      await elsewhere.git('switch', '--quiet', '--detach');
      await repo.commit('dirty', { 'secret.txt': 'x\n' });
      return [elsewhere.root, 'work:refs/heads/new'];
    },
    secret: true,
    parts: ['history dirty: add secret.txt', 'net refs/heads/new: add secret.txt'],
  },
  {
    name: 'unlanded work is undone',
    arrange: async ({ repo }) => {
      await repo.commit('try', { 'infra/db.tf': 'x\n' });
      await repo.git('push', '--quiet', 'origin', 'work');
      await repo.git('revert', '--no-edit', 'HEAD');
      return ['origin', 'work'];
    },
    secret: false,
    parts: ['history Revert "try": delete infra/db.tf', 'net refs/heads/work: delete infra/db.tf'],
    refs: ['refs/heads/work forward'],
  },
  {
    name: 'notes are history without a net change',
    arrange: async ({ repo }) => {
      await repo.git('notes', 'add', '--message', 'looked at', 'HEAD');
      return ['origin', 'refs/notes/commits'];
    },
    secret: false,
    parts: ["history Notes added by 'git notes add': add <oid>"],
    refs: ['refs/notes/commits create'],
  },
  {
    name: 'a tag on a blob is looked at',
    arrange: async ({ repo }) => {
      await repo.write('loose', 'password\n');
      await repo.git('tag', 'secret', await repo.git('hash-object', '-w', 'loose'));
      return ['origin', 'refs/tags/secret'];
    },
    secret: true,
    parts: ['whole refs/tags/secret: add refs/tags/secret'],
  },
  {
    name: 'the commits of two branches are judged once',
    arrange: async ({ repo }) => {
      await repo.commit('shared', { 'a.txt': 'a\n' });
      await repo.git('switch', '--quiet', '--create', 'more');
      await repo.commit('more', { 'b.txt': 'b\n' });
      return ['origin', 'work', 'more'];
    },
    secret: false,
    parts: [
      'history more: add b.txt',
      'history shared: add a.txt',
      'net refs/heads/more: add a.txt, add b.txt',
      'net refs/heads/work: add a.txt',
    ],
  },
  {
    name: 'a branch rebased onto main brings its own commits only',
    arrange: async ({ repo, other }) => {
      await repo.commit('mine', { 'a.txt': 'a\n' });
      await repo.git('push', '--quiet', 'origin', 'work');
      const li = await other();
      await li.commit('landed', { 'infra/main.tf': 'x\n' });
      await li.git('push', '--quiet', 'origin', 'main');
      await repo.git('pull', '--quiet', '--rebase', 'origin', 'main');
      return ['--force-with-lease', 'origin', 'work'];
    },
    secret: false,
    parts: ['history mine: add a.txt', 'net refs/heads/work: add a.txt'],
    refs: ['refs/heads/work rewrite lease foreign 0'],
  },
];
