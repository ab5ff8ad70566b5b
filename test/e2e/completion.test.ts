import { describe, expect, test } from 'vitest';
import { guardrail, guardrailHere } from '../helpers/guarded.ts';
import { makeRepo, type Repo } from '../helpers/repo.ts';
import { within } from '../helpers/shop.ts';

async function complete(repo: Repo, ...words: readonly string[]): Promise<readonly string[]> {
  const script = (await guardrailHere(repo, ['completion', 'bash'])).stdout.toString();
  await repo.write('completion.bash', script);
  const line = `source ./completion.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _guardrail; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const ran = await repo.run('bash', ['--norc', '-c', line, 'bash', 'guardrail', ...words]);
  expect([ran.stderr, ran.code]).toEqual(['', 0]);
  return ran.stdout
    .toString()
    .split('\n')
    .filter((word) => word !== '')
    .sort();
}

async function isHere(repo: Repo, shell: string): Promise<boolean> {
  return (await repo.run('sh', ['-c', `command -v ${shell}`])).code === 0;
}

describe('completion', () => {
  test('bash: verbs, flags of a verb, files where nothing else fits; hidden verbs are not offered', async () => {
    await within(makeRepo(), async (repo) => {
      expect(await complete(repo, 'ver')).toEqual(['verify']);
      expect(await complete(repo, 'repl')).toEqual(['replay']);
      expect(await complete(repo, 'hoo')).toEqual([]);
      expect(await complete(repo, 'verify', '--f')).toEqual(['--format']);
      expect(await complete(repo, 'approve', '--')).toEqual(
        expect.arrayContaining(['--because', '--for', '--json', '--sign']),
      );
      expect(await complete(repo, 'tune', 'a')).toEqual(['accept']);
      expect(await complete(repo, 'log', 'an')).toEqual(['anchor']);
      expect(await complete(repo, 'canary', '')).toEqual(expect.arrayContaining(['list', 'plan', 'run']));
      expect(await complete(repo, 'help', 'prom')).toEqual(['promote']);
      await repo.write('infra/main.tf', '');
      expect(await complete(repo, 'check', 'infra/ma')).toEqual(['infra/main.tf']);
    });
  });

  test('zsh and fish: what they read has no error in it, where the shell is here to say so', async () => {
    await within(makeRepo(), async (repo) => {
      for (const shell of ['zsh', 'fish']) {
        const { code, stdout } = await guardrail(repo, ['completion', shell]);
        expect([code, stdout.toString()]).toEqual([0, expect.stringContaining('verify')]);
        if (!(await isHere(repo, shell))) continue;
        await repo.write('script', stdout);
        expect((await repo.run(shell, ['-n', 'script'])).stderr).toBe('');
      }
    });
  });

  test('a shell that is not known', async () => {
    await within(makeRepo(), async (repo) => {
      expect((await guardrailHere(repo, ['completion', 'tcsh'])).code).toBe(2);
      expect((await guardrailHere(repo, ['completion'])).code).toBe(2);
    });
  });
});
