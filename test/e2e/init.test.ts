import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLog } from '../../src/log/open.ts';
import { guardrail, PRIVATE_KEY, seedEngine, snapshot } from '../helpers/guarded.ts';
import { makeRepo, type Ran, type Repo } from '../helpers/repo.ts';

let repo: Repo;
const at = (...path: readonly string[]): string => join(repo.root, ...path);
const home = (...path: readonly string[]): string => join(repo.env['HOME'] ?? '', ...path);

beforeEach(async () => {
  repo = await makeRepo();
});
afterEach(() => repo.remove());

async function init(...args: readonly string[]): Promise<string> {
  if (!args.includes('--dry-run')) await seedEngine(repo);
  const ran = await guardrail(repo, ['init', ...args]);
  expect(ran.code, ran.stderr).toBe(0);
  return ran.stdout.toString('utf8') + ran.stderr;
}

/** Kinds of the events in the log of this home, oldest first. */
async function events(): Promise<readonly string[]> {
  const log = await openLog({ env: repo.env, readOnly: true });
  const kinds = log.all('SELECT kind FROM event ORDER BY seq').map((row) => String(row['kind']));
  log.close();
  return kinds;
}

it('shows every change and makes none with --dry-run', async () => {
  await mkdir(at('.git/hooks'), { recursive: true });
  await writeFile(at('.git/hooks/pre-push'), '#!/bin/sh\n# ours\n', { mode: 0o755 });
  const before = await snapshot(repo.root);
  const said = await init('--dry-run');
  expect(await snapshot(repo.root)).toEqual(before);
  expect(existsSync(home('.local'))).toBe(false);
  for (const name of ['pre-commit', 'pre-push', 'pre-push.guardrail-chained', 'guardrail.sh', '.guardrail/config.yaml'])
    expect(said).toContain(`+++ `.concat(name.startsWith('.') ? name : `.git/hooks/${name}`));
  expect(said).toContain('+# ours');
});

it('works before the first commit, which it then guards', async () => {
  const ran = await guardrail(repo, ['init']); // for an account that has nothing of ours yet
  expect(ran.code, ran.stderr).toBe(0);
  await repo.write('id_rsa', PRIVATE_KEY);
  await repo.git('add', 'id_rsa');
  expect((await repo.run('git', ['commit', '-m', 'first'])).code).not.toBe(0);
  expect(await readFile(at('.guardrail/config.yaml'), 'utf8')).not.toMatch(/^since:/m);
});

it('keeps a config that is there, and names HEAD in one that it writes', async () => {
  const head = await repo.commit('first', { 'a.txt': 'a\n' });
  await init();
  expect(await readFile(at('.guardrail/config.yaml'), 'utf8')).toContain(`since: ${head}\n`);
  await guardrail(repo, ['uninstall']);
  await repo.write('.guardrail/config.yaml', 'version: 1\nextends: [strict]\n');
  expect(await init()).toContain('was kept');
  expect(await readFile(at('.guardrail/config.yaml'), 'utf8')).toBe('version: 1\nextends: [strict]\n');
});

it('does not take away a config that was committed since', async () => {
  await init();
  await repo.git('add', '.guardrail');
  await repo.git('commit', '--quiet', '-m', 'Guard this repository');
  await guardrail(repo, ['uninstall']);
  expect(await repo.git('status', '--porcelain')).toBe('');
});

it('leaves everything of the user alone in its drill', async () => {
  await repo.commit('first', { 'a.txt': 'a\n' });
  await init();
  await repo.write('b.txt', 'b\n');
  await repo.git('add', 'b.txt');
  const index = await readFile(at('.git/index'));
  const objects = await repo.git('count-objects', '-v');
  const before = await snapshot(repo.root);
  const log = (await stat(home('.local/share')).catch(() => null)) !== null;
  await init();
  expect(log).toBe(true);
  expect(await readFile(at('.git/index'))).toEqual(index);
  expect(await repo.git('count-objects', '-v')).toBe(objects);
  expect(await snapshot(repo.root)).toEqual(before);
  expect(await events()).toEqual(['install']); // and none of the drill
});

