import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Scene } from '../../src/gate/install/checks/check.ts';
import { checkConfigHooks } from '../../src/gate/install/checks/hooks.ts';
import { readLayout } from '../../src/gate/install/layout.ts';
import { openGit } from '../../src/system/git.ts';
import { guardrail, PRIVATE_KEY, seedEngine } from '../helpers/guarded.ts';
import type { Repo } from '../helpers/repo.ts';
import { makeShared, within } from '../helpers/shop.ts';
import { lastSeq, seenIn, startWatcher, until, watchesOf, type SeenEvent } from '../helpers/watcher.ts';

async function guarded(...flags: readonly string[]): Promise<Repo> {
  const repo = await makeShared();
  await seedEngine(repo);
  const init = await guardrail(repo, ['init', '--yes', ...flags]);
  expect(init.code, init.stderr).toBe(0);
  return repo;
}

async function watching(repo: Repo, act: (pid: number) => Promise<void>): Promise<void> {
  const watcher = await startWatcher(repo, 1_000);
  try {
    await act(watcher.pid);
  } finally {
    await watcher.stop();
  }
}

const sees = (kind: string, what: string): ((event: SeenEvent) => boolean) => {
  return (event) => event.kind === kind && event.what === what;
};

/** Commits a private key through the hooks that are there now. */
async function leak(repo: Repo): Promise<number> {
  await repo.write('key.pem', PRIVATE_KEY);
  await repo.git('add', 'key.pem');
  const { code } = await repo.run('git', ['commit', '--quiet', '-m', 'x']);
  return code;
}

it('puts back what was taken out where the user asked for that, and gives up against a tool that takes it out each time', () =>
  within(guarded('--restore'), async (repo) => {
    await watching(repo, async () => {
      const gone = async (act: () => Promise<unknown>): Promise<readonly SeenEvent[]> => {
        const from = await lastSeq(repo);
        await act();
        return await until(repo, from, ({ what }) => what === 'files' || what === 'fight' || what === 'not-restored');
      };
      const kinds = (seen: readonly SeenEvent[]): readonly string[] => [...new Set(seen.map(({ kind }) => kind))];
      const hooks = join(repo.root, '.git/hooks');
      expect(kinds(await gone(() => rm(hooks, { recursive: true })))).toEqual(['tamper', 'restore']);
      expect(kinds(await gone(() => repo.git('config', 'core.hooksPath', '/dev/null')))).toEqual(['tamper', 'restore']);
      expect(await leak(repo)).not.toBe(0);
      await repo.git('config', '--unset', 'core.hooksPath');
      expect(kinds(await gone(() => rm(join(repo.root, '.git/guardrail'), { recursive: true })))).toContain('restore');
      expect(await leak(repo)).not.toBe(0);
      const fight = await gone(() => rm(join(hooks, 'pre-push'), { force: true }));
      expect(fight.map(({ what }) => what)).toContain('fight');
    });
  }));

it('only tells where nobody asked for more', () =>
  within(guarded(), async (repo) => {
    await watching(repo, async () => {
      await rm(join(repo.root, '.git/hooks/pre-commit'));
      const seen = await until(repo, 0, sees('tamper', 'hook'));
      expect(seen.map(({ kind }) => kind)).toEqual(['tamper']);
    });
    await expect(readFile(join(repo.root, '.git/hooks/pre-commit'))).rejects.toThrow();
  }));

it('notices an agent whose settings lost our hook, and wires it again where asked', () =>
  within(guarded('--restore'), async (repo) => {
    const home = repo.env['HOME'] ?? '';
    const settings = join(home, '.claude/settings.json');
    await mkdir(join(home, '.claude'));
    await writeFile(settings, '{\n  "model": "opus"\n}\n');
    const wired = await guardrail(repo, ['init', '--agents', 'claude-code']);
    expect(wired.code, wired.stderr).toBe(0);
    await watching(repo, async () => {
      const from = await lastSeq(repo);
      await writeFile(settings, '{\n  "model": "sonnet"\n}\n');
      const seen = await until(repo, from, sees('restore', 'files'));
      expect(seen.map(({ kind, what }) => `${kind} ${what}`)).toEqual(['tamper settings', 'restore files']);
    });
    const text = await readFile(settings, 'utf8');
    expect(text).toContain('sonnet'); // what the user wrote since stays
    expect(text).toContain('guardrail');
  }));

