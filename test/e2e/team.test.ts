import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLog } from '../../src/log/open.ts';
import { guardrail, PRIVATE_KEY, seedEngine, snapshot } from '../helpers/guarded.ts';
import { makeRepo, type Ran, type Repo } from '../helpers/repo.ts';
import { isInstalled, npmInstall } from './real-tools.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let repo: Repo;
const at = (...path: readonly string[]): string => join(repo.root, ...path);

beforeEach(async () => {
  repo = await makeRepo();
  await repo.commit('first', { 'a.txt': 'a\n', '.gitignore': 'node_modules\n' });
});
afterEach(() => repo.remove());

async function init(...args: readonly string[]): Promise<string> {
  await seedEngine(repo);
  const ran = await guardrail(repo, ['init', '--yes', '--team', ...args]);
  expect(ran.code, ran.stderr).toBe(0);
  return ran.stdout.toString('utf8') + ran.stderr;
}

/** Somebody's clone in which nobody ran init: only what is committed. */
async function leaveOnlyTracked(): Promise<void> {
  expect((await guardrail(repo, ['uninstall'])).code).toBe(0);
}

async function commit(path: string, text: string): Promise<Ran> {
  await repo.write(path, text);
  await repo.git('add', '--all');
  return await repo.run('git', ['commit', '-m', `Add ${path}`]);
}

async function verdicts(): Promise<number> {
  const log = await openLog({ env: repo.env, readOnly: true });
  const n = log.all("SELECT seq FROM event WHERE kind = 'verdict'").length;
  log.close();
  return n;
}

type Tool = { readonly name: string; readonly prepare: () => Promise<void>; readonly activate: () => Promise<Ran> };
const tools: readonly Tool[] = [
  {
    name: 'nothing',
    prepare: () => Promise.resolve(),
    activate: () => repo.run('git', ['config', 'core.hooksPath', '.githooks']),
  },
  {
    name: 'husky',
    prepare: async () => {
      await repo.write('package.json', '{"name":"shop","private":true}\n');
      await mkdir(at('.husky'));
    },
    activate: () => repo.run(process.execPath, [join(ROOT, 'node_modules/husky/bin.js')]),
  },
  {
    name: 'lefthook',
    prepare: async () => {
      await npmInstall(repo, 'lefthook@2');
      await repo.write('lefthook.yml', '# ours\npre-commit:\n  commands:\n    own: # first\n      run: "true"\n');
    },
    activate: () => repo.run(at('node_modules/.bin/lefthook'), ['install']),
  },
  {
    name: 'pre-commit',
    prepare: async () => {
      expect(isInstalled('pre-commit'), 'pre-commit is missing here: apt-get install pre-commit').toBe(true);
      await repo.write('.pre-commit-config.yaml', '# ours\nfail_fast: true # soon\n');
    },
    activate: () => repo.run('pre-commit', ['install', '-t', 'prepare-commit-msg', '-t', 'commit-msg']),
  },
];

// outside of CI a machine may lack the one tool that no package registry of node brings along
const here = tools.filter(
  ({ name }) => name !== 'pre-commit' || isInstalled(name) || process.env['GUARDRAIL_TEST_REAL_TOOLS'] !== undefined,
);

describe.each(here)('tracked hooks below $name', ({ prepare, activate }) => {
  it('warn where guardrail is missing, judge each commit once where it is installed, and are written once', async () => {
    await prepare();
    const before = await snapshot(repo.root);
    expect(await init('--dry-run')).toContain('team');
    expect(await snapshot(repo.root)).toEqual(before);
    await init();
    const written = await snapshot(repo.root);
    await init();
    expect(await snapshot(repo.root)).toEqual(written);
    await leaveOnlyTracked();
    const active = await activate();
    expect(active.code, active.stderr).toBe(0);

    const warned = await commit('b.txt', 'b\n');
    expect(warned.code, warned.stderr).toBe(0);
    expect(warned.stdout.toString('utf8') + warned.stderr).toContain('nothing was judged here; CI will');

    await mkdir(at('node_modules'), { recursive: true });
    await symlink(ROOT, at('node_modules/guardrail'));
    const seen = await verdicts();
    const passed = await commit('c.txt', 'c\n');
    expect(passed.code, passed.stderr).toBe(0);
    expect(await verdicts()).toBe(seen + 1);
    const refused = await commit('id_rsa', PRIVATE_KEY);
    expect(refused.code).not.toBe(0);
    expect(refused.stdout.toString('utf8') + refused.stderr).toContain('id_rsa');
  });
});

describe('a file of a hook manager', () => {
  it('keeps its comments and its order', async () => {
    await repo.write(
      'lefthook.yml',
      '# ours\npre-commit:\n  commands:\n    # the first\n    own:\n      run: "true" # yes\n',
    );
    await init();
    expect(await readFile(at('lefthook.yml'), 'utf8')).toBe(`# ours
pre-commit:
  commands:
    guardrail:
      run: sh .guardrail/team-hook.sh pre-commit
    # the first
    own:
      run: "true" # yes
prepare-commit-msg:
  commands:
    guardrail:
      run: sh .guardrail/team-hook.sh prepare-commit-msg {1}
commit-msg:
  commands:
    guardrail:
      run: sh .guardrail/team-hook.sh commit-msg {1}
pre-push:
  commands:
    guardrail:
      use_stdin: true
      run: sh .guardrail/team-hook.sh pre-push {1} {2}
`);
  });

  it.each<readonly [string, string, string]>([
    ['in flow style', '.pre-commit-config.yaml', '# ours\nrepos: [{ repo: local, hooks: [] }]\n'],
    ['that is broken', '.pre-commit-config.yaml', 'repos:\n  - {\n'],
    ['with other things below its events', 'lefthook.yml', 'pre-commit:\n  jobs:\n    - run: "true"\n'],
  ])('%s is left alone where it stands, and the lines to add are said', async (_, name, text) => {
    await writeFile(at(name), text);
    const said = await init();
    expect(said).toContain(`add to ${name}:`);
    expect(said).toContain('sh .guardrail/team-hook.sh p');
    expect((await readFile(at(name), 'utf8')).startsWith(text)).toBe(true);
    expect(existsSync(at('.guardrail/team-hook.sh'))).toBe(true);
  });
});
