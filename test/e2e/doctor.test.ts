import { appendFile, chmod, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { homeRow } from '../../src/gate/install/checks/log.ts';
import { rewinder } from '../helpers/copies.ts';
import { guardrail, guardrailHere, seedEngine, snapshot } from '../helpers/guarded.ts';
import { makeRepo, type Repo } from '../helpers/repo.ts';

let guarded: Repo;
let rewind: () => Promise<void>;
let repo: Repo;
const at = (...path: readonly string[]): string => join(repo.root, ...path);
const hook = (name: string): string => at('.git/hooks', name);

type Row = { readonly name: string; readonly ok: boolean; readonly detail: string; readonly fix: string | null };

/** Rows that are not well, by name: as the built program says them, or the same code in this process. */
async function faults(ask: typeof guardrailHere = guardrailHere): Promise<ReadonlyMap<string, Row>> {
  const ran = await ask(repo, ['doctor', '--json']);
  const { ok, rows } = JSON.parse(ran.stdout.toString('utf8')) as { ok: boolean; rows: readonly Row[] };
  const wrong = rows.filter((row) => !row.ok);
  expect(ok).toBe(wrong.length === 0);
  expect(ran.code, ran.stderr).toBe(ok ? 0 : 1);
  for (const row of wrong) expect(row.fix).not.toBeNull();
  return new Map(wrong.map((row) => [row.name, row]));
}

const settings = async (): Promise<string> => await readFile(hook('guardrail.env'), 'utf8');
/** Folder of the engine's copy. INVARIANT: never a relative or empty name, since faults are planted by removing it. */
async function engine(): Promise<string> {
  const file = /^engine='(\/.+)'$/m.exec(await settings())?.[1];
  if (file === undefined) throw new Error(`find the engine in ${hook('guardrail.env')}: it is not named there`);
  return dirname(file);
}
const isRoot = process.getuid?.() === 0;

beforeAll(async () => {
  guarded = repo = await makeRepo();
  await seedEngine(repo);
  await repo.commit('first', { 'README.md': 'shop\n' });
  await writeFile(hook('pre-commit'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  const init = await guardrail(repo, ['init', '--yes']);
  expect(init.code, init.stderr).toBe(0);
  await repo.git('add', '.guardrail');
  await repo.git('commit', '--quiet', '-m', 'Guard this repository');
  rewind = await rewinder(join(repo.root, '..'));
});
beforeEach(async () => {
  repo = guarded;
  await rewind();
});
afterAll(() => guarded.remove());

it('finds nothing wrong after init, and changes nothing by looking', async () => {
  const before = await snapshot(repo.root);
  expect([...(await faults(guardrail)).keys()]).toEqual([]);
  expect([...(await faults()).keys()]).toEqual([]);
  expect(await snapshot(repo.root)).toEqual(before);
});

it('says that init has not run', async () => {
  await guardrailHere(repo, ['uninstall']);
  expect((await faults(guardrail)).get('installed')?.fix).toBe('guardrail init');
});

it('names the driver that the hooks would load', async () => {
  const ran = await guardrailHere(repo, ['doctor', '--verbose']);
  expect(ran.stdout.toString('utf8')).toMatch(/database driver: (better-sqlite3|libsql) \d+\.\d+/);
});

it('says that without a home the log is under the temporary folder', () => {
  const paths = { state: '/tmp/guardrail-7/.local/state/guardrail', data: '/tmp/x', config: '/tmp/y' };
  const row = homeRow({ ...paths, home: 'none' });
  expect(row).toMatchObject({ ok: false, fix: expect.stringContaining('XDG_STATE_HOME') as unknown });
  expect(row.detail).toContain(paths.state);
  expect(homeRow({ ...paths, home: 'account' }).ok).toBe(true);
});

describe('finds the planted fault', () => {
  type Fault = readonly [fault: string, row: string, plant: () => Promise<unknown>];
  const planted: readonly Fault[] = [
    ['a hook is missing', 'hook pre-push', () => rm(hook('pre-push'))],
    ['a hook is not executable', 'hook pre-commit', () => chmod(hook('pre-commit'), 0o644)],
    ['a hook was edited', 'hook commit-msg', () => appendFile(hook('commit-msg'), 'exit 0\n')],
    [
      'what the hooks share was edited',
      'hook guardrail.sh',
      () => appendFile(hook('guardrail.sh'), 'judge() { :; }\n'),
    ],
    [
      'another tool wrote over a hook',
      'hook pre-commit',
      () => writeFile(hook('pre-commit'), '#!/bin/sh\n# SKIP_SIMPLE_GIT_HOOKS\nexit 0\n'),
    ],
    [
      'core.hooksPath of this clone leads elsewhere',
      'hooks path in',
      () => repo.git('config', 'core.hooksPath', '.husky/_'),
    ],
    [
      'core.hooksPath of the account leads elsewhere',
      'hooks path in',
      () => repo.git('config', '--global', 'core.hooksPath', '/nonexistent'),
    ],
    [
      'core.hooksPath of one linked worktree leads elsewhere',
      'hooks path in',
      async () => {
        await repo.git('config', 'extensions.worktreeConfig', 'true');
        await repo.git('worktree', 'add', '--quiet', '-b', 'other', join(repo.root, '../other'));
        await repo.in(join(repo.root, '../other')).git('config', '--worktree', 'core.hooksPath', '/nonexistent');
      },
    ],
    ['the engine is missing', 'engine', async () => rm(await engine(), { recursive: true })],
    ['the engine was edited', 'engine', async () => appendFile(join(await engine(), 'shipped.json'), ' ')],
    [
      'the engine was edited, and its list with it',
      'engine',
      async () => {
        const folder = await engine();
        await appendFile(join(folder, 'contents.json'), 'x y\n');
        await writeFile(join(folder, 'y'), '');
      },
    ],
    [
      'the node of init is gone',
      'node',
      async () => {
        const path = at('.git/guardrail/manifest.json');
        await writeFile(path, (await readFile(path, 'utf8')).replaceAll(process.execPath, '/nonexistent/node'));
      },
    ],
    [
      'the hooks run another version',
      'version',
      async () => {
        const path = at('.git/guardrail/manifest.json');
        await writeFile(path, (await readFile(path, 'utf8')).replace(/"version": "[^"]*"/, '"version": "0.0.1"'));
      },
    ],
    [
      'there is no database driver',
      'database driver',
      async () => rm(join(await engine(), 'node_modules'), { recursive: true }),
    ],
    [
      'the database is damaged',
      'log is whole',
      async () => {
        const file = join(repo.env['HOME'] ?? '', '.local/state/guardrail/log.db');
        for (const journal of ['-wal', '-shm']) await rm(`${file}${journal}`, { force: true }); // SQLite would mend it from there
        await writeFile(file, 'x'.repeat(9000));
      },
    ],
    ['the chained hook is gone', 'chained hooks', () => rm(hook('pre-commit.guardrail-chained'))],
    ['the config is broken', 'config', () => writeFile(at('.guardrail/config.yaml'), 'version: 1\nextend: [x]\n')],
    ['the config is gone', 'config', () => rm(at('.guardrail/config.yaml'))],
    ['the config is not committed', 'config', () => appendFile(at('.guardrail/config.yaml'), '# more\n')],
    [
      'the commit named by since is not here',
      'since',
      async () => {
        const path = at('.guardrail/config.yaml');
        await writeFile(path, (await readFile(path, 'utf8')).replace(/^since: .*$/m, `since: ${'a1'.repeat(20)}`));
        await repo.git('add', '.guardrail');
        await repo.git('-c', 'core.hooksPath=/nonexistent', 'commit', '--quiet', '-m', 'since');
      },
    ],
    [
      'a reviewer has no key',
      'reviewer openai/gpt-6-sol',
      async () => {
        await appendFile(
          at('.guardrail/config.yaml'),
          'reviewers: [{ vendor: openai, model: gpt-6-sol, paths: ["src/**"] }]\n',
        );
        await repo.git('add', '.guardrail');
        await repo.git('-c', 'core.hooksPath=/nonexistent', 'commit', '--quiet', '-m', 'reviewers');
      },
    ],
    [
      'the configuration of the user says nothing that is known',
      'your own configuration',
      async () => {
        const folder = join(repo.env['HOME'] ?? '', '.config/guardrail');
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, 'config.yaml'), 'capz: 1\n', { mode: 0o600 });
      },
    ],
    [
      'a failure model cannot be read',
      'failure models',
      async () => {
        await mkdir(at('.guardrail/failure-models/shop'), { recursive: true });
        await writeFile(at('.guardrail/failure-models/shop/a.yaml'), 'failure-model: shop.a\ntitle: [\n');
        await repo.git('add', '.guardrail');
        await repo.git('-c', 'core.hooksPath=/nonexistent', 'commit', '--quiet', '-m', 'broken');
      },
    ],
    ['no branch is protected', 'protected branches', () => repo.git('branch', '--move', 'main', 'trunk')],
    [
      'a submodule is not guarded',
      'submodules',
      async () => {
        const other = join(repo.env['HOME'] ?? '', 'lib');
        await repo.git('init', '--quiet', other);
        await repo.in(other).git('commit', '--quiet', '--allow-empty', '-m', 'lib');
        await repo.git('submodule', '--quiet', 'add', other, 'lib');
      },
    ],
    [
      'a forbidden change is not refused',
      'fire drill',
      () => writeFile(hook('pre-commit'), '#!/bin/sh\n# . "${0%/*}/guardrail.sh"\nexit 0\n'),
    ],
  ];
  it.each(planted)('%s', async (_, row, plant) => {
    await plant();
    const found = await faults();
    expect([...found.keys()].find((name) => name.startsWith(row))).toBeDefined();
  });

  // root may write everywhere, so there is nothing to find
  it.skipIf(isRoot)('the database cannot be written', async () => {
    await chmod(join(repo.env['HOME'] ?? '', '.local/state/guardrail'), 0o500);
    expect((await faults()).has('log can be written')).toBe(true);
  });
  it('the folder of the database is a file', async () => {
    const state = join(repo.env['HOME'] ?? '', '.local/state/guardrail');
    await rm(state, { recursive: true });
    await mkdir(join(state, '..'), { recursive: true });
    await writeFile(state, '');
    const found = await faults();
    expect(found.has('log can be written')).toBe(true);
  });
  it('the folder of the log is a link, which the log does not follow', async () => {
    const state = join(repo.env['HOME'] ?? '', '.local/state/guardrail');
    await rename(state, `${state}.real`);
    await symlink(`${state}.real`, state);
    expect((await faults()).get('log can be written')?.fix).toContain('XDG_STATE_HOME');
  });
  it('the folder of the notes between hooks is a file', async () => {
    await repo.git('worktree', 'add', '--quiet', '-b', 'other', join(repo.root, '../other'));
    await writeFile(at('.git/worktrees/other/guardrail'), '');
    repo = repo.in(join(repo.root, '../other'));
    expect((await faults()).has('notes between hooks')).toBe(true);
  });
});
