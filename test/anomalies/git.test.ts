import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTemplate, type Template } from '../e2e/clone.ts';
import { guardrailHere } from '../helpers/guarded.ts';
import type { Ran, Repo } from '../helpers/repo.ts';

const FILES = {
  'src/app.ts': 'export const a = 1;\n',
  'package.json': '{"name":"shop","dependencies":{"left":"1"}}\n',
  'infra/main.tf': '# empty\n',
  '.guardrail/config.yaml': `version: 1
repo: 01JG1T00000000000000000000
extends: [recommended]
protected: [main]
roles:
  coder: { who: { agent: claude-code }, may: { paths: ["src/**", "package.json"] } }
`,
};
const UNSEEN = 'git -c core.hooksPath=/dev/null';

function refusedBy(ran: Ran, rule: string): void {
  expect({ code: ran.code !== 0, stderr: ran.stderr }).toEqual({ code: true, stderr: expect.stringContaining(rule) });
}
function passes(ran: Ran): void {
  expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: expect.any(String) });
}

let template: Template;
/** Where a daemon is asked, which keeps a git open for what it reads. */
let served: Template;
beforeAll(async () => {
  template = await makeTemplate(FILES);
  served = await makeTemplate(FILES, [], 'daemon');
});
afterAll(async () => {
  const answered = await served.answered();
  await served.remove();
  await template.remove();
  expect(answered).toBeGreaterThanOrEqual(rows.length + 4 * settings.length);
});

const harms: readonly { readonly name: string; readonly harm: (file: string) => Promise<void> }[] = [
  { name: 'damaged', harm: (file) => chmod(file, 0o644).then(() => writeFile(file, 'not an object')) },
  { name: 'gone', harm: (file) => rm(file, { force: true }) },
  { name: 'empty', harm: (file) => chmod(file, 0o644).then(() => writeFile(file, '')) },
];
const objects: readonly { readonly name: string; readonly find: string }[] = [
  { name: 'a changed file', find: 'HEAD:src/app.ts' },
  { name: 'a changed file that an analyzer reads', find: 'HEAD:package.json' },
  { name: 'the file before', find: 'main:package.json' },
  { name: 'a tree', find: 'HEAD:src' },
  { name: 'the tree of the commit', find: 'HEAD^{tree}' },
  { name: 'a commit in between', find: 'HEAD~1' },
  { name: 'the rules in HEAD', find: 'HEAD:.guardrail/config.yaml' },
];
const rows = objects.flatMap((object) =>
  harms.map((harm) => ({ what: object.name, find: object.find, how: harm.name, harm: harm.harm })),
);

const settings: readonly (readonly [key: string, value: string])[] = [
  ['diff.external', 'false'],
  ['diff.renames', 'copies'],
  ['diff.noprefix', 'true'],
  ['diff.relative', 'true'],
  ['diff.orderFile', '/dev/null'],
  ['diff.ignoreSubmodules', 'all'],
  ['core.quotePath', 'true'],
  ['core.pager', 'false'],
  ['color.ui', 'always'],
  ['log.showSignature', 'true'],
  ['log.date', 'relative'],
  ['i18n.logOutputEncoding', 'UTF-16'],
  ['i18n.commitEncoding', 'ISO-8859-1'],
  ['core.autocrlf', 'true'],
  ['core.fsmonitor', 'false'],
  ['fetch.prune', 'true'],
  ['status.showUntrackedFiles', 'no'],
  ['core.useReplaceRefs', 'true'],
  ['grep.patternType', 'perl'],
  ['mailmap.file', '/dev/null/none'],
  ['merge.renames', 'false'],
  ['core.attributesFile', '/dev/null/none'],
  ['notes.displayRef', 'refs/notes/*'],
  ['format.pretty', 'oneline'],
  ['core.abbrev', '4'],
];
/** What somebody else lands meanwhile. */
const LANDED = `commit refs/heads/main
committer Li <li@shop.example> 1700000000 +0000
data 6
landed
from refs/heads/main^0
M 100644 inline infra/main.tf
data 15
# empty
# more

`;

/** Where git keeps a loose object. */
function looseFile(repo: Repo, oid: string): string {
  return join(repo.root, '.git', 'objects', oid.slice(0, 2), oid.slice(2));
}

