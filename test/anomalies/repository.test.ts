import { chmod, cp, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTemplate, type Clone, type Template } from '../e2e/clone.ts';
import { CLI, guardrail, PRIVATE_KEY } from '../helpers/guarded.ts';
import { makeRepo, type Ran } from '../helpers/repo.ts';

const FILES = {
  'src/app.ts': 'export const a = 1;\n',
  'infra/main.tf': '# empty\n',
  '.guardrail/config.yaml': `version: 1
repo: 01JREP0S1T0RY0000000000000
extends: [recommended]
protected: [main]
roles:
  coder: { who: { agent: claude-code }, may: { paths: ["src/**"] } }
`,
};
const GOOD = 'echo "//" >>src/app.ts; git commit -qam good';
const BAD = 'echo "# x" >>infra/main.tf; git commit -qam bad';
const UNSEEN = 'git -c core.hooksPath=/dev/null';

function refusedBy(ran: Ran, rule: string): void {
  expect({ code: ran.code !== 0, stderr: ran.stderr }).toEqual({ code: true, stderr: expect.stringContaining(rule) });
}
function passes(ran: Ran): void {
  expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: expect.any(String) });
}

let template: Template;
beforeAll(async () => {
  template = await makeTemplate(FILES);
});
afterAll(() => template.remove());

describe('where the repository is', () => {
  test('detached', async () => {
    const { agent } = await template.copy();
    passes(await agent(`git switch -q --detach; ${GOOD}; git push -q origin HEAD:refs/heads/loose`));
    refusedBy(await agent(BAD), 'role.coder.paths');
    refusedBy(await agent(`${UNSEEN} commit -qam bad; git push -q origin HEAD:refs/heads/loose`), 'role.coder.paths');
  });

  test('in a subfolder', async () => {
    const { agent } = await template.copy();
    passes(await agent('cd src; echo "//" >>app.ts; git commit -qam good'));
    refusedBy(await agent('cd infra; echo x >>main.tf; git commit -qam bad'), 'role.coder.paths');
  });

  test('named by GIT_DIR and GIT_WORK_TREE, from somewhere else', async () => {
    const { agent, repo } = await template.copy();
    const env = { GIT_DIR: join(repo.root, '.git'), GIT_WORK_TREE: repo.root };
    passes(await agent('cd /; echo "//" >>"$GIT_WORK_TREE/src/app.ts"; git commit -qam good', env));
    refusedBy(
      await agent('cd /; echo x >>"$GIT_WORK_TREE/infra/main.tf"; git commit -qam bad', env),
      'role.coder.paths',
    );
    refusedBy(
      await agent(
        `cd /; ${UNSEEN} commit -qam bad; git push -q "$GIT_WORK_TREE/../remote.git" HEAD:refs/heads/work`,
        env,
      ),
      'role.coder.paths',
    );
  });

  test('with an index of its own (GIT_INDEX_FILE)', async () => {
    const { agent } = await template.copy();
    const env = { GIT_INDEX_FILE: '../other-index' };
    refusedBy(
      await agent('git read-tree HEAD; echo "# x" >>infra/main.tf; git add infra; git commit -qm bad', env),
      'role.coder.paths',
    );
  });

  test('with its .git elsewhere, behind a file', async () => {
    const { agent, repo } = await template.copy();
    await repo.run('sh', ['-c', 'mv .git ../moved.git && echo "gitdir: ../moved.git" >.git']);
    passes(await agent(GOOD));
    refusedBy(await agent(BAD), 'role.coder.paths');
  });

  test('bare: a range is judged, and so is a push from there', async () => {
    const { repo, agent } = await template.copy();
    await agent(`git switch -q -c work; echo "# x" >>infra/main.tf; ${UNSEEN} commit -qam bad`);
    const bare = join(repo.root, '..', 'bare.git');
    await repo.git('clone', '--quiet', '--bare', repo.root, bare);
    const ran = await guardrail(repo.in(bare), ['check', 'main..work'], { env: { CLAUDECODE: '1' } });
    refusedBy(ran, 'role.coder.paths');
    expect((await guardrail(repo.in(bare), ['check'])).code).not.toBe(1);
  });

  test('with no commit at all', async () => {
    const repo = await makeRepo();
    try {
      expect((await guardrail(repo, ['init', '--yes'])).code).toBe(0);
      expect((await guardrail(repo, ['check'])).code).toBe(0);
      expect((await guardrail(repo, ['check', 'HEAD~1..HEAD'])).code).toBe(2);
      await repo.write('id_rsa', PRIVATE_KEY);
      await repo.git('add', 'id_rsa');
      refusedBy(
        await repo.run('git', ['commit', '-qm', 'begin'], { env: { CLAUDECODE: '1' } }),
        'secrets.files.certain',
      );
      expect((await repo.run('git', ['rev-parse', '--verify', 'HEAD'])).code).not.toBe(0);
    } finally {
      await repo.remove();
    }
  });
});

