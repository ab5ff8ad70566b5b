import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guardrail, PRIVATE_KEY, seedEngine } from '../helpers/guarded.ts';
import { makeRepo, type Ran } from '../helpers/repo.ts';
import { AGENT, makeTemplate, type Clone, type Template, type Typed } from './clone.ts';

const config = (pack: string): string => `version: 1
repo: 01JEVERYDAY000000000000000
extends: [${pack}]
protected: [main, "release/*"]
roles:
  coder:
    who: { agent: claude-code }
    may: { paths: ["src/**", "test/**", "docs/**", "package.json", "package-lock.json", ".gitignore", "lib"] }
  renovate:
    who: { bot: renovate }
    may: { paths: ["**/package-lock.json", "package.json"], facts: [dependency.update, file.modify] }
limits: { agent: { files: 60, lines: 3000, level: ask } }
`;

const lock = (version: string): string =>
  `{"name":"shop","lockfileVersion":3,"packages":{"":{"dependencies":{"left":"^1.0.0"}},"node_modules/left":{"version":"${version}"}}}\n`;
const manifest = (range: string): string => `{"name":"shop","dependencies":{"left":"${range}"}}\n`;

const FILES: Readonly<Record<string, string>> = {
  'README.md': 'one\ntwo\nthree\nfour\nfive\nsix\n',
  'src/app.ts': 'export const a = 1;\nexport const b = 2;\nexport const c = 3;\nexport const d = 4;\n',
  'test/app.test.ts': 'test("a", () => {});\n',
  'docs/guide.md': '# Guide\n',
  'infra/main.tf': 'resource "aws_db_instance" "main" {}\n',
  '.github/CODEOWNERS': '* @shop/all\n',
  '.gitignore': 'node_modules\n',
  'package.json': manifest('^1.0.0'),
  'package-lock.json': lock('1.0.0'),
};

/**
 * Days that are also judged by processes of their own: one of each kind of act (merge, amend, rebase, tag, file by a person, branch
 * deletion, working tree, stash, trailer, skipped pre-commit).
 */
const BY_PROCESSES: ReadonlySet<string> = new Set([
  'main is merged into the branch of a scoped agent',
  'a commit is amended',
  '40 commits are rebased, and none of them is judged by itself',
  'a release is tagged on judged commits; a published tag stays',
  'a bot updates a lock file',
  'a feature branch is deleted; a protected one is not',
  'a linked worktree is guarded like the first',
  'work is stashed and taken back',
  "a person's commit that names an agent is the agent's too",
  'a commit that skips pre-commit is judged all the same',
]);

/** A day's work that must pass without a refusal, and the twin beside it that must not: so neither passes by doing nothing. */
type Day = {
  readonly name: string;
  readonly good: (clone: Clone) => Promise<unknown>;
  readonly bad: (clone: Clone) => Promise<Ran>;
  /** What refuses the twin. */
  readonly rule: string;
};

const FEATURE = 'git switch -q -c work; echo "export const x = 1;" >src/x.ts; git add .; git commit -qm feature';
/** Days share a log: what an agent wrote on one of them, byte for byte, is the agent's on all. */
const HERS = FEATURE.replace('const x', 'const y').replace('src/x.ts', 'src/y.ts');
const LANDED =
  'echo "# more" >>infra/main.tf; echo zero | cat - README.md >r; mv r README.md; git commit -qam landed; git push -q origin main';