it('keeps to its watches, however many files, folders and branches there are', () =>
  within(guarded(), async (repo) => {
    const script =
      'i=0; while [ $i -lt 250 ]; do mkdir -p big/$i/a big/$i/b big/$i/c; : >big/$i/a/f; : >big/$i/b/f; : >top-$i; i=$((i+1)); done';
    await repo.run('sh', ['-c', script]);
    const head = await repo.git('rev-parse', 'HEAD');
    const updates = Array.from({ length: 100 }, (_, i) => `create refs/heads/team-${i}/work ${head}\n`).join('');
    await repo.run('git', ['update-ref', '--stdin'], { input: updates });
    await watching(repo, async (pid) => {
      const watches = await watchesOf(pid);
      expect(watches).toBeGreaterThan(10);
      expect(watches).toBeLessThanOrEqual(50);
      // past the limit the poll sees it
      const from = await lastSeq(repo);
      const made = await repo.git('commit-tree', `${head}^{tree}`, '-p', head, '-m', 'x');
      await repo.git('update-ref', 'refs/heads/team-99/work', made);
      const seen = await until(repo, from, sees('skip', 'unjudged'));
      expect(seen.map(({ subject }) => subject)).toEqual([made]);
    });
  }));

it('forgets a clone that is gone, and sees one that is made while it runs', () =>
  within(guarded(), async (repo) => {
    await watching(repo, async () => {
      await repo.git('clone', '--quiet', '../remote.git', '../second');
      const second = repo.in(join(repo.root, '../second'));
      expect((await guardrail(second, ['init', '--yes'])).code).toBe(0);
      const from = await lastSeq(repo);
      await second.write('content/x.md', 'x\n');
      await second.git('add', 'content');
      await second.git('-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '-m', 'x');
      const seen = await until(repo, from, sees('skip', 'unjudged'));
      expect(seen.map(({ what, subject }) => `${what} ${subject}`)).toEqual([
        `unjudged ${await second.git('rev-parse', 'HEAD')}`,
      ]);
      await rename(second.root, `${second.root}-moved`);
    });
    await watching(repo, async () => {
      const status = await guardrail(repo, ['status', '--json']);
      const { watched } = JSON.parse(status.stdout.toString('utf8')) as { watched: { clones: readonly string[] } };
      expect(watched.clones).toEqual([repo.root]);
    });
  }));

it('shows in status, doctor and stats what went around the gate', () =>
  within(guarded(), async (repo) => {
    await repo.write('infra/main.tf', '# two\n');
    await repo.git('add', 'infra');
    await repo.git('-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '-m', 'x');
    const once = await guardrail(repo, ['watch', '--once']);
    expect(once.code, once.stderr).toBe(1);
    expect(once.stdout.toString('utf8')).toMatch(
      /unjudged: commit [0-9a-f]{10} was made and nobody judged it \(deny\)/,
    );
    await repo.git('push', '--quiet', '--no-verify', 'origin', 'main');
    expect((await guardrail(repo, ['watch', '--once'])).code).toBe(1);
    expect((await guardrail(repo, ['watch', '--once'])).code).toBe(0);
    const head = (await repo.git('rev-parse', 'HEAD')).slice(0, 10);
    const status = (await guardrail(repo, ['status'])).stdout.toString('utf8');
    expect(status).toContain('watched    since');
    expect(status).toContain(`bypass     1: ${head} (deny)`);
    expect(status).not.toContain('unjudged');
    const stats = await guardrail(repo, ['stats', '--json']);
    const { totals } = JSON.parse(stats.stdout.toString('utf8')) as { totals: { skipped: number } };
    expect(totals.skipped).toBe(1);
    const doctor = (await guardrail(repo, ['doctor', '--verbose'])).stdout.toString('utf8');
    expect(doctor).toContain('watches of the system');
    expect(doctor).toContain('watching');
    expect((await seenIn(repo)).map(({ what }) => what)).toEqual(['unjudged', 'bypass']);
  }));

it('knows a hook of git 2.54 that is turned off, by what git reads of its configuration', () =>
  within(guarded(), async (repo) => {
    await repo.git('config', 'hook.guardrail-pre-push.command', 'true');
    await repo.git('config', 'hook.guardrail-pre-commit.command', 'true');
    const git = openGit(repo.root, repo.env);
    const layout = { ...(await readLayout(git)), gitVersion: [2, 54] as const };
    const scene = { git, layout } as unknown as Scene;
    expect((await checkConfigHooks(scene)).map(({ ok }) => ok)).toEqual([true]);
    await repo.git('config', 'hook.guardrail-pre-push.enabled', 'no');
    expect(await checkConfigHooks(scene)).toEqual([
      expect.objectContaining({ ok: false, detail: 'hook.guardrail-pre-push.enabled is false' }),
    ]);
  }));
