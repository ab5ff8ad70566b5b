import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PRIVATE_KEY } from '../helpers/guarded.ts';
import type { Ran } from '../helpers/repo.ts';
import { makeTemplate, type Clone, type Template } from './clone.ts';

const HEAD = 'version: 1\nrepo: 01JWH0SERV1ES0000000000000\nprotected: [main]\n';
const STRICT = `${HEAD}extends: [recommended]\nroles:\n  coder: { who: { agent: claude-code }, may: { paths: ["src/**"] } }\nlimits: { agent: { files: 5, level: ask } }\n`;
const WIDE = STRICT.replace('"src/**"', '"src/**", "infra/**"');
const FREE = `${HEAD}extends: []\n`;
const BROKEN = `${HEAD}extends: [recommended]\nextends: [observe]\n`;
const FILES = { 'src/app.ts': 'export const a = 1;\n', 'infra/main.tf': '# empty\n', 'docs/guide.md': '# Guide\n' };

/** A policy that forbids everybody to touch a folder. */
const forbid = (id: string, path: string): string => `policy: ${id}
title: Nobody touches ${path}
why: It was decided so.
rules:
  - id: ${id}.touch
    when: { fact: [file.add, file.modify], path: "${path}" }
    then: deny
    say: "{path} is closed"
    instead: Leave it
`;

const UNSEEN = 'git -c core.hooksPath=/dev/null';
const INFRA = 'echo "# x" >>infra/main.tf; git add infra; git commit -qm infra';
const CONFIG = '.guardrail/config.yaml';

function refusedBy(ran: Ran, rule: string): void {
  expect({ code: ran.code !== 0, stderr: ran.stderr }).toEqual({ code: true, stderr: expect.stringContaining(rule) });
}
function passes(ran: Ran): void {
  expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: expect.any(String) });
}

