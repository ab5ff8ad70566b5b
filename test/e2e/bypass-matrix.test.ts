import { appendFile, chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardrail, seedEngine } from '../helpers/guarded.ts';
import { makeShared, POLICY } from '../helpers/shop.ts';
import type { Repo, Variables } from '../helpers/repo.ts';
import { lastSeq, seenIn, startWatcher, until, type SeenEvent, type Watcher } from '../helpers/watcher.ts';

/**
 * Every way around the gate that we know, with what becomes of it: prevented, detected by the watcher, or seen only by CI, a server's
 * hook and a later fetch. Hooks named in git's configuration need git 2.54 and are not run here: there the rows that lead
 * core.hooksPath away are prevented, not only detected.
 */
let repo: Repo;
let watcher: Watcher;

const OFF = ['-c', 'core.hooksPath=/dev/null'];

async function edit(name: string): Promise<void> {
  await repo.write(`content/${name}.md`, `${name}\n`);
  await repo.git('add', `content/${name}.md`);
}

/** Acts, and answers what the watcher saw of it. */
async function seen(act: () => Promise<unknown>, isIt: (event: SeenEvent) => boolean): Promise<readonly SeenEvent[]> {
  const from = await lastSeq(repo);
  await act();
  return await until(repo, from, isIt);
}

const sees = (kind: string, what: string): ((event: SeenEvent) => boolean) => {
  return (event) => event.kind === kind && event.what === what;
};

async function expectUnjudged(act: () => Promise<unknown>): Promise<void> {
  const found = await seen(act, sees('skip', 'unjudged'));
  const head = await repo.git('rev-parse', 'HEAD');
  expect(found).toContainEqual(expect.objectContaining({ kind: 'skip', what: 'unjudged', subject: head }));
}

beforeAll(async () => {
  repo = await makeShared();
  await repo.run('sh', [
    '-c',
    'mkdir -p .claude && echo \'{"hooks":{"PreToolUse":"guardrail"}}\' > .claude/settings.json',
  ]);
  await seedEngine(repo);
  const init = await guardrail(repo, ['init', '--yes']);
  expect(init.code, init.stderr).toBe(0);
  watcher = await startWatcher(repo, 1_000);
});
afterAll(async () => {
  await watcher.stop();
  await repo.remove();
});

it('says nothing of a commit and a push that were judged', async () => {
  const from = await lastSeq(repo);
  await edit('judged');
  await repo.git('commit', '--quiet', '-m', 'Judged');
  await repo.git('push', '--quiet', 'origin', 'main');
  // what is seen next shows that the watcher has looked past it
  await expectUnjudged(async () => {
    await edit('marker');
    await repo.git(...OFF, 'commit', '--quiet', '-m', 'Marker');
  });
  expect((await seenIn(repo, from)).map(({ what }) => what)).toEqual(['unjudged']);
});

describe('prevented', () => {
  it('commit --no-verify: prepare-commit-msg judges what pre-commit was not asked about', async () => {
    await repo.write('infra/main.tf', '# two\n');
    await repo.git('add', '.');
    const ran = await repo.run('git', ['commit', '--no-verify', '-m', 'x'], { env: { CLAUDECODE: '1' } });
    expect(ran.code).not.toBe(0);
    await repo.git('reset', '--quiet', '--hard');
  });

  it('push to an address: pre-push is asked all the same', async () => {
    await edit('address');
    await repo.git('commit', '--quiet', '-m', 'address');
    const from = await lastSeq(repo);
    await repo.git('push', '--quiet', join(repo.root, '../remote.git'), 'HEAD:refs/heads/address');
    expect(await lastSeq(repo)).toBeGreaterThan(from); // a verdict
  });
});