it('remembers who installed what, once, and who took it out', async () => {
  await repo.commit('first', { 'a.txt': 'a\n' });
  await writeFile(at('.git/hooks/pre-push'), '#!/bin/sh\n# SKIP_SIMPLE_GIT_HOOKS\n', { mode: 0o755 });
  await init();
  await init();
  expect((await guardrail(repo, ['uninstall'], { env: { CLAUDECODE: '1' } })).code).toBe(0);
  const log = await openLog({ env: repo.env, readOnly: true });
  const rows = log.all('SELECT kind, actor, repo, checkout, payload FROM event ORDER BY seq');
  log.close();
  expect(rows).toMatchObject([
    { kind: 'install', checkout: expect.stringMatching(/\/work$/) }, // a temporary name may look random enough to be masked
    { kind: 'uninstall', actor: 'agent:claude-code', repo: rows[0]?.['repo'] },
  ]);
  expect(JSON.parse(String(rows[0]?.['payload']))).toMatchObject({
    place: 'beside',
    drill: 'refused',
    chained: ['pre-push: simple-git-hooks'],
  });
});

it('says as JSON what it did, and that the second time it was nothing', async () => {
  await repo.commit('first', { 'a.txt': 'a\n' });
  const parse = (ran: Ran): unknown => JSON.parse(ran.stdout.toString('utf8'));
  const first = parse(await guardrail(repo, ['init', '--json']));
  expect(first).toMatchObject({ v: 1, place: 'beside', config: 'written', chained: [], worktrees: [repo.root] });
  expect(first).toMatchObject({ hooks: at('.git/hooks'), drill: { kind: 'refused' } });
  expect(first).not.toMatchObject({ changed: 0 });
  expect(parse(await guardrail(repo, ['init', '--json']))).toMatchObject({ config: 'kept', changed: 0 });
});

it('removes the copies of the engine with uninstall --purge, after which other clones refuse and say what to do', async () => {
  await repo.commit('first', { 'a.txt': 'a\n' });
  const other = repo.in(join(repo.root, '../other'));
  await repo.git('clone', '--quiet', repo.root, other.root);
  await init();
  expect((await guardrail(other, ['init', '--yes'])).code).toBe(0);
  const purged = await guardrail(repo, ['uninstall', '--purge']);
  expect(purged.code, purged.stderr).toBe(0);
  expect(existsSync(home('.local/share/guardrail/engines'))).toBe(false);
  expect(existsSync(at('.git/guardrail'))).toBe(false);
  const ran = await other.run('git', ['commit', '--allow-empty', '-m', 'x']);
  expect(ran.code).not.toBe(0);
  expect(ran.stderr).toContain('npx guardrail init');
  expect(existsSync(home('.local/state/guardrail/log.db'))).toBe(true);
  const again = await guardrail(repo, ['uninstall']);
  expect(again.code).toBe(0);
  expect(again.stderr).toContain('nothing to put back');
});

describe('status', () => {
  const status = async (): Promise<{ readonly code: number; readonly says: unknown }> => {
    const ran = await guardrail(repo, ['status', '--json']);
    return { code: ran.code, says: JSON.parse(ran.stdout.toString('utf8')) };
  };

  it('says that a clone is not guarded before init, that it is after, and no longer when a hook is gone', async () => {
    await repo.commit('first', { 'a.txt': 'a\n' });
    const guarded = { v: 1, guarded: true, hooks: { folder: at('.git/hooks'), events: expect.any(Array) as unknown } };
    expect(await status()).toMatchObject({ code: 1, says: { guarded: false, hooks: { folder: null, events: [] } } });
    await init();
    expect(await status()).toMatchObject({ code: 0, says: guarded });
    await chmod(at('.git/hooks/pre-push'), 0o644);
    expect(await status()).toMatchObject({ code: 1, says: { guarded: false } });
  });

  it('shows rules, protected branches and the last verdicts on one screen', async () => {
    await repo.commit('first', { 'a.txt': 'a\n' });
    await init();
    await repo.git('add', '.guardrail');
    await repo.git('commit', '--quiet', '-m', 'Guard this repository');
    await repo.write('b.txt', 'b\n');
    await repo.git('add', 'b.txt');
    await repo.git('commit', '--quiet', '-m', 'b'); // the first that is judged under the name the committed rules give
    const ran = await guardrail(repo, ['status']);
    const screen = ran.stdout.toString('utf8');
    expect(ran.code).toBe(0);
    expect(screen).toMatch(/^guarded\n/);
    expect(screen).toMatch(/rules {6}\S+: recommended \(\d+ rules\)/);
    expect(screen).toMatch(/protected {2}main\n/);
    expect(screen).toMatch(/0m ago +(allow|warn) +staged on main by human, \d+ rulings/);
  });
});

it('fails when its drill is not refused, and says so', async () => {
  await repo.commit('first', { '.guardrail/config.yaml': 'version: 1\nextends: []\n' });
  const ran = await guardrail(repo, ['init', '--yes']);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain('NOT guarded');
});