describe('rules on the protected branch', () => {
  let template: Template;
  beforeAll(async () => {
    template = await makeTemplate({ ...FILES, [CONFIG]: STRICT }, [], 'daemon');
  });
  afterAll(async () => {
    const answered = await template.answered();
    await template.remove();
    expect(answered).toBeGreaterThanOrEqual(20);
  });
  const fresh = (): Promise<Clone> => template.copy();

  test('a tightening in a branch holds at once, and only there', async () => {
    const { ana, repo } = await fresh();
    await repo.write('.guardrail/policies/docs.yaml', forbid('docs', 'docs/**'));
    passes(await ana('git switch -q -c tight; git add .; git commit -qm "Close the docs"'));
    refusedBy(await ana('echo x >>docs/guide.md; git commit -qam docs'), 'docs.touch');
    passes(await ana('git stash -q; git switch -q main; git stash pop -q; git commit -qam docs'));
  });

  test('a loosening does not hold before it has landed, and does once it has', async () => {
    const { ana, agent, repo } = await fresh();
    await repo.write(CONFIG, WIDE);
    passes(await ana('git switch -q -c loose; git commit -qam "Let the agent do infrastructure"'));
    refusedBy(await agent(INFRA), 'role.coder.paths');
    refusedBy(await agent(`${UNSEEN} commit -qm infra; git push -q origin loose`), 'role.coder.paths');
    passes(await ana('git reset -q --hard HEAD~1; git push -q origin loose:main'));
    passes(await agent(`${INFRA}; git push -q origin loose`));
  });

  test('a branch without the rules is judged by those of the protected branch', async () => {
    const { ana, agent } = await fresh();
    passes(await ana('git switch -q --orphan pages; echo page >index.html; git add index.html; git commit -qm pages'));
    refusedBy(
      await agent('mkdir infra; echo "# x" >infra/main.tf; git add infra; git commit -qm infra'),
      'role.coder.paths',
    );
  });

  test('the rules hold also where HEAD is detached', async () => {
    const { agent } = await fresh();
    refusedBy(await agent(`git switch -q --detach; ${INFRA}`), 'role.coder.paths');
    passes(await agent('git restore -qSW infra; echo "//" >>src/app.ts; git commit -qam src'));
  });

  test('an agent cannot widen its own role, neither by a commit nor by a push', async () => {
    const { agent, repo } = await fresh();
    await repo.write(CONFIG, WIDE);
    refusedBy(await agent('git switch -q -c loose; git commit -qam "Widen"'), 'guard.weaken');
    const pushed = await agent(
      `${UNSEEN} commit -qam Widen; ${UNSEEN} commit -q --allow-empty -m more; git push -q origin loose`,
    );
    refusedBy(pushed, 'guard.weaken');
  });

  test('an agent cannot do away with the rules on its branch and then push what it likes', async () => {
    const { agent, repo } = await fresh();
    await repo.write(CONFIG, FREE);
    const pushed = await agent(
      `git switch -q -c free; ${UNSEEN} commit -qam Free; echo "# x" >>infra/main.tf; ${UNSEEN} commit -qam infra; git push -q origin free`,
    );
    refusedBy(pushed, 'role.coder.paths');
    expect(pushed.stderr).toContain('guard.weaken');
  });

  test('an agent cannot mark its own files as generated', async () => {
    const { agent } = await fresh();
    const files =
      'git switch -q -c many; echo "src/** linguist-generated" >.gitattributes; for n in 1 2 3 4 5 6 7 8; do echo "export {};" >src/n$n.ts; done; git add .';
    refusedBy(await agent(`${files}; git restore --staged .gitattributes; git commit -qm many`), 'limit.agent.files');
    refusedBy(await agent('git add .; git commit -qm many'), 'limit.agent.files');
    refusedBy(
      await agent(
        `${UNSEEN} commit -qam attributes; echo "export {};" >src/n9.ts; git add .; git commit -qm more; git push -q origin many`,
      ),
      'limit.agent.files',
    );
  });

  test('an agent cannot move what is protected', async () => {
    const { agent, repo } = await fresh();
    await repo.write(CONFIG, STRICT.replace('protected: [main]', 'protected: [nothing]'));
    refusedBy(await agent('git switch -q -c mine; git commit -qam Move'), 'guard.weaken');
    refusedBy(await agent(`${UNSEEN} commit -qam Move; git push -q origin mine`), 'guard.weaken');
    const rewrite =
      'git reset -q --soft HEAD~1; git restore -qSW .; git switch -q main; git commit -q --amend -m rewritten; git push -q --force origin main';
    refusedBy(await agent(rewrite), 'git.force-push.protected');
  });

  test('an agent cannot say that history began after its own commits', async () => {
    const { agent, repo } = await fresh();
    await agent(`git switch -q -c since; echo "# x" >>infra/main.tf; ${UNSEEN} commit -qam infra`);
    await repo.write(CONFIG, `${STRICT}since: ${await repo.git('rev-parse', 'HEAD')}\n`);
    const pushed = await agent(`${UNSEEN} commit -qam since; git push -q origin since`);
    refusedBy(pushed, 'role.coder.paths');
    expect(pushed.stderr).toContain('guard.unclear');
  });

  describe('what git shows and what it has', () => {
    test('a replaced rule file, commit or tree changes no rule', async () => {
      const { agent, repo } = await fresh();
      await agent('git switch -q -c work');
      const free = (await repo.run('git', ['hash-object', '-w', '--stdin'], { input: FREE })).stdout.toString().trim();
      await repo.git('replace', await repo.git('rev-parse', `main:${CONFIG}`), free);
      refusedBy(await agent(INFRA), 'role.coder.paths');
      await repo.write(CONFIG, FREE);
      await agent(`git reset -q; git add .guardrail; ${UNSEEN} commit -qm free; git replace main HEAD`);
      refusedBy(await agent(INFRA), 'role.coder.paths');
    });

    test('a tracking ref moved by hand brings no rules', async () => {
      const { agent, repo } = await fresh();
      await repo.write(CONFIG, FREE);
      await agent(`git switch -q -c work; ${UNSEEN} commit -qam free; git update-ref refs/remotes/origin/main HEAD`);
      refusedBy(await agent(INFRA), 'role.coder.paths');
      refusedBy(await agent(`${UNSEEN} commit -qam infra; git push -q origin work`), 'role.coder.paths');
    });

    test('a tracking ref that is deleted takes no rules away', async () => {
      const { agent, repo } = await fresh();
      await repo.write(CONFIG, FREE);
      await agent(
        `git switch -q -c work; ${UNSEEN} commit -qam free; git update-ref -d refs/remotes/origin/main; git symbolic-ref -d refs/remotes/origin/HEAD`,
      );
      refusedBy(await agent(INFRA), 'role.coder.paths');
    });

    test('a graft hides no commit that a role forbids', async () => {
      const { agent, repo } = await fresh();
      await agent(
        `git switch -q -c work; echo "# x" >>infra/main.tf; ${UNSEEN} commit -qam infra; echo "//" >>src/app.ts; ${UNSEEN} commit -qam src`,
      );
      await repo.write(
        '.git/info/grafts',
        `${await repo.git('rev-parse', 'HEAD')} ${await repo.git('rev-parse', 'HEAD~2')}\n`,
      );
      refusedBy(await agent('git push -q origin work'), 'role.coder.paths');
    });
  });

  describe('rules that cannot be read', () => {
    const break_ = `printf '%s' '${BROKEN}' >${CONFIG}`;

    test('are not committed: exit 2, file and line', async () => {
      const { ana } = await fresh();
      const ran = await ana(`git switch -q -c work; ${break_}; git commit -qam broken`);
      expect(ran.code).not.toBe(0);
      expect(ran.stderr).toContain('.guardrail/config.yaml:5: Map keys must be unique');
      expect((await ana('git add .; git hook run pre-commit')).code).toBe(2);
    });

    test('are not pushed either, by whoever made them without the gate', async () => {
      const { ana, remote } = await fresh();
      const ran = await ana(`git switch -q -c work; ${break_}; ${UNSEEN} commit -qam broken; git push -q origin work`);
      expect(ran.code).not.toBe(0);
      expect(ran.stderr).toContain('.guardrail/config.yaml:5: ');
      expect(await remote.git('for-each-ref', 'refs/heads/work')).toBe('');
    });

    test('in HEAD can be mended by a commit that mends them, and nothing else passes', async () => {
      const { ana, agent } = await fresh();
      await ana(`git switch -q -c work; ${break_}; ${UNSEEN} commit -qam broken`);
      const other = await ana('echo "//" >>src/app.ts; git commit -qam other');
      expect(other.code).not.toBe(0);
      expect(other.stderr).toContain('config.yaml:5: ');
      passes(
        await ana(
          `git restore -qSW src; git restore -q --source main -SW .guardrail; git commit -qm mend; git push -q origin work`,
        ),
      );
      refusedBy(await agent(INFRA), 'role.coder.paths');
    });

    test('that have landed can be mended by a commit and a push', async () => {
      const { ana, agent, elsewhere } = await fresh();
      await elsewhere(`${break_}; git commit -qam broken; git push -q origin main`);
      await ana('git fetch -q; git switch -q -c mend origin/main');
      expect((await ana('echo "//" >>src/app.ts; git commit -qam other')).code).not.toBe(0);
      passes(
        await ana(
          `git restore -qSW src; git restore -q --source HEAD~1 -SW .guardrail; git commit -qm mend; git push -q origin mend`,
        ),
      );
      refusedBy(await agent(INFRA), 'role.coder.paths');
    });
  });

  test('two pushed branches are each judged by their own rules', async () => {
    const { ana, repo } = await fresh();
    await repo.write('.guardrail/policies/docs.yaml', forbid('docs', 'docs/**'));
    await ana(
      'git switch -q -c a; git add .; git commit -qm "Close the docs"; git switch -q -c b main; echo x >>docs/guide.md; git commit -qam docs',
    );
    passes(await ana('git push -q origin a b'));
    await ana(
      `git switch -q a; echo y >>docs/guide.md; ${UNSEEN} commit -qam docs; git switch -q b; echo z >>docs/guide.md; git commit -qam docs`,
    );
    const ran = await ana('git push -q origin a b');
    refusedBy(ran, 'docs.touch');
    expect(ran.stderr).toMatch(/where .* on a,/);
    expect(ran.stderr).not.toMatch(/where .* on b,/);
  });

  test('a refused branch becomes pushable by the step that is printed', async () => {
    const { agent, remote } = await fresh();
    const both = 'echo "//" >>src/app.ts; echo "# x" >>infra/main.tf; echo "# n" >infra/new.tf; git add .';
    const ran = await agent(`git switch -q -c work; ${both}; ${UNSEEN} commit -qm both; git push -q origin work`);
    refusedBy(ran, 'role.coder.paths');
    passes(await agent(nextOf(ran)));
    expect(await remote.git('diff', '--name-only', 'main', 'work')).toBe('src/app.ts');
  });

  test('so does a branch whose history holds a secret that its tip no longer has', async () => {
    const { agent, repo, remote } = await fresh();
    await repo.write('src/id_rsa', PRIVATE_KEY);
    const gone = `git rm -q src/id_rsa; echo "//" >>src/app.ts; ${UNSEEN} commit -qam gone`;
    const ran = await agent(
      `git switch -q -c work; git add .; ${UNSEEN} commit -qm key; ${gone}; git push -q origin work`,
    );
    refusedBy(ran, 'secrets.files.certain');
    passes(await agent(nextOf(ran)));
    expect(await remote.git('log', '--format=%H', '--all', '--', 'src/id_rsa')).toBe('');
    expect(await remote.git('diff', '--name-only', 'main', 'work')).toBe('src/app.ts');
  });

  test('and a commit: the step that is printed commits the rest', async () => {
    const { agent, repo } = await fresh();
    const ran = await agent(
      'git switch -q -c work; echo "//" >>src/app.ts; echo "# x" >>infra/main.tf; git add .; git commit -qm both',
    );
    refusedBy(ran, 'role.coder.paths');
    passes(await agent(`${nextOf(ran)} -qm rest`));
    expect(await repo.git('diff', '--name-only', 'main', 'work')).toBe('src/app.ts');
  });
});