describe('changes of an odd kind', () => {
  test('a commit of nothing passes, for a person and an agent', async () => {
    const { agent, ana } = await template.copy();
    passes(await agent('git commit -q --allow-empty -m none; git push -q origin HEAD:refs/heads/work'));
    expect(await ana('git commit -q --allow-empty --allow-empty-message -m ""')).toMatchObject({ code: 0, stderr: '' });
  });

  test('a submodule alone', async () => {
    const { agent, ana } = await template.copy();
    const link = 'git update-index --add --cacheinfo 160000,1111111111111111111111111111111111111111,src/lib';
    refusedBy(await agent(`${link}; git commit -qm lib`), 'files.submodule-add');
    passes(await ana('git commit -qm lib'));
    const moved = await agent(`${link.replaceAll('1111', '2222')}; git commit -qm lib`);
    passes(moved);
    expect(moved.stderr).toContain('files.submodule-move');
  });

  test('a file that becomes a folder, and back', async () => {
    const { agent } = await template.copy();
    passes(
      await agent(
        'git rm -q src/app.ts; mkdir -p src/app.ts; echo x >src/app.ts/a.ts; git add .; git commit -qm folder',
      ),
    );
    passes(await agent('git rm -rq src/app.ts; mkdir -p src; echo x >src/app.ts; git add .; git commit -qm file'));
  });
});

describe('a clock that goes wrong', () => {
  const at = (date: string): Record<string, string> => ({ GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date });
  test.each(['1970-01-02T00:00:00Z', '2099-01-01T00:00:00Z'])(
    'commits of %s are judged like all others',
    async (date) => {
      const { agent } = await template.copy();
      passes(await agent(`git switch -q -c work; ${GOOD}; git push -q origin work`, at(date)));
      refusedBy(
        await agent(`echo "# x" >>infra/main.tf; ${UNSEEN} commit -qam bad; git push -q origin work`, at(date)),
        'role.coder.paths',
      );
    },
  );

  test('a child that is older than its parent hides nothing', async () => {
    const { agent } = await template.copy();
    passes(
      await agent(
        `git switch -q -c work; echo "# x" >>infra/main.tf; ${UNSEEN} commit -qam bad`,
        at('2099-01-01T00:00:00Z'),
      ),
    );
    refusedBy(
      await agent(
        `echo "//" >>src/app.ts; ${UNSEEN} commit -qam old; git push -q origin work`,
        at('1971-01-01T00:00:00Z'),
      ),
      'role.coder.paths',
    );
  });
});

describe('a home that cannot be written', () => {
  test.each(['/dev/null/home', '/sys/home', ''])(
    'HOME=%s: the verdict stands, and one line says that it is not remembered',
    async (home) => {
      const { agent, repo } = await template.copy();
      const env = { HOME: home, GIT_CONFIG_GLOBAL: join(repo.env['HOME'] ?? '', '.gitconfig') };
      const good = await agent(GOOD, env);
      passes(good);
      expect(good.stderr.split('\n').filter((line) => line.startsWith('guardrail: ')).length).toBeLessThanOrEqual(1);
      const bad = await agent(BAD, env);
      refusedBy(bad, 'role.coder.paths');
      passes(await agent('git restore -qSW .; git push -q origin HEAD:refs/heads/work', env));
      refusedBy(
        await agent(
          `echo "# x" >>infra/main.tf; ${UNSEEN} commit -qam bad; git push -q origin HEAD:refs/heads/work`,
          env,
        ),
        'role.coder.paths',
      );
    },
  );
});