it('says that rules which observe only warn', async () => {
  await repo.commit('first', { '.guardrail/config.yaml': 'version: 1\nextends: [observe]\n' });
  expect(await init()).toContain('it only warns, because your rules observe');
});

it('guards a clone again over which another tool has written', async () => {
  await repo.commit('first', { 'a.txt': 'a\n' });
  await init();
  await writeFile(at('.git/hooks/pre-commit'), `#!/bin/sh\necho theirs >'${home('theirs')}'\n`);
  await chmod(at('.git/hooks/pre-commit'), 0o755);
  await init();
  await repo.write('id_rsa', PRIVATE_KEY);
  await repo.git('add', 'id_rsa');
  expect((await repo.run('git', ['commit', '-m', 'key'])).code).not.toBe(0);
  expect(existsSync(home('theirs'))).toBe(true);
  await guardrail(repo, ['uninstall']);
  expect(await readFile(at('.git/hooks/pre-commit'), 'utf8')).toContain('theirs');
});

it('moves to a folder of its own when core.hooksPath comes later, and back when it goes', async () => {
  await repo.commit('first', { 'a.txt': 'a\n' });
  const before = await snapshot(repo.root);
  await init();
  await repo.git('config', 'core.hooksPath', '.husky/_');
  await init();
  expect(existsSync(at('.git/hooks/guardrail.sh'))).toBe(false);
  expect(existsSync(at('.git/guardrail/hooks/guardrail.sh'))).toBe(true);
  await repo.git('config', '--unset', 'core.hooksPath');
  await init();
  expect(existsSync(at('.git/hooks/guardrail.sh'))).toBe(true);
  await guardrail(repo, ['uninstall']);
  const after = await snapshot(repo.root);
  expect({ ...after, '.git/config': '' }).toEqual({ ...before, '.git/config': '' });
});

it.each(['without core.hooksPath', 'with it'])('still guards a clone that was moved, %s', async (how) => {
  await repo.commit('first', { 'a.txt': 'a\n' });
  if (how === 'with it') {
    await mkdir(at('.own'));
    await writeFile(at('.own/pre-commit'), `#!/bin/sh\necho ran >>'${home('ran')}'\n`, { mode: 0o755 });
    await repo.git('config', 'core.hooksPath', '.own');
  }
  const before = await snapshot(repo.root);
  await init();
  const moved = join(repo.root, '../elsewhere');
  await rename(repo.root, moved);
  repo = repo.in(moved);
  await repo.write('id_rsa', PRIVATE_KEY);
  await repo.git('add', 'id_rsa');
  const ran = await repo.run('git', ['commit', '-m', 'key']);
  expect(ran.stderr).toContain('id_rsa');
  expect(ran.code).not.toBe(0);
  if (how === 'with it') expect(await readFile(home('ran'), 'utf8')).toBe('ran\n');
  const other = join(moved, '../linked');
  await repo.git('rm', '--quiet', '--force', 'id_rsa');
  expect((await guardrail(repo, ['init', '--yes'])).code).toBe(0); // writes the new place down for linked working trees
  await repo.git('worktree', 'add', '--quiet', '-b', 'linked', other);
  await writeFile(join(other, 'id_rsa'), PRIVATE_KEY);
  await repo.in(other).git('add', 'id_rsa');
  expect((await repo.run('git', ['commit', '-m', 'key'], { cwd: other })).stderr).toContain('id_rsa');
  await repo.git('worktree', 'remove', '--force', other);
  expect((await guardrail(repo, ['uninstall'])).code).toBe(0);
  expect(await snapshot(moved)).toEqual(before);
});

it('guards a submodule as the clone it is', async () => {
  await repo.git('init', '--quiet', home('lib'));
  await repo.in(home('lib')).git('commit', '--quiet', '--allow-empty', '-m', 'lib');
  await repo.git('submodule', '--quiet', 'add', home('lib'), 'lib');
  const lib = repo.in(at('lib'));
  expect((await guardrail(lib, ['init', '--yes'])).code).toBe(0);
  await lib.write('id_rsa', PRIVATE_KEY);
  await lib.git('add', 'id_rsa');
  expect((await lib.run('git', ['commit', '-m', 'key'])).code).not.toBe(0);
  expect(existsSync(at('.git/modules/lib/hooks/guardrail.sh'))).toBe(true);
});

it('says what it needs in a bare repository and outside of any', async () => {
  const bare = home('bare.git');
  await repo.git('init', '--quiet', '--bare', bare);
  expect((await guardrail(repo, ['init'], { cwd: bare })).stderr).toContain('pre-receive');
  expect((await guardrail(repo, ['init'], { cwd: home() })).code).toBe(2);
});
