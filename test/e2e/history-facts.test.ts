import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PRIVATE_KEY } from '../helpers/guarded.ts';
import type { Ran } from '../helpers/repo.ts';
import { makeTemplate, type Clone, type Template } from './clone.ts';

const CONFIG = `version: 1
repo: 01JH1ST0RY0000000000000000
extends: [recommended]
protected: [main, "release/*"]
roles:
  coder: { who: { agent: claude-code }, may: { paths: ["src/**", "test/**"] } }
`;

/** Two rules about the same thing, one for each way to look at it. */
const SCOPES = `policy: notes
title: Notes are written with care
why: To see which of the two looks where.
rules:
  - id: notes.ever
    scope: history
    when: { fact: file.add, path: "src/ever*" }
    then: { agent: deny, human: deny }
    say: "{path} was there"
    instead: Leave it out
  - id: notes.end
    when: { fact: file.add, path: "src/end*" }
    then: { agent: deny, human: deny }
    say: "{path} is there"
    instead: Leave it out
`;

const UNSEEN = 'git -c core.hooksPath=/dev/null';
const WORK = 'git switch -q -c work';

function refusedBy(ran: Ran, rule: string): void {
  expect({ code: ran.code !== 0, stderr: ran.stderr }).toEqual({ code: true, stderr: expect.stringContaining(rule) });
}
function passes(ran: Ran): void {
  expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: expect.any(String) });
}

let template: Template;
beforeAll(async () => {
  const files = {
    'src/app.ts': 'export const a = 1;\n',
    'test/app.test.ts': 'test("a", () => {});\n',
    'infra/main.tf': '# empty\n',
    '.guardrail/config.yaml': CONFIG,
    '.guardrail/policies/notes.yaml': SCOPES,
  };
  template = await makeTemplate(files, [], 'daemon');
});
afterAll(async () => {
  const answered = await template.answered();
  await template.remove();
  expect(answered).toBeGreaterThanOrEqual(20);
});

async function withKey(): Promise<Clone> {
  const clone = await template.copy();
  await clone.repo.write('src/id_rsa', PRIVATE_KEY);
  return clone;
}

describe('what was ever in a pushed commit', () => {
  const rows: readonly { readonly name: string; readonly line: string }[] = [
    {
      name: 'added and removed in the next commit',
      line: `${UNSEEN} commit -qm key; git rm -q src/id_rsa; ${UNSEEN} commit -qm gone`,
    },
    {
      name: 'added and renamed to something harmless',
      line: `${UNSEEN} commit -qm key; git mv src/id_rsa src/notes.txt; ${UNSEEN} commit -qm moved`,
    },
    {
      name: 'added and emptied',
      line: `${UNSEEN} commit -qm key; echo none >src/id_rsa; ${UNSEEN} commit -qam emptied`,
    },
    { name: 'added and reverted', line: `${UNSEEN} commit -qm key; ${UNSEEN} revert --no-edit HEAD` },
    {
      name: 'on a side that was merged away',
      line: `${UNSEEN} commit -qm key; git switch -q -c keep main; ${UNSEEN} commit -q --allow-empty -m keep; ${UNSEEN} merge -q -s ours --no-edit work; git branch -f work HEAD`,
    },
    {
      name: 'put in by a merge and taken out after it',
      line: `git stash -q; git switch -q -c side main; ${UNSEEN} commit -q --allow-empty -m side; git switch -q work; ${UNSEEN} commit -q --allow-empty -m work; ${UNSEEN} merge -q --no-commit --no-ff side; git stash pop -q; git add src; ${UNSEEN} commit -qm merge; git rm -q src/id_rsa; ${UNSEEN} commit -qm gone`,
    },
  ];
  test.each(rows)('$name', async ({ line }) => {
    const { agent, remote } = await withKey();
    passes(await agent(`${WORK}; git add .; ${line}`));
    const ran = await agent('git push -q origin work');
    refusedBy(ran, 'secrets.files.certain');
    expect(ran.stderr).toMatch(/where +src\/id_rsa(:1)? in [0-9a-f]{9}/);
    expect(await remote.git('for-each-ref', 'refs/heads/work')).toBe('');
  });

  test('is not asked for again once it is on the remote', async () => {
    const { agent, elsewhere, repo } = await template.copy();
    await repo.write('../key', PRIVATE_KEY);
    await elsewhere(
      'git switch -q -c old; cp ../key src/id_rsa; git add .; git commit -qm key; git rm -q src/id_rsa; git commit -qm gone; git push -q origin old',
    );
    passes(
      await agent(
        'git fetch -q; git switch -q -c work origin/old; echo "//" >>src/app.ts; git commit -qam more; git push -q origin work',
      ),
    );
  });

  test('is asked for when it was only said to be on the remote', async () => {
    const { agent } = await withKey();
    refusedBy(
      await agent(
        `${WORK}; git add .; ${UNSEEN} commit -qm key; git update-ref refs/remotes/origin/work HEAD; git rm -q src/id_rsa; ${UNSEEN} commit -qm gone; git push -q origin work`,
      ),
      'secrets.files.certain',
    );
  });

  test('counts for a rule that says scope: history, and not for one that does not', async () => {
    const { ana } = await template.copy();
    const twice = (file: string): string =>
      `echo x >src/${file}; git add .; ${UNSEEN} commit -qm add; git rm -q src/${file}; ${UNSEEN} commit -qm gone`;
    passes(await ana(`${WORK}; ${twice('end')}; git push -q origin work`));
    refusedBy(await ana(`${twice('ever')}; git push -q origin work`), 'notes.ever');
    refusedBy(await ana('git switch -q -c there main; echo x >src/end; git add .; git commit -qm end'), 'notes.end');
  });
});

