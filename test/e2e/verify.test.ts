import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { guardrailHere } from '../helpers/guarded.ts';
import { alone, asPerson } from '../helpers/person.ts';
import type { Repo } from '../helpers/repo.ts';
import { AGENT, makeShared, makeShop, within } from '../helpers/shop.ts';

type Ruling = { readonly id: string; readonly rule: string };

/** A real key of ssh-keygen(1); git signs with it from now on. Its line of `allowed_signers`. */
async function makeKey(repo: Repo, name = 'key', email = 'ana@shop.example'): Promise<string> {
  const path = join(repo.root, '..', 'home', name);
  const made = await repo
    .run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', path])
    .catch((cause) => {
      throw new Error('this test needs ssh-keygen (Debian and Ubuntu: apt-get install openssh-client)', { cause });
    });
  expect(made.code).toBe(0);
  await repo.git('config', '--global', 'gpg.format', 'ssh');
  await repo.git('config', '--global', 'user.signingKey', `${path}.pub`);
  return `${email} ${(await readFile(`${path}.pub`, 'utf8')).split(' ').slice(0, 2).join(' ')}\n`;
}

/** main on the remote lists Ana's key; `work` touches infrastructure. */
async function arrange(repo: Repo): Promise<string> {
  const signer = await makeKey(repo);
  await repo.commit('signers', { '.guardrail/allowed_signers': signer });
  await repo.git('push', '--quiet', '--no-verify', 'origin', 'main');
  await repo.git('switch', '--quiet', '--create', 'work');
  await repo.commit('two', { 'infra/main.tf': '# two\n' });
  const judged = await guardrailHere(repo, ['verify', 'origin/main..work', '--json']);
  expect(judged.code).toBe(1);
  const { rulings } = JSON.parse(judged.stdout.toString()) as { readonly rulings: readonly Ruling[] };
  return rulings.find(({ rule }) => rule === 'shop.infra.touch')?.id ?? '';
}

async function approve(repo: Repo, id: string, ...more: readonly string[]): Promise<void> {
  const ran = await asPerson(repo, ['approve', id, '--because', 'reviewed', ...more], { answer: 'approve\n' });
  expect([ran.code, ran.stdout.toString()]).toEqual([0, expect.stringContaining('approved shop.infra.touch')]);
}

describe('what CI believes', () => {
  test('a word at a terminal is not enough, and it says what would be', async () => {
    await within(makeShared(), async (repo) => {
      const id = await arrange(repo);
      await approve(repo, id);
      const ran = await guardrailHere(repo, ['verify', 'origin/main..work'], { env: AGENT });
      expect(ran.code).toBe(1);
      const text = ran.stderr.replaceAll(/\s+/g, ' ');
      expect(text).toContain('ana@shop.example approved it, but');
      const asked = (await guardrailHere(repo, ['verify', 'origin/main..work'])).stderr.replaceAll(/\s+/g, ' ');
      expect(asked).toContain('it has assurance A0 (a word at a terminal), and here A1 (a signature) is the least');
      expect(asked).toContain(`guardrail approve ${id} --sign`);
    });
  });

  test('a signature by a key that main lists passes, in another clone that fetched the ref', async () => {
    await within(makeShared(), async (repo) => {
      const id = await arrange(repo);
      await approve(repo, id, '--sign');
      await repo.git('push', '--quiet', '--no-verify', 'origin', 'work', 'refs/guardrail/approvals');
      const clone = repo.in(join(repo.root, '..', 'clone'));
      await repo.run('git', ['clone', '--quiet', '../remote.git', '../clone']);
      await clone.git('remote', 'set-url', 'origin', '../remote.git'); // the same repository has the same address
      const without = (await guardrailHere(clone, ['verify', 'origin/main..origin/work'])).stderr.replaceAll(
        /\s+/g,
        ' ',
      );
      const [fetch] = /git fetch origin refs\S+/.exec(without) ?? [''];
      expect((await clone.run('sh', ['-c', fetch])).code).toBe(0);
      const ran = await guardrailHere(clone, ['verify', 'origin/main..origin/work']);
      expect([ran.code, ran.stderr]).toEqual([0, expect.stringContaining('by ana@shop.example (A1)')]);
    });
  });

  test('a key that only the change lists, another person, a tampered body: all are A0', async () => {
    await within(makeShared(), async (repo) => {
      const id = await arrange(repo);
      const other = await makeKey(repo, 'other');
      await approve(repo, id, '--sign');
      const doubted = await guardrailHere(repo, ['verify', 'origin/main..work']);
      expect([doubted.code, doubted.stderr]).toEqual([1, expect.stringMatching(/not by a key that/)]);

      const listed = await repo.git('show', 'main:.guardrail/allowed_signers');
      await repo.commit('my own key', { '.guardrail/allowed_signers': `${listed}\n${other}` });
      const own = await guardrailHere(repo, ['verify', 'origin/main..work']);
      expect([own.code, own.stderr]).toEqual([1, expect.stringMatching(/not by a key that/)]);
    });
  });

  test('two people in two clones: neither push is refused as being behind, and both count', async () => {
    await within(makeShared(), async (repo) => {
      const id = await arrange(repo);
      await approve(repo, id, '--sign');
      await repo.run('git', ['clone', '--quiet', '../remote.git', '../clone']);
      const clone = repo.in(join(repo.root, '..', 'clone'));
      await clone.git('remote', 'set-url', 'origin', '../remote.git');
      await clone.git('fetch', '--quiet', '../work', 'work:work');
      // CI refused it: nothing of that is known in this clone, so the range is named
      await approve(clone, id, 'origin/main..work');
      await clone.git('push', '--quiet', '--no-verify', 'origin', 'refs/guardrail/approvals');
      await repo.git('fetch', '--quiet', 'origin', 'refs/guardrail/approvals:refs/remotes/origin/guardrail/approvals');
      await approve(repo, id);
      await repo.git('push', '--quiet', '--no-verify', 'origin', 'refs/guardrail/approvals');
      const listed = await guardrailHere(repo, ['approvals', '--json']);
      expect(JSON.parse(listed.stdout.toString()).approvals).toHaveLength(3);
    });
  });

  test('an approval written by hand that claims A4 counts as A0', async () => {
    await within(makeShared(), async (repo) => {
      const id = await arrange(repo);
      await approve(repo, id);
      await rewrite(repo, (body) => body.replace('"A0"', '"A4"'));
      const ran = await guardrailHere(repo, ['verify', 'origin/main..work']);
      expect([ran.code, ran.stderr.replaceAll(/\s+/g, ' ')]).toEqual([
        1,
        expect.stringContaining('it has assurance A0'),
      ]);
    });
  });

  test('a signed approval whose end was moved by hand counts as A0', async () => {
    await within(makeShared(), async (repo) => {
      const id = await arrange(repo);
      await approve(repo, id, '--sign');
      expect((await guardrailHere(repo, ['verify', 'origin/main..work'])).code).toBe(0);
      await rewrite(repo, (body) => body.replace(/"expires": \d/, '"expires": 9'));
      expect((await guardrailHere(repo, ['verify', 'origin/main..work'])).code).toBe(1);
    });
  });

  test('entries that are no approvals count for nothing, and are counted', async () => {
    await within(makeShared(), async (repo) => {
      const id = await arrange(repo);
      await approve(repo, id, '--sign');
      const junk = await repo.run('git', ['hash-object', '-w', '--stdin'], { input: '{"id": 1}' });
      const blob = junk.stdout.toString().trim();
      const old = await repo.git('ls-tree', 'refs/guardrail/approvals');
      const rows = [old, `100644 blob ${blob}\tREADME`, `100644 blob ${blob}\t01ARZ3NDEKTSV4RRFFQ69G5FAV.json`];
      const tree = (await repo.run('git', ['mktree'], { input: `${rows.join('\n')}\n` })).stdout.toString().trim();
      await repo.git('update-ref', 'refs/guardrail/approvals', await repo.git('commit-tree', tree, '-m', 'junk'));
      const ran = await guardrailHere(repo, ['verify', 'origin/main..work']);
      expect([ran.code, ran.stderr.replaceAll(/\s+/g, ' ')]).toEqual([0, expect.stringContaining('2 of the entries')]);
    });
  });
});

