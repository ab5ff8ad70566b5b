import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CLI, guardrailHere } from '../helpers/guarded.ts';
import { alone, asPerson, atTerminal } from '../helpers/person.ts';
import type { Repo } from '../helpers/repo.ts';
import { AGENT, makeShared, makeShop, within } from '../helpers/shop.ts';

const YES = { answer: 'approve\n' };

async function idOf(repo: Repo, rule: string, args: readonly string[] = ['check']): Promise<string> {
  const ran = await guardrailHere(repo, [...args, '--json']);
  const rulings = JSON.parse(ran.stdout.toString('utf8')).rulings as { id: string; rule: string }[];
  return rulings.find((ruling) => ruling.rule === rule)?.id ?? `no ruling of ${rule}`;
}

async function stage(repo: Repo, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) await repo.write(path, text);
  await repo.git('add', '--all');
}

describe('who may approve', () => {
  test('a person at a terminal, with a reason; then the commit passes and says who let it', async () => {
    await within(makeShop(), async (repo) => {
      await stage(repo, { 'infra/main.tf': '# two\n' });
      const id = await idOf(repo, 'shop.infra.touch');
      expect((await guardrailHere(repo, ['check'])).code).toBe(1);
      expect((await asPerson(repo, ['approve', id], YES)).code).toBe(2);
      const given = await asPerson(repo, ['approve', id, '--because', 'old bucket'], YES);
      expect(given.stdout.toString()).toContain('approved shop.infra.touch for infra/main.tf (A0)');
      const after = await alone(repo, ['check']);
      expect(after.code).toBe(0);
      expect(after.stderr).toContain('approved  shop.infra.touch for infra/main.tf by ana@shop.example (A0)');
    });
  });

  test('nobody without a terminal, no agent in the environment, no agent above, and no word but "approve"', async () => {
    await within(makeShop(), async (repo) => {
      await stage(repo, { 'infra/main.tf': '# two\n' });
      const id = await idOf(repo, 'shop.infra.touch');
      const words = ['approve', id, '--because', 'ok'];
      const silent = await alone(repo, words);
      expect([silent.code, silent.stderr]).toEqual([1, expect.stringContaining('there is no terminal')]);
      for (const env of [AGENT, { CODEX_SANDBOX: 'seatbelt' }, { GEMINI_CLI: '1' }]) {
        const ran = await asPerson(repo, words, { ...YES, env });
        expect([ran.code, ran.stdout.toString()]).toEqual([1, expect.stringContaining('belongs to agent')]);
      }
      const folder = join(repo.root, '..', 'bin');
      await repo.write('../bin/claude', `#!/bin/sh\n"$@"\n`);
      await chmod(join(folder, 'claude'), 0o755);
      const above = await atTerminal(repo, [join(folder, 'claude'), process.execPath, CLI, ...words], YES);
      expect([above.code, above.stdout.toString()]).toEqual([1, expect.stringContaining('claude')]);
      const other = await asPerson(repo, words, { answer: 'yes\n' });
      expect([other.code, other.stdout.toString()]).toEqual([1, expect.stringContaining('not approved')]);
      expect((await guardrailHere(repo, ['check'])).code).toBe(1);
    });
  });

  test('nor under an agent that starts a shell that starts us', async () => {
    await within(makeShop(), async (repo) => {
      await stage(repo, { 'infra/main.tf': '# two\n' });
      const id = await idOf(repo, 'shop.infra.touch');
      await repo.write('../bin/claude', `#!/bin/sh\n"$@"\n`);
      await chmod(join(repo.root, '../bin/claude'), 0o755);
      const shell = [join(repo.root, '../bin/claude'), 'sh', '-c', '"$@"; exit $?', 'sh'];
      const ran = await atTerminal(repo, [...shell, process.execPath, CLI, 'approve', id, '--because', 'ok'], YES);
      expect([ran.code, ran.stdout.toString()]).toEqual([1, expect.stringContaining('belongs to agent claude-code')]);
    });
  });
});