const days: readonly Day[] = [
  {
    name: 'main is merged into the branch of a scoped agent',
    good: async ({ agent, elsewhere }) => {
      await agent(FEATURE);
      await elsewhere(LANDED);
      await agent('git fetch -q; git merge -q --no-edit origin/main; git push -q origin work');
    },
    bad: async ({ agent, elsewhere }) => {
      await agent(FEATURE);
      await elsewhere(LANDED);
      return agent(
        'git fetch -q; git merge -q --no-commit origin/main; echo "# evil" >>infra/main.tf; git add .; git commit -qm merge',
      );
    },
    rule: 'role.coder.paths',
  },
  {
    name: 'a merge is pushed, and what hides in one is found also when no hook saw the merge',
    good: async ({ ana }) => {
      await ana(`${HERS}; git switch -q main; git merge -q --no-ff --no-edit work; git push -q origin main`);
    },
    bad: async ({ agent, elsewhere }) => {
      await agent(FEATURE);
      await elsewhere(LANDED);
      return agent(
        'git fetch -q; git -c core.hooksPath=/dev/null merge -q --no-commit origin/main; echo "# evil" >>infra/main.tf; git add .; git -c core.hooksPath=/dev/null commit -qm merge; git push -q origin work',
      );
    },
    rule: 'role.coder.paths',
  },
  {
    name: 'main is merged into a branch that was pushed before',
    good: async ({ agent, elsewhere }) => {
      await agent(`${FEATURE}; git push -q origin work`);
      await elsewhere(LANDED);
      await agent('git fetch -q; git merge -q --no-edit origin/main; git push -q origin work');
    },
    bad: async ({ agent, elsewhere }) => {
      await agent(`${FEATURE}; git push -q origin work`);
      await elsewhere(LANDED);
      return agent(
        'git fetch -q; git -c core.hooksPath=/dev/null merge -q --no-commit origin/main; echo "# evil" >>infra/main.tf; git add .; git -c core.hooksPath=/dev/null commit -qm merge; git push -q origin work',
      );
    },
    rule: 'role.coder.paths',
  },
  {
    name: 'a commit is amended',
    good: async ({ agent, ana }) => {
      await agent(`${FEATURE}; echo "// more" >>src/x.ts; git commit -qa --amend --no-edit; git push -q origin work`);
      await ana('echo "// mine" >>src/x.ts; git commit -qa --amend -m mine');
    },
    bad: ({ agent }) => agent(`${FEATURE}; echo "# x" >>infra/main.tf; git commit -qa --amend --no-edit`),
    rule: 'role.coder.paths',
  },
  {
    name: 'a commit is cherry-picked',
    good: async ({ agent }) => {
      await agent(`${FEATURE}; git switch -q -c other main; git cherry-pick work; git push -q origin other`);
    },
    bad: async ({ agent, ana }) => {
      await ana('git switch -q -c ops; echo "# x" >>infra/main.tf; git commit -qam ops; git switch -q -c work main');
      return agent('git cherry-pick ops; git push -q origin work');
    },
    rule: 'role.coder.paths',
  },
  {
    name: '40 commits are rebased, and none of them is judged by itself',
    good: async ({ agent, elsewhere, repo }) => {
      const step = (n: number): string => {
        const text = `export const n = ${n};\n`;
        const from = n === 1 ? 'from refs/heads/main^0\n' : '';
        return `commit refs/heads/work\ncommitter Ana <ana@shop.example> 1700000000 +0000\ndata 4\nstep\n${from}M 100644 inline src/step-${n}.ts\ndata ${text.length}\n${text}\n`;
      };
      const input = Array.from({ length: 40 }, (_, n) => step(n + 1)).join('');
      expect((await repo.run('git', ['fast-import', '--quiet'], { input })).code).toBe(0);
      await agent('git switch -q work');
      await elsewhere(LANDED);
      await agent('git fetch -q; git rebase -q origin/main; git push -q origin work');
      expect(await repo.git('rev-list', '--count', 'origin/main..work')).toBe('40');
    },
    bad: async ({ agent, elsewhere, repo }) => {
      await repo.git('switch', '--quiet', '--create', 'work');
      await repo.commit('step', {
        'src/step.ts': 'export const n = 1;\n',
        'infra/main.tf': 'resource "aws_db_instance" "main" {}\n# gone\n',
      });
      await elsewhere('echo x >>docs/guide.md; git commit -qam docs; git push -q origin main');
      return agent('git fetch -q; git rebase -q origin/main; git push -q origin work');
    },
    rule: 'role.coder.paths',
  },
  {
    name: 'a commit is edited in an interactive rebase',
    good: async ({ agent, repo }) => {
      await agent(`${FEATURE}; echo "export const y = 1;" >src/y.ts; git add .; git commit -qm second`);
      await agent(
        'git rebase -q -i main; echo "// edited" >>src/x.ts; git commit -qa --amend --no-edit; git rebase --continue; git push -q origin work',
        {
          GIT_SEQUENCE_EDITOR: 'sed -i "1s/^pick/edit/"',
        },
      );
      expect(await repo.git('log', '--format=%s', 'main..work')).toBe('second\nfeature');
    },
    bad: async ({ agent }) => {
      await agent(`${FEATURE}; echo "export const y = 1;" >src/y.ts; git add .; git commit -qm second`);
      return agent(
        'git rebase -q -i main; echo "# edited" >>infra/main.tf; git commit -qa --amend --no-edit; git rebase --continue; git push -q origin work',
        {
          GIT_SEQUENCE_EDITOR: 'sed -i "1s/^pick/edit/"',
        },
      );
    },
    rule: 'role.coder.paths',
  },
  {
    name: 'git pull --rebase',
    good: async ({ agent, elsewhere }) => {
      await agent(`${FEATURE}; git push -q -u origin work`);
      await elsewhere('git switch -q work; echo x >>docs/guide.md; git commit -qam docs; git push -q origin work');
      await agent('echo "// z" >>src/x.ts; git commit -qam z; git pull -q --rebase; git push -q');
    },
    bad: async ({ agent, elsewhere }) => {
      await agent(`${FEATURE}; git push -q -u origin work`);
      await elsewhere('git switch -q work; echo x >>docs/guide.md; git commit -qam docs; git push -q origin work');
      return agent('echo "// z" >>src/x.ts; git commit -qam z; git push -q --force origin work');
    },
    rule: 'git.force-push.foreign',
  },
  {
    name: "one's own branch is pushed with --force-with-lease; over the commits of others it is not",
    good: async ({ agent, ana }) => {
      await agent(
        `${FEATURE}; git push -q origin work; git commit -q --amend -m better; git push -q --force-with-lease origin work`,
      );
      await ana(
        'git switch -q -c hers main; git commit -q --allow-empty -m a; git push -q origin hers; git commit -q --amend --allow-empty -m b; git push -q --force-with-lease origin hers',
      );
    },
    bad: async ({ agent, elsewhere }) => {
      await elsewhere(
        'git switch -q -c theirs; echo x >>docs/guide.md; git commit -qam docs; git push -q origin theirs',
      );
      return agent(
        'git fetch -q; git switch -q -c theirs main; git commit -q --allow-empty -m mine; git push -q --force origin theirs',
      );
    },
    rule: 'git.force-push.foreign',
  },
  {
    name: 'a release is tagged on judged commits; a published tag stays',
    good: async ({ agent, ana }) => {
      await agent(`${FEATURE}; git push -q origin work; git tag v1.0.0-rc.1; git push -q origin v1.0.0-rc.1`);
      await ana('git tag -a -m one v1.0.0 main; git push -q origin v1.0.0; git push -q --tags origin');
    },
    bad: async ({ agent }) => {
      await agent(`git tag v1; git push -q origin v1; ${FEATURE}; git push -q origin work`);
      return agent('git tag -f v1; git push -q --force origin v1');
    },
    rule: 'git.tag-move',
  },
  {
    name: 'work in progress is pushed',
    good: ({ agent }) =>
      agent(
        'git switch -q -c wip/cart; echo "export const half = " >src/half.ts; git add .; git commit -qm WIP; git push -q origin HEAD',
      ),
    bad: ({ agent, repo }) =>
      repo
        .write('src/id_ed25519', PRIVATE_KEY)
        .then(() =>
          agent(
            'git switch -q -c wip; git add .; git -c core.hooksPath=/dev/null commit -qm WIP; git push -q origin HEAD',
          ),
        ),
    rule: 'secrets.files.certain',
  },
  {
    name: 'a bot updates a lock file',
    good: async ({ bot, repo }) => {
      await repo.write('package-lock.json', lock('1.0.1'));
      await bot('git switch -q -c renovate/left; git commit -qam "Update left"; git push -q origin renovate/left');
    },
    bad: async ({ bot, repo }) => {
      await repo.write('package-lock.json', lock('1.0.1'));
      await repo.write('src/app.ts', 'export const bought = true;\n');
      return bot('git switch -q -c renovate/left; git commit -qam "Update left"');
    },
    rule: 'role.renovate.paths',
  },
  {
    name: 'a dependabot branch is fetched, merged and pushed by a person',
    good: async ({ ana, elsewhere }) => {
      const bot = "-c user.name='dependabot[bot]' -c user.email='49699333+dependabot[bot]@users.noreply.github.com'";
      await elsewhere(
        `git switch -q -c dependabot/left; printf '%s' '${lock('1.0.2').trim()}' >package-lock.json; unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL; git ${bot} commit -qam bump; git push -q origin dependabot/left`,
      );
      await ana('git fetch -q; git merge -q --no-ff --no-edit origin/dependabot/left; git push -q origin main');
    },
    bad: async ({ agent }) =>
      agent('git switch -q -c deps; echo "registry=https://evil.example" >.npmrc; git add .; git commit -qm bump'),
    rule: 'role.coder.paths',
  },
  {
    name: 'a codemod renames 300 files',
    good: async ({ agent, ana, repo }) => {
      const many = Object.fromEntries(
        Array.from({ length: 300 }, (_, n) => [
          `src/old/f${n}.ts`,
          `export const f${n} = ${n};\nexport const g = 1;\n`,
        ]),
      );
      await repo.commit('many', many);
      await repo.git('-c', 'core.hooksPath=/dev/null', 'push', '--quiet', 'origin', 'main');
      await agent(
        'git switch -q -c codemod; git mv src/old src/new; git commit -qm "Move old to new"; git push -q origin codemod',
      );
      await ana(
        'git switch -q -c codemod2 main; git mv src/old src/neu; sed -i "s/g = 1/h = 1/" src/neu/*; git commit -qam "Rename"; git push -q origin codemod2',
      );
    },
    bad: async ({ agent, repo }) => {
      const many = Object.fromEntries(
        Array.from({ length: 300 }, (_, n) => [`src/old/f${n}.ts`, `export const f${n} = ${n};\n`]),
      );
      await repo.commit('many', many);
      await repo.git('-c', 'core.hooksPath=/dev/null', 'push', '--quiet', 'origin', 'main');
      return agent('git switch -q -c codemod; git rm -rq src/old; git commit -qm "Remove old"');
    },
    rule: 'change.mass-delete',
  },
  {
    name: 'an agent adds a feature with its test',
    good: ({ agent }) =>
      agent(
        'git switch -q -c work; echo "export const p = 1;" >src/price.ts; echo "test(1)" >test/price.test.ts; git add .; git commit -qm "Add price"; git push -q origin work',
      ),
    bad: ({ agent }) =>
      agent(
        'git switch -q -c work; echo "export const p = 1;" >src/price.ts; git rm -q test/app.test.ts; git add .; git commit -qm "Add price"',
      ),
    rule: 'tests.delete',
  },
  {
    name: 'an agent edits docs, a manifest with its lock, and .gitignore',
    good: async ({ agent, repo }) => {
      await repo.write('package.json', manifest('^2.0.0'));
      await repo.write('package-lock.json', lock('2.0.0'));
      await agent(
        'git switch -q -c work; echo more >>docs/guide.md; echo dist >>.gitignore; git commit -qam "Update left"; git push -q origin work',
      );
    },
    bad: ({ agent }) =>
      agent('git switch -q -c work; echo "* @me" >.github/CODEOWNERS; git commit -qam "Update owners"'),
    rule: 'role.coder.paths',
  },
  {
    name: "one's own work that has not landed is undone",
    good: ({ agent }) =>
      agent(
        `${FEATURE}; echo "test(1)" >test/x.test.ts; git add .; git commit -qm "Add test"; git push -q origin work; git revert --no-edit HEAD; git rm -q src/x.ts; git commit -qm "Drop it"; git push -q origin work`,
      ),
    bad: ({ agent }) => agent('git switch -q -c work; git rm -q test/app.test.ts; git commit -qm "Drop the test"'),
    rule: 'tests.delete',
  },
  {
    name: 'a feature branch is deleted; a protected one is not',
    good: async ({ agent }) => {
      await agent(
        `${FEATURE}; git push -q origin work; git switch -q main; git push -q origin --delete work; git branch -qD work`,
      );
    },
    bad: ({ agent }) => agent('git push -q origin main:release/1; git push -q origin --delete release/1'),
    rule: 'git.branch-delete.protected',
  },
  {
    name: 'a linked worktree is guarded like the first',
    good: ({ agent }) =>
      agent(
        'git worktree add -q -b wt ../wt; cd ../wt; echo "export const w = 1;" >src/w.ts; git add .; git commit -qm wt; git push -q origin wt',
      ),
    bad: ({ agent }) =>
      agent('git worktree add -q -b wt ../wt; cd ../wt; echo "# x" >>infra/main.tf; git commit -qam wt'),
    rule: 'role.coder.paths',
  },
  {
    name: 'a person moves a submodule, told in one line; an agent adds none',
    good: async ({ ana }) => {
      await ana(
        `git init -q ../sub; git -C ../sub commit -q --allow-empty -m one; git submodule --quiet add ../sub lib 2>/dev/null || git -c protocol.file.allow=always submodule --quiet add "$(cd ../sub; pwd)" lib; git commit -qm "Add lib"`,
      );
      await ana('git -C lib commit -q --allow-empty -m two; git commit -qam "Move lib"; git push -q origin main');
    },
    bad: ({ agent }) =>
      agent(
        `git init -q ../sub; git -C ../sub commit -q --allow-empty -m one; git switch -q -c work; git update-index --add --cacheinfo 160000,"$(git -C ../sub rev-parse HEAD)",lib; git commit -qm "Add lib"`,
      ),
    rule: 'files.submodule-add',
  },
  {
    name: 'work is stashed and taken back',
    good: ({ agent }) =>
      agent(
        `${FEATURE}; echo "// s" >>src/x.ts; git stash -q; git stash pop -q; git commit -qam popped; git push -q origin work`,
      ),
    bad: ({ agent }) =>
      agent(
        'git switch -q -c work; echo "# x" >>infra/main.tf; git stash -q; git stash pop -q; git commit -qam popped',
      ),
    rule: 'role.coder.paths',
  },
  {
    name: 'git commit -a and git commit PATH commit what they say',
    good: ({ agent }) =>
      agent(
        'git switch -q -c work; echo "# x" >>infra/main.tf; git add infra; echo "// p" >>src/app.ts; git commit -qm path src/app.ts; git restore --staged infra; git checkout -q infra; echo "// a" >>src/app.ts; git commit -qam all; git push -q origin work',
      ),
    bad: ({ agent }) =>
      agent(
        'git switch -q -c work; echo "# x" >>infra/main.tf; echo "// p" >>src/app.ts; git commit -qm path src/app.ts; git commit -qm path infra/main.tf',
      ),
    rule: 'role.coder.paths',
  },
  {
    name: "a person's commit that names an agent is the agent's too",
    good: ({ ana }) =>
      ana(
        'git switch -q -c work; echo "// p" >>src/app.ts; git commit -qam "Work\n\nCo-Authored-By: Claude <noreply@anthropic.com>"; git push -q origin work',
      ),
    bad: ({ ana }) =>
      ana(
        'git switch -q -c work; echo "# x" >>infra/main.tf; git commit -qam "Work\n\nCo-Authored-By: Claude <noreply@anthropic.com>"',
      ),
    rule: 'role.coder.paths',
  },
  {
    name: 'a commit that skips pre-commit is judged all the same',
    good: ({ agent }) =>
      agent('git switch -q -c work; echo "// p" >>src/app.ts; git commit -q -n -am quick; git push -q origin work'),
    bad: ({ agent }) => agent('git switch -q -c work; echo "# x" >>infra/main.tf; git commit -q -n -am quick'),
    rule: 'role.coder.paths',
  },
  {
    name: 'a graphical client with hardly any environment is guarded',
    good: ({ ana, repo }) =>
      ana(
        `git switch -q -c work; echo "// by hand" >>src/app.ts; env -i PATH=/usr/bin:/bin GUARDRAIL_DAEMON=off HOME='${repo.env['HOME']}' git commit -qam gui; env -i PATH=/usr/bin:/bin GUARDRAIL_DAEMON=off HOME='${repo.env['HOME']}' git push -q origin work`,
      ),
    bad: ({ ana }) =>
      ana(
        'git switch -q -c work; echo "# x" >>infra/main.tf; env -i PATH=/usr/bin:/bin GUARDRAIL_DAEMON=off CLAUDECODE=1 git -c user.name=A -c user.email=a@shop.example commit -qam gui',
      ),
    rule: 'role.coder.paths',
  },
  {
    name: 'of two branches in one push only the bad one is named',
    good: ({ agent }) =>
      agent(
        `${FEATURE}; git switch -q -c second main; echo "// q" >>src/app.ts; git commit -qam second; git push -q origin work second`,
      ),
    bad: async ({ agent, ana }) => {
      await ana(
        'git switch -q -c bad; echo "# x" >>infra/main.tf; git -c core.hooksPath=/dev/null commit -qam "spoil the infrastructure"',
      );
      const ran = await agent(`git switch -q main; ${FEATURE}; git push -q origin work bad`);
      expect(ran.stderr).toMatch(/where .* on bad/);
      expect(ran.stderr).not.toMatch(/where .* on work/);
      expect(ran.stderr).toMatch(/push the others: git push origin work/);
      return ran;
    },
    rule: 'role.coder.paths',
  },
];