/** The newest approval of the ref with another body, its signature left beside it. */
async function rewrite(repo: Repo, edit: (body: string) => string): Promise<void> {
  const rows = (await repo.git('ls-tree', 'refs/guardrail/approvals')).split('\n');
  const edited = await Promise.all(
    rows.map(async (row) => {
      const [, oid = '', name = ''] = /blob (\w+)\t(.*)/.exec(row) ?? [];
      if (!name.endsWith('.json')) return row;
      const body = edit(`${await repo.git('cat-file', 'blob', oid)}\n`);
      await writeFile(join(repo.root, '..', 'body'), body);
      return `100644 blob ${await repo.git('hash-object', '-w', '../body')}\t${name}`;
    }),
  );
  const tree = (await repo.run('git', ['mktree'], { input: `${edited.join('\n')}\n` })).stdout.toString().trim();
  await repo.git('update-ref', 'refs/guardrail/approvals', await repo.git('commit-tree', tree, '-m', 'by hand'));
}

describe('what CI cannot judge', () => {
  test('a base that is not here: the command that helps, and 2', async () => {
    await within(makeShop(), async (repo) => {
      const ran = await guardrailHere(repo, ['verify', `${'1'.repeat(40)}..HEAD`]);
      expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('git fetch origin')]);
      const head = await guardrailHere(repo, ['verify', 'HEAD..nowhere']);
      expect([head.code, head.stderr]).toEqual([2, expect.stringContaining('git fetch origin')]);
    });
  });

  test('no range, two ranges', async () => {
    await within(makeShop(), async (repo) => {
      expect((await guardrailHere(repo, ['verify'])).code).toBe(2);
      expect((await guardrailHere(repo, ['verify', 'a..b', 'c..d'])).code).toBe(2);
    });
  });

  test('a shallow clone whose base is beyond the cut', async () => {
    await within(makeShared(), async (repo) => {
      for (const n of [1, 2, 3]) await repo.commit(`c${n}`, { 'content/a.md': `${n}\n` });
      await repo.git('push', '--quiet', '--no-verify', 'origin', 'main');
      const base = await repo.git('rev-parse', 'HEAD~3');
      await repo.run('git', ['clone', '--quiet', '--depth=1', `file://${repo.root}/../remote.git`, '../shallow']);
      const shallow = repo.in(join(repo.root, '..', 'shallow'));
      const ran = await guardrailHere(shallow, ['verify', `${base}..HEAD`]);
      expect([ran.code, ran.stderr]).toEqual([2, expect.stringMatching(/git fetch/)]);
    });
  });

  test('without a database: nothing is written outside the repository', async () => {
    await within(makeShared(), async (repo) => {
      await repo.git('switch', '--quiet', '--create', 'work');
      await repo.commit('fine', { 'content/b.md': 'b\n' });
      const ran = await alone(repo, ['verify', 'origin/main..work'], {
        HOME: '/nonexistent',
        XDG_STATE_HOME: '/proc/none',
      });
      expect([ran.code, ran.stderr]).toEqual([0, expect.not.stringContaining('log')]);
    });
  });
});