/** The command of the line that programs read: `{"verdict":"deny",…,"next":"make one commit without it: git reset …"}`. */
function nextOf({ stderr }: Ran): string {
  const line = stderr.split('\n').find((one) => one.startsWith('guardrail: {')) ?? '';
  return (/"next":"[^":]*: (.*)"\}$/.exec(line)?.[1] ?? 'false').replaceAll('\\"', '"');
}

describe('rules elsewhere', () => {
  let template: Template;
  beforeAll(async () => {
    template = await makeTemplate(FILES);
  });
  afterAll(() => template.remove());

  test('only in HEAD: they hold', async () => {
    const { ana, agent, repo } = await template.copy();
    await repo.write(CONFIG, STRICT);
    passes(await ana('git switch -q -c rules; git add .; git commit -qm rules'));
    refusedBy(await agent(INFRA), 'role.coder.paths');
    refusedBy(await agent(`${UNSEEN} commit -qm infra; git push -q origin rules`), 'role.coder.paths');
  });

  test('nowhere: the shipped pack holds', async () => {
    const { agent } = await template.copy();
    passes(await agent(`git switch -q -c work; rm -rf .guardrail; ${INFRA}; git push -q origin work`));
    refusedBy(await agent('ln -s /etc/passwd link; git add link; git commit -qm link'), 'files.symlink-escape');
    refusedBy(await agent(`${UNSEEN} commit -qm link; git push -q origin work`), 'files.symlink-escape');
  });

  test('in the working tree alone: they are not in force, and an agent does not put them there', async () => {
    const { agent, repo } = await template.copy();
    await repo.write(CONFIG, FREE);
    refusedBy(
      await agent('git switch -q -c work; ln -s /etc/passwd link; git add link; git commit -qm link'),
      'files.symlink-escape',
    );
    refusedBy(await agent('git rm -q --cached link; git add .guardrail; git commit -qm free'), 'guard.install');
  });
});