describe('what it counts for', () => {
  test('an agent is still denied; the person who takes the change over is not', async () => {
    await within(makeShop(), async (repo) => {
      await stage(repo, { 'infra/main.tf': '# two\n' });
      const denied = await guardrailHere(repo, ['check'], { env: AGENT });
      expect(denied.stderr).toContain('takes it over: commits it at a terminal of their own');
      const id = await idOf(repo, 'shop.infra.touch');
      await asPerson(repo, ['approve', id, '--because', 'checked'], YES);
      const again = await guardrailHere(repo, ['check'], { env: AGENT });
      expect(again.code).toBe(1);
      expect(again.stderr).toMatch(/ana@shop.example approved it, but an approval does not lift\s+deny/);
      expect((await guardrailHere(repo, ['check'])).code).toBe(0);
    });
  });

  test('an agent whose rule only asks passes once a person has approved', async () => {
    await within(makeShop(), async (repo) => {
      await stage(repo, { 'notes/a.txt': 'a\n' });
      const asked = await guardrailHere(repo, ['check'], { env: AGENT });
      expect(asked.stderr).toMatch(/person {2}guardrail approve r-\w{7} --because/);
      const id = await idOf(repo, 'shop.notes.touch');
      await asPerson(repo, ['approve', id, '--because', 'fine'], YES);
      expect((await guardrailHere(repo, ['check'], { env: AGENT })).code).toBe(0);
    });
  });

  test('a grant lets an agent do exactly that, and nothing beside it; the refusal prints it', async () => {
    const GEMINI = { GEMINI_CLI: '1' };
    await within(makeShop(), async (repo) => {
      await stage(repo, { 'infra/main.tf': '# two\n' });
      const denied = await guardrailHere(repo, ['check'], { env: GEMINI });
      expect(denied.stderr).toMatch(/grant +guardrail approve file\.modify infra\/main\.tf --because/);
      const words = ['approve', 'file.modify', 'infra/main.tf', '--because', 'ticket 12', '--for', '1h'];
      expect((await asPerson(repo, words, { ...YES, env: GEMINI })).code).toBe(1);
      expect((await asPerson(repo, words, YES)).stdout.toString()).toContain(
        'approved fact:file.modify for infra/main.tf',
      );
      const passed = await guardrailHere(repo, ['check'], { env: GEMINI });
      expect([passed.code, passed.stderr]).toEqual([0, expect.stringContaining('by ana@shop.example (A0)')]);

      await stage(repo, { 'infra/main.tf': '# three\n' });
      expect((await guardrailHere(repo, ['check'], { env: GEMINI })).code).toBe(0);
      await stage(repo, { 'infra/other.tf': '# new\n' });
      expect((await guardrailHere(repo, ['check'], { env: GEMINI })).code).toBe(1);
    });
  });

  test('a grant by the id of a refusal is the same grant', async () => {
    const GEMINI = { GEMINI_CLI: '1' };
    await within(makeShop(), async (repo) => {
      await stage(repo, { 'infra/main.tf': '# two\n' });
      expect((await guardrailHere(repo, ['check'], { env: GEMINI })).code).toBe(1);
      const id = await idOf(repo, 'shop.infra.touch');
      const given = await asPerson(repo, ['approve', id, '--grant', '--because', 'ticket 12'], YES);
      expect(given.stdout.toString()).toContain('approved fact:file.modify for infra/main.tf');
      await stage(repo, { 'infra/main.tf': '# three\n' });
      expect((await guardrailHere(repo, ['check'], { env: GEMINI })).code).toBe(0);
    });
  });

  test('a grant names a kind that there is, and one subject', async () => {
    await within(makeShop(), async (repo) => {
      const because = ['--because', 'x'];
      const unknown = await asPerson(repo, ['approve', 'infra.destory', 'a', ...because], YES);
      expect([unknown.code, unknown.stdout.toString()]).toEqual([2, expect.stringContaining('infra.destroy')]);
      expect((await asPerson(repo, ['approve', 'guard.change', 'a', ...because], YES)).code).toBe(2);
      expect((await asPerson(repo, ['approve', 'infra.destroy', ...because], YES)).code).toBe(2);
    });
  });

  test('other contents, another repository and a revocation', async () => {
    await within(makeShop(), async (repo) => {
      await stage(repo, { 'infra/main.tf': '# two\n' });
      const id = await idOf(repo, 'shop.infra.touch');
      await asPerson(repo, ['approve', id, '--because', 'ok', '--for', '1h'], YES);
      expect((await guardrailHere(repo, ['check'])).code).toBe(0);

      await stage(repo, { 'infra/main.tf': '# three\n' });
      const changed = await guardrailHere(repo, ['check']);
      expect([changed.code, changed.stderr]).toEqual([1, expect.stringMatching(/for other\s+contents than these/)]);

      await stage(repo, { 'infra/main.tf': '# two\n' });
      await repo.git('remote', 'add', 'origin', 'https://git.example/other/shop.git');
      const elsewhere = await guardrailHere(repo, ['check']);
      expect([elsewhere.code, elsewhere.stderr]).toEqual([1, expect.stringMatching(/another\s+repository/)]);
      await repo.git('remote', 'remove', 'origin');

      const listed = await guardrailHere(repo, ['approvals', '--json']);
      const [approval] = JSON.parse(listed.stdout.toString()).approvals as { id: string }[];
      const taken = await asPerson(repo, ['approvals', 'revoke', approval?.id ?? '', '--because', 'wrong'], {
        answer: 'revoke\n',
      });
      expect(taken.code).toBe(0);
      expect((await guardrailHere(repo, ['check'])).code).toBe(1);
    });
  });

  test('a push: the person it was refused to approves it, and pushes again', async () => {
    await within(makeShared(), async (repo) => {
      await repo.git('switch', '--quiet', '--create', 'work');
      await repo.commit('two', { 'infra/main.tf': '# two\n' });
      const push = ['push', '--quiet', 'origin', 'work'];
      await repo.write(
        '.git/hooks/pre-push',
        `#!/bin/sh\nexec '${process.execPath}' '${CLI}' hook pre-push --remote "$1" --url "$2"\n`,
      );
      await chmod(join(repo.root, '.git/hooks/pre-push'), 0o755);
      const refused = await atTerminal(repo, ['git', ...push], { env: { NO_COLOR: '1' } });
      expect(refused.code).toBe(1);
      const [id = ''] = /r-\w{7}/.exec(refused.stdout.toString()) ?? [];
      await asPerson(repo, ['approve', id, '--because', 'agreed'], YES);
      const again = await atTerminal(repo, ['git', ...push], { env: { NO_COLOR: '1' } });
      expect([again.code, again.stdout.toString()]).toEqual([0, expect.stringContaining('approved  shop.infra.touch')]);
    });
  });

  test('after a rebase the same blobs are still approved', async () => {
    await within(makeShop(), async (repo) => {
      await repo.git('switch', '--quiet', '--create', 'work');
      await stage(repo, { 'infra/main.tf': '# two\n' });
      const id = await idOf(repo, 'shop.infra.touch');
      await asPerson(repo, ['approve', id, '--because', 'ok'], YES);
      await repo.commit('two');
      await repo.git('switch', '--quiet', 'main');
      await repo.commit('other', { 'content/b.md': 'b\n' });
      await repo.git('switch', '--quiet', 'work');
      await repo.git('rebase', '--quiet', 'main');
      // local: the range is judged as CI would, where a word at a terminal is not enough
      const range = await guardrailHere(repo, ['verify', 'main..work']);
      expect(range.stderr).toMatch(/it has assurance A0/);
      await repo.git('reset', '--soft', '--quiet', 'main');
      expect((await guardrailHere(repo, ['check'])).code).toBe(0);
    });
  });
});