describe('what a branch changes in the end', () => {
  test('one that does and undoes is free, one that only does is not', async () => {
    const { agent } = await template.copy();
    const touch = `echo "# x" >>infra/main.tf; ${UNSEEN} commit -qam infra`;
    passes(await agent(`${WORK}; ${touch}; ${UNSEEN} revert --no-edit HEAD; git push -q origin work`));
    refusedBy(await agent(`${touch}; git push -q origin work`), 'role.coder.paths');
  });

  test('over two pushes counts from what the remote has', async () => {
    const { agent, ana } = await template.copy();
    passes(
      await agent(`${WORK}; echo "test(1)" >test/new.test.ts; git add .; git commit -qm test; git push -q origin work`),
    );
    passes(await agent('git rm -q test/new.test.ts; git commit -qm "Drop it"; git push -q origin work'));
    refusedBy(
      await agent(`git rm -q test/app.test.ts; ${UNSEEN} commit -qm "Drop it"; git push -q origin work`),
      'tests.delete',
    );
    passes(await ana('git push -q origin main'));
  });

  test('a test that landed on any protected branch has landed', async () => {
    const { agent, ana } = await template.copy();
    passes(
      await ana(
        'git switch -q -c release/1; echo "test(1)" >test/r.test.ts; git add .; git commit -qm r; git push -q origin release/1',
      ),
    );
    refusedBy(await agent('git switch -q -c work; git rm -q test/r.test.ts; git commit -qm gone'), 'tests.delete');
  });

  test('a test that was moved is not deleted; one whose copy stays elsewhere is', async () => {
    const { agent } = await template.copy();
    passes(
      await agent(`${WORK}; git mv test/app.test.ts test/shop.test.ts; git commit -qm move; git push -q origin work`),
    );
    refusedBy(
      await agent(
        'git switch -q -c two main; cp test/app.test.ts src/kept.txt; echo y >>src/kept.txt; git add src; git commit -qm copy; git rm -q test/app.test.ts; git commit -qm gone',
      ),
      'tests.delete',
    );
  });

  test('a rename out of the role counts under both names', async () => {
    const { agent } = await template.copy();
    refusedBy(await agent(`${WORK}; git mv infra/main.tf src/main.tf; git commit -qm move`), 'role.coder.paths');
    refusedBy(
      await agent('git reset -q --hard; git mv src/app.ts infra/app.ts; git commit -qm move'),
      'role.coder.paths',
    );
  });
});