describe('a commit without the gate is found', () => {
  it('-c core.hooksPath=/dev/null', () =>
    expectUnjudged(async () => {
      await edit('dash-c');
      await repo.git(...OFF, 'commit', '--quiet', '-m', 'x');
    }));

  it.each<[string, Variables]>([
    [
      'GIT_CONFIG_COUNT',
      { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.hooksPath', GIT_CONFIG_VALUE_0: '/dev/null' },
    ],
    ['GIT_CONFIG_PARAMETERS', { GIT_CONFIG_PARAMETERS: "'core.hooksPath'='/dev/null'" }],
  ])('%s', (name, env) =>
    expectUnjudged(async () => {
      await edit(name);
      expect((await repo.run('git', ['commit', '--quiet', '-m', 'x'], { env })).code).toBe(0);
    }),
  );

  it('commit-tree and update-ref', () =>
    expectUnjudged(async () => {
      await edit('plumbing');
      const made = await repo.git('commit-tree', await repo.git('write-tree'), '-p', 'HEAD', '-m', 'x');
      await repo.git('update-ref', 'refs/heads/main', made);
    }));

  it('written straight into .git/refs: the reflog does not know it', async () => {
    await edit('by-hand');
    const made = await repo.git('commit-tree', await repo.git('write-tree'), '-p', 'HEAD', '-m', 'x');
    const file = join(repo.root, '.git/refs/heads/main');
    const found = await seen(() => writeFile(file, `${made}\n`), sees('skip', 'unjudged'));
    expect(found).toContainEqual(expect.objectContaining({ kind: 'tamper', what: 'ref', subject: 'refs/heads/main' }));
    expect(found).toContainEqual(expect.objectContaining({ kind: 'skip', what: 'unjudged', subject: made }));
    await repo.git('update-ref', '-m', 'mended', 'refs/heads/main', made, made);
    await repo.git('commit', '--quiet', '--allow-empty', '-m', 'goes on');
  });
});

describe('a push without the gate is found', () => {
  const pushes = (detail: string): Promise<unknown> => repo.git('push', '--quiet', ...detail.split(' '));

  it('push --no-verify of commits that nobody judged', async () => {
    await edit('pushed');
    await repo.git(...OFF, 'commit', '--quiet', '-m', 'x');
    const head = await repo.git('rev-parse', 'HEAD');
    const found = await seen(
      () => pushes('--no-verify origin main'),
      (event) => event.what === 'bypass' && event.subject === head,
    );
    expect(found).toContainEqual(expect.objectContaining({ kind: 'skip', what: 'bypass', subject: head }));
  });

  it('push --no-verify of a commit that was judged', async () => {
    await edit('half');
    await repo.git('commit', '--quiet', '-m', 'x');
    const head = await repo.git('rev-parse', 'HEAD');
    const found = await seen(() => pushes('--no-verify origin main'), sees('skip', 'bypass'));
    expect(found).toContainEqual(
      expect.objectContaining({ subject: head, detail: expect.stringContaining('origin/main') as string }),
    );
  });

  it('with rules of its own that allow it: it is judged by those of before, and by what had landed then', async () => {
    const loose = POLICY.replace('then: { agent: deny, human: ask }', 'then: allow');
    await repo.write('infra/main.tf', '# destroyed\n');
    await repo.write('.guardrail/policies/infra.yaml', loose);
    await repo.git('add', 'infra', '.guardrail/policies');
    await repo.git(...OFF, 'commit', '--quiet', '-m', 'x');
    const found = await seen(() => pushes('--no-verify origin main'), sees('skip', 'bypass'));
    await repo.git('reset', '--quiet', '--hard', 'HEAD~1');
    await seen(() => pushes('--force --no-verify origin main'), sees('skip', 'bypass'));
    expect(found.find(({ what }) => what === 'bypass')?.level).toBe('deny');
  });

  it('push with the hooks led away', async () => {
    await edit('led-away');
    await repo.git('commit', '--quiet', '-m', 'x');
    const found = await seen(() => repo.git(...OFF, 'push', '--quiet', 'origin', 'main'), sees('skip', 'bypass'));
    expect(found.map(({ what }) => what)).toEqual(['bypass']);
  });

  it('push --no-verify to an address, once a fetch shows it', async () => {
    await edit('to-address');
    const committed = await seen(() => repo.git(...OFF, 'commit', '--quiet', '-m', 'x'), sees('skip', 'unjudged'));
    expect(committed).toHaveLength(1);
    await repo.git('push', '--quiet', '--no-verify', join(repo.root, '../remote.git'), 'HEAD:refs/heads/main');
    const found = await seen(() => repo.git('fetch', '--quiet', 'origin'), sees('skip', 'bypass'));
    expect(found).toContainEqual(
      expect.objectContaining({ what: 'bypass', subject: await repo.git('rev-parse', 'HEAD') }),
    );
  });
});

describe('tampering is found', () => {
  const hooks = (name: string): string => join(repo.root, '.git/hooks', name);
  const again = async (): Promise<void> => {
    const ran = await guardrail(repo, ['init', '--yes']);
    expect(ran.code, ran.stderr).toBe(0);
  };

  it('a hook that is not executable any more', async () => {
    const found = await seen(() => chmod(hooks('pre-push'), 0o644), sees('tamper', 'hook'));
    expect(found).toContainEqual(
      expect.objectContaining({ what: 'hook', detail: expect.stringContaining('not executable') as string }),
    );
    await again();
  });

  it('a hook that is written over, and one that is gone', async () => {
    const edited = await seen(() => writeFile(hooks('pre-commit'), '#!/bin/sh\nexit 0\n'), sees('tamper', 'hook'));
    expect(edited).toContainEqual(expect.objectContaining({ subject: 'hook pre-commit' }));
    await again();
    const gone = await seen(() => rm(hooks('commit-msg')), sees('tamper', 'hook'));
    expect(gone).toContainEqual(expect.objectContaining({ subject: 'hook commit-msg' }));
    await again();
  });

  it('core.hooksPath in .git/config', async () => {
    const config = join(repo.root, '.git/config');
    const before = await readFile(config);
    const found = await seen(() => repo.git('config', 'core.hooksPath', '/dev/null'), sees('tamper', 'config'));
    expect(found).toContainEqual(expect.objectContaining({ detail: expect.stringContaining('/dev/null') as string }));
    await writeFile(config, before);
  });

  it('core.hooksPath in config.worktree', async () => {
    const config = join(repo.root, '.git/config');
    const before = await readFile(config);
    await repo.git('config', 'extensions.worktreeConfig', 'true');
    const found = await seen(
      () => repo.git('config', '--worktree', 'core.hooksPath', '/tmp/none'),
      sees('tamper', 'config'),
    );
    await rm(join(repo.root, '.git/config.worktree'));
    await writeFile(config, before);
    expect(found).toContainEqual(expect.objectContaining({ detail: expect.stringContaining('/tmp/none') as string }));
  });

  it('core.logAllRefUpdates=false', async () => {
    const found = await seen(() => repo.git('config', 'core.logAllRefUpdates', 'false'), sees('tamper', 'config'));
    expect(found).toContainEqual(expect.objectContaining({ subject: 'reflogs' }));
    await repo.git('config', '--unset', 'core.logAllRefUpdates');
  });

  it('reflog delete', async () => {
    const found = await seen(() => repo.git('reflog', 'delete', '--rewrite', 'main@{0}'), sees('tamper', 'ref'));
    expect(found).toContainEqual(expect.objectContaining({ subject: 'refs/heads/main' }));
    await repo.git('commit', '--quiet', '--allow-empty', '-m', 'goes on');
  });

  it('rules that are edited and not committed: no tampering, but told', async () => {
    const file = join(repo.root, '.guardrail/config.yaml');
    const before = await readFile(file);
    const edited = await seen(() => appendFile(file, '# later\n'), sees('watch', 'rules-edited'));
    expect(edited.map(({ kind, what }) => `${kind} ${what}`)).toEqual(['watch rules-edited']);
    const broken = await seen(() => appendFile(file, 'roles: [\n'), sees('watch', 'rules-broken'));
    expect(broken.map(({ kind, what }) => `${kind} ${what}`)).toEqual(['watch rules-broken']);
    await writeFile(file, before);
  });
});

describe('the watcher itself', () => {
  it('finds what happened while it was killed, and believes what was judged meanwhile', async () => {
    await watcher.kill();
    await edit('unwatched');
    await repo.git(...OFF, 'commit', '--quiet', '-m', 'x');
    const head = await repo.git('rev-parse', 'HEAD');
    await edit('judged-meanwhile');
    await repo.git('commit', '--quiet', '-m', 'judged in its own process');
    const found = await seen(
      async () => {
        watcher = await startWatcher(repo, 1_000);
      },
      sees('skip', 'unjudged'),
    );
    expect(found.filter(({ kind }) => kind === 'skip').map(({ subject }) => subject)).toEqual([head]);
  });

  it('says that its log was replaced', async () => {
    await watcher.stop();
    for (const end of ['', '-wal', '-shm'])
      await rm(join(repo.env['HOME'] ?? '', `.local/state/guardrail/log.db${end}`), { force: true });
    watcher = await startWatcher(repo, 1_000);
    const found = await until(repo, 0, sees('tamper', 'log'));
    expect(found).toContainEqual(expect.objectContaining({ kind: 'tamper', what: 'log' }));
  });
});

describe('only a server or CI sees', () => {
  const silent = async (act: () => Promise<unknown>): Promise<void> => {
    const from = await lastSeq(repo);
    await act();
    await expectUnjudged(async () => {
      await edit(`after-${from}`);
      await repo.git(...OFF, 'commit', '--quiet', '-m', 'x');
    });
    expect((await seenIn(repo, from)).filter(({ what }) => what !== 'unjudged')).toEqual([]);
  };

  it.each<[string, readonly string[]]>([
    [
      'push --no-verify to an address',
      ['push', '--quiet', '--no-verify', '../remote.git', 'HEAD:refs/heads/address-2'],
    ],
    ['send-pack', ['send-pack', '../remote.git', 'HEAD:refs/heads/sent']],
    ['a tag by push --no-verify', ['push', '--quiet', '--no-verify', 'origin', 'HEAD:refs/tags/v1']],
    ['a branch deleted by push --no-verify', ['push', '--quiet', '--no-verify', 'origin', ':refs/heads/sent']],
  ])('%s', (_name, words) => silent(() => repo.git(...words)));

  it('another clone', () =>
    silent(async () => {
      await repo.git('clone', '--quiet', '../remote.git', '../other');
      const other = repo.in(join(repo.root, '../other'));
      await other.commit('elsewhere', { 'content/elsewhere.md': 'x\n' });
      await other.git('push', '--quiet', '--no-verify', 'origin', 'HEAD:refs/heads/elsewhere');
    }));
});