test('the first commit of a repository has 2,000 files; a key in it is found', async () => {
  const repo = await makeRepo();
  try {
    await seedEngine(repo);
    expect((await guardrail(repo, ['init', '--yes'])).code).toBe(0);
    for (let n = 0; n < 2000; n++) await repo.write(`src/d${n % 20}/f${n}.ts`, `export const n = ${n};\n`);
    await repo.git('add', '--all');
    await repo.write('id_rsa', PRIVATE_KEY);
    const bad = await repo.run('sh', ['-e', '-c', 'git add id_rsa; git commit -qm begin'], { env: AGENT });
    expect(bad.code).not.toBe(0);
    expect(bad.stderr).toContain('secrets.files.certain');
    const good = await repo.run('sh', ['-e', '-c', 'git rm -q --cached id_rsa; git commit -qm begin']);
    expect(good).toMatchObject({ code: 0, stderr: '' });
    expect((await repo.git('ls-tree', '-r', '--name-only', 'HEAD')).split('\n')).toHaveLength(2001);
  } finally {
    await repo.remove();
  }
});

function heard({ who, line, ran }: Typed): readonly string[] {
  const lines = ran.stderr.split('\n').filter((one) => one.startsWith('guardrail: ') || one.includes('guardrail hook'));
  const isAgents = who === 'agent' || line.includes('Co-Authored-By: Claude');
  return lines.filter((one) => !(who === 'agent' && WARNED.test(one)) && !(isAgents && UNREVIEWED.test(one)));
}