describe('an engine that is not whole', () => {
  /** Hooks of a copy that start an engine of its own, to be broken. */
  async function withEngine(): Promise<Clone & { readonly engine: string; readonly entry: string }> {
    const clone = await template.copy();
    const settings = join(clone.repo.root, '.git', 'hooks', 'guardrail.env');
    const text = await readFile(settings, 'utf8');
    const [, shared = '', entry = ''] = /engine='(.*)\/(guardrail\.[cm]js)'/.exec(text) ?? [];
    const engine = join(clone.repo.root, '..', 'engine');
    await clone.repo.run('cp', ['-R', shared, engine]);
    await writeFile(settings, text.replace(shared, engine));
    return { ...clone, engine, entry };
  }
  const breaks: readonly { readonly name: string; readonly harm: (engine: string, entry: string) => Promise<void> }[] =
    [
      { name: 'its policies are gone', harm: (engine) => rm(join(engine, 'shipped.json')) },
      { name: 'its policies are empty', harm: (engine) => writeFile(join(engine, 'shipped.json'), '') },
      { name: 'its policies are none', harm: (engine) => writeFile(join(engine, 'shipped.json'), '{"documents":[]}') },
      {
        name: 'its policies are cut off',
        harm: async (engine) => {
          const text = await readFile(join(engine, 'shipped.json'), 'utf8');
          await writeFile(join(engine, 'shipped.json'), text.slice(0, text.length / 2));
        },
      },
      {
        name: 'its policies are of another shape',
        harm: (engine) => writeFile(join(engine, 'shipped.json'), '{"documents":[{"file":"a"}]}'),
      },
      { name: 'a part of it is gone', harm: (engine) => rm(join(engine, 'engine.cjs')) },
      { name: 'a part of it is empty', harm: (engine) => writeFile(join(engine, 'engine.cjs'), '') },
      { name: 'a part of it is cut off', harm: (engine) => truncate(join(engine, 'engine.cjs'), 100_000) },
      {
        name: 'it is killed',
        harm: (engine, entry) =>
          writeFile(join(engine, entry), "process.kill(process.pid, 'SIGKILL');\nsetInterval(() => {}, 1000);\n"),
      },
      { name: 'it is empty', harm: (engine, entry) => writeFile(join(engine, entry), '') },
      { name: 'it is no program', harm: (engine, entry) => writeFile(join(engine, entry), '<html>') },
      { name: 'it cannot be read', harm: (engine, entry) => rm(join(engine, entry)).then(() => chmod(engine, 0o755)) },
    ];

  test('the copy of it works', async () => {
    const { ana, agent } = await withEngine();
    passes(await ana(GOOD));
    refusedBy(await agent(BAD), 'role.coder.paths');
  });

  test('what it remembers of itself is spoilt: it judges as before', async () => {
    const { ana, agent, engine, repo } = await withEngine();
    passes(await ana(GOOD));
    const remembered = join(engine, '..', 'compiled');
    await mkdir(remembered, { recursive: true });
    const name = `engine-${process.version}-${process.arch}`;
    for (const bytes of ['', 'not what V8 made', '\0'.repeat(100_000)]) {
      await writeFile(join(remembered, name), bytes);
      passes(await ana(GOOD));
      refusedBy(await agent(BAD), 'role.coder.paths');
      await repo.git('reset', '--quiet', '--hard');
    }
  });

  test('another build in the same place, as long as the one before: it is the one that runs', async () => {
    const { repo } = await template.copy();
    const build = join(repo.root, '..', 'package', 'dist');
    await cp(join(dirname(CLI), 'guardrail.cjs'), join(build, 'guardrail.cjs'));
    const text = await readFile(join(dirname(CLI), 'engine.cjs'), 'latin1');
    const version = async (): Promise<string> =>
      (await repo.run(process.execPath, [join(build, 'guardrail.cjs'), '--version'])).stdout.toString();
    await writeFile(join(build, 'engine.cjs'), text);
    const first = await version();
    expect(first).toMatch(/^\d+\.\d+\.\d+\n$/);
    const other = first.trim().replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
    await writeFile(join(build, 'engine.cjs'), text.replaceAll(first.trim(), other));
    expect(await version()).toBe(`${other}\n`);
  });

  test.each(breaks)('$name: nothing passes, and it says so', async ({ harm }) => {
    const { ana, engine, entry, repo, remote } = await withEngine();
    passes(await ana(`git switch -q -c work; echo "//" >>src/app.ts; ${UNSEEN} commit -qam before`));
    await harm(engine, entry);
    const head = await repo.git('rev-parse', 'HEAD');
    for (const line of [GOOD, 'git commit -qn --allow-empty -m skip', 'git push -q origin work']) {
      const ran = await ana(line);
      expect(ran.code, line).not.toBe(0);
      expect(ran.stderr, line).toMatch(/guardrail/);
      expect(ran.stderr, line).not.toMatch(/no-verify|hooksPath/);
    }
    expect(await repo.git('rev-parse', 'HEAD')).toBe(head);
    expect(await remote.git('for-each-ref', 'refs/heads/work')).toBe('');
  });
});