describe('objects that are not whole', () => {
  test.each(rows)('$what is $how: it does not pass as if it had been looked at', async ({ find, harm }) => {
    const { agent, repo, remote } = await served.copy();
    const change = 'echo "//" >>src/app.ts; echo "{}" >package.json; echo "# work" >>.guardrail/config.yaml';
    passes(
      await agent(
        `git switch -q -c work; ${UNSEEN} commit -q --allow-empty -m one; ${change}; ${UNSEEN} commit -qam two`,
      ),
    );
    await harm(looseFile(repo, await repo.git('rev-parse', find)));
    const ran = await agent('git push -q origin work');
    expect(ran.code).not.toBe(0);
    expect(await remote.git('for-each-ref', 'refs/heads/work')).toBe('');
    const hook = await guardrailHere(repo, ['check', '--json', 'main..work'], { env: { CLAUDECODE: '1' } });
    if (hook.code === 1) expect(hook.stdout.toString('utf8')).toMatch(/"unread(able)?"/);
    else expect(hook.code).toBe(2);
  });

  test('a staged file that is damaged is not committed unread', async () => {
    const { agent, repo } = await template.copy();
    passes(await agent('echo "{}" >package.json; git add .'));
    const file = looseFile(repo, await repo.git('rev-parse', ':package.json'));
    await chmod(file, 0o644);
    await writeFile(file, 'not an object');
    const ran = await guardrailHere(repo, ['check'], { env: { CLAUDECODE: '1' } });
    expect([1, 2]).toContain(ran.code);
    expect((await agent('git commit -qm damaged')).code).not.toBe(0);
  });
});

describe('clones that do not have everything', () => {
  test('shallow: what is here is judged, and what is not is said', async () => {
    const { agent, repo } = await template.copy();
    await agent(
      `git switch -q -c work; for n in 1 2 3; do echo "// $n" >>src/app.ts; git commit -qam "$n"; done; git push -q origin work`,
    );
    await repo.git('fetch', '--quiet', '--depth=1', 'origin', 'main', 'work');
    await repo.git('reset', '--quiet', '--hard', 'origin/work');
    passes(await agent('echo "//" >>src/app.ts; git commit -qam four; git push -q origin work'));
    refusedBy(
      await agent(`echo "# x" >>infra/main.tf; ${UNSEEN} commit -qam bad; git push -q origin work`),
      'role.coder.paths',
    );
    const range = await guardrailHere(repo, ['check', 'main..work'], { env: { CLAUDECODE: '1' } });
    expect([1, 2]).toContain(range.code);
  });

  test('without blobs (a partial clone): what is missing is fetched or said, never overlooked', async () => {
    const { repo, remote } = await template.copy();
    await remote.git('config', 'uploadpack.allowFilter', 'true');
    const partial = join(repo.root, '..', 'partial');
    await repo.git('clone', '--quiet', '--filter=blob:none', `file://${remote.root}`, partial);
    await repo.run('cp', ['-R', join(repo.root, '.git', 'hooks'), join(partial, '.git')]);
    const there = repo.in(partial);
    const agent = (line: string): Promise<Ran> => there.run('sh', ['-e', '-c', line], { env: { CLAUDECODE: '1' } });
    passes(await agent('git switch -q -c work; echo "//" >>src/app.ts; git commit -qam good; git push -q origin work'));
    refusedBy(await agent('echo "# x" >>infra/main.tf; git commit -qam bad'), 'role.coder.paths');
  });
});

describe("a user's own git settings", () => {
  test.each(settings)('%s=%s changes nothing', async (key, value) => {
    const { agent, repo, remote } = await served.copy();
    await repo.git('config', key, value);
    await remote.run('git', ['fast-import', '--quiet'], { input: LANDED });
    passes(
      await agent(
        'git switch -q -c work; echo "//" >>src/app.ts; git commit -qam good; git fetch -q; git merge -q --no-edit origin/main; git push -q origin work',
      ),
    );
    refusedBy(await agent('echo "# x" >>infra/main.tf; git commit -qam bad'), 'role.coder.paths');
    refusedBy(await agent(`${UNSEEN} commit -qam bad; git push -q origin work`), 'role.coder.paths');
  });
});