const WARNED = /^guardrail: (warn|looked at)/;
/** What an agent wrote and no reviewer is named for passes, and that is said in one line. */
const UNREVIEWED = /^guardrail: review v-\w+ by detectors only: no other vendor has read this$/;

const some = days.filter(({ name }) => BY_PROCESSES.has(name));
test('each day that processes judge is one of them', () => expect(some).toHaveLength(BY_PROCESSES.size));

// All of `recommended` is in `strict` (test/policies.test.ts): a day that is quiet under the stricter is quiet under both, and a twin
// that the milder refuses is refused by both.
describe.each([
  { pack: 'strict', milder: 'recommended', judges: 'daemon', chosen: days },
  { pack: 'strict', milder: 'strict', judges: 'processes', chosen: some },
] as const)('a day under $pack and its twin under $milder, judged by $judges', ({ pack, milder, judges, chosen }) => {
  let template: Template;
  let twins: Template;
  const alarms: string[] = [];
  let lines = 0;
  beforeAll(async () => {
    const under = (name: string): Promise<Template> =>
      makeTemplate({ ...FILES, '.guardrail/config.yaml': config(name) }, [], judges);
    template = await under(pack);
    twins = milder === pack ? template : await under(milder);
  });
  afterAll(async () => {
    for (const one of new Set([template, twins])) {
      const answered = await one.answered();
      await one.remove();
      // each day is at least a commit that passes, and its twin one that does not
      expect(answered).toBeGreaterThanOrEqual(judges === 'daemon' ? chosen.length : 0);
    }
    console.log(`everyday under ${pack}: ${lines} lines typed, ${alarms.length} false alarms`);
    expect(alarms).toEqual([]);
  });

  test.each(chosen)('$name', async ({ good, bad, rule }) => {
    const day = await template.copy();
    await good(day);
    lines += day.typed.length;
    for (const typed of day.typed) {
      const said = heard(typed);
      if (typed.ran.code !== 0 || said.length > 0) alarms.push(`${typed.who}: ${typed.line}`);
      expect
        .soft({ line: typed.line, code: typed.ran.code, said: typed.ran.code === 0 ? said : typed.ran.stderr })
        .toEqual({ line: typed.line, code: 0, said: [] });
    }
    const ran = await bad(await twins.copy());
    expect(ran.code).not.toBe(0);
    expect(ran.stderr).toContain(rule);
  });
});
