import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTemplate, type Clone, type Template } from '../e2e/clone.ts';
import { guardrail, guardrailHere } from '../helpers/guarded.ts';

const CONFIG = '.guardrail/config.yaml';
const RULES = `version: 1
repo: 01J1NPVT000000000000000000
extends: [recommended]
protected: [main]
roles:
  coder: { who: { agent: claude-code }, may: { paths: ["src/**"] } }
`;
const policy = (when: string): string => `policy: own
title: Our own
why: It was decided so.
rules:
  - id: own.rule
    when: { ${when} }
    then: deny
    say: no
    instead: leave it
`;
const laughs = `${RULES}people:\n  a: &a [x, x, x, x, x, x, x, x, x, x]\n${Array.from('bcdefgh')
  .map((name, at) => `  ${name}: &${name} [${Array.from({ length: 10 }, () => `*${'abcdefgh'[at]}`).join(', ')}]`)
  .join('\n')}\n`;

const FILES = { 'src/app.ts': 'export const a = 1;\n', [CONFIG]: RULES };

let template: Template;
/** Where a daemon is asked: it reads all of this, and must be there for the next. */
let served: Template;
beforeAll(async () => {
  template = await makeTemplate(FILES);
  served = await makeTemplate(FILES, [], 'daemon');
});
afterAll(async () => {
  const answered = await served.answered();
  await served.remove();
  await template.remove();
  expect(answered).toBeGreaterThanOrEqual(30);
});

/** What nobody can see in a terminal, or what would act there: control, C1 and bidirectional characters. */
// oxlint-disable-next-line no-control-regex -- those are what must not be in it
const ACTS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

describe('a file of rules that cannot be used is not committed', () => {
  const rows: readonly {
    readonly name: string;
    readonly files: Readonly<Record<string, string>>;
    readonly says: RegExp;
  }[] = [
    { name: 'malformed', files: { [CONFIG]: `${RULES}limits: { agent: [\n` }, says: /config\.yaml:\d+: / },
    { name: 'a key twice', files: { [CONFIG]: `${RULES}extends: [observe]\n` }, says: /config\.yaml:7: .*"?extends/ },
    {
      name: 'an unknown key',
      files: { [CONFIG]: `${RULES}protectd: [main]\n` },
      says: /config\.yaml:7: .*"protectd".*"?protected/s,
    },
    {
      name: 'a version of the future',
      files: { [CONFIG]: RULES.replace('version: 1', 'version: 2') },
      says: /config\.yaml:1: version 2 is not known/,
    },
    {
      name: 'an unknown pack',
      files: { [CONFIG]: RULES.replace('[recommended]', '[recomended]') },
      says: /config\.yaml:3: .*recomended.*recommended/s,
    },
    {
      name: 'an unknown condition',
      files: { '.guardrail/policies/own.yaml': policy('fact: file.add, pth: "src/**"') },
      says: /policies\/own\.yaml:6: .*"pth".*"path"/s,
    },
    {
      name: 'an unknown fact',
      files: { '.guardrail/policies/own.yaml': policy('fact: file.remove') },
      says: /policies\/own\.yaml:6: .*"file\.remove".*file\./s,
    },
    {
      name: 'a brace bomb',
      files: { '.guardrail/policies/own.yaml': policy(`fact: file.add, path: "${'{a,b}'.repeat(40)}"`) },
      says: /policies\/own\.yaml:6: .*braces/s,
    },
    {
      name: 'a glob of many stars',
      files: { '.guardrail/policies/own.yaml': policy(`fact: file.add, path: "${'*a'.repeat(60)}"`) },
      says: /policies\/own\.yaml:6: .*stars/s,
    },
    { name: 'aliases of aliases', files: { [CONFIG]: laughs }, says: /config\.yaml:\d+: .*aliases/ },
    {
      name: 'deep nesting',
      files: { [CONFIG]: `${RULES}people: ${'['.repeat(5000)}\n` },
      says: /config\.yaml:\d+: .*nested/,
    },
    {
      name: 'a policy of 10 MB',
      files: { '.guardrail/policies/own.yaml': `# ${'x'.repeat(10 << 20)}\n` },
      says: /policies\/own\.yaml.*at most/,
    },
    { name: 'no text', files: { [CONFIG]: '\0\0\0' }, says: /config\.yaml.*not text/ },
    { name: 'empty', files: { '.guardrail/policies/own.yaml': '' }, says: /policies\/own\.yaml:1: / },
  ];

  test.each(rows)('$name', async ({ files, says }) => {
    const { ana, repo } = await served.copy();
    for (const [path, text] of Object.entries(files)) await repo.write(path, text);
    await closed({ ana, repo }, says);
  });

  test('a link', async () => {
    const { ana, repo } = await served.copy();
    await repo.write('src/free.yaml', 'version: 1\nextends: []\n');
    await repo.git('rm', '--quiet', CONFIG);
    await repo.run('mkdir', ['-p', '.guardrail']);
    await symlink('../src/free.yaml', join(repo.root, CONFIG));
    await closed({ ana, repo }, /config\.yaml.*link/);
  });

  /** The commit is refused and nothing is lost; `check` says the same and ends in 2. */
  async function closed({ ana, repo }: Pick<Clone, 'ana' | 'repo'>, says: RegExp): Promise<void> {
    const before = await repo.git('rev-parse', 'HEAD');
    await repo.git('add', '--all');
    const staged = await repo.git('write-tree');
    const ran = await ana('git commit -qm rules');
    expect(ran.code).not.toBe(0);
    expect(ran.stderr).toMatch(says);
    expect(await repo.git('rev-parse', 'HEAD')).toBe(before);
    expect(await repo.git('write-tree')).toBe(staged);
    const check = await guardrailHere(repo, ['check']);
    expect(check.code, check.stderr).toBe(2);
    expect(check.stderr).toMatch(says);
    expect(check.stderr).toMatch(/next: \S/);
  }
});

describe('names that are made to deceive', () => {
  const NAMES: Readonly<Record<string, Buffer>> = {
    newline: Buffer.from('out/a\nguardrail: this commit is fine'),
    quotes: Buffer.from(`out/"a' $(touch x) \`b\``),
    control: Buffer.from('out/a\u001b[2K\u0007\r\u0008b'),
    bidirectional: Buffer.from('out/\u202egnp.exe\u2066'),
    'C1 controls': Buffer.from('out/\u009b2Jx'),
    'not UTF-8': Buffer.from([0x6f, 0x75, 0x74, 0x2f, 0xff, 0xfe, 0x80]),
    'a colon and a star': Buffer.from('out/:(glob)**'),
  };

  test.each(Object.keys(NAMES))('%s', async (name) => {
    const { agent, repo } = await served.copy();
    const [blob = ''] = (await repo.run('git', ['hash-object', '-w', '--stdin'], { input: 'x\n' })).stdout
      .toString()
      .split('\n');
    const entry = Buffer.concat([Buffer.from(`100644 ${blob}\t`), NAMES[name] ?? Buffer.alloc(0), Buffer.from('\0')]);
    await repo.git('switch', '--quiet', '--create', 'work');
    expect((await repo.run('git', ['update-index', '-z', '--index-info'], { input: entry })).code).toBe(0);
    const ran = await agent('git commit -qm odd');
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('role.coder.paths');
    expect(ran.stderr).not.toMatch(ACTS);
    expect(ran.stderr).not.toMatch(/^guardrail: this commit is fine/m);

    for (const format of ['json', 'sarif', 'github']) {
      const check = await guardrailHere(repo, ['check', '--format', format], { env: { CLAUDECODE: '1' } });
      expect(check.code, format).toBe(1);
      expect(check.stdout.toString('utf8'), format).not.toMatch(ACTS);
      expect(check.stdout.toString('utf8'), format).not.toContain('\ufffd');
      if (format === 'github') expect(check.stdout.toString('utf8')).not.toMatch(/^guardrail: this/m);
      else expect(JSON.parse(check.stdout.toString('utf8'))).toBeTypeOf('object');
    }

    const pushed = await agent('git -c core.hooksPath=/dev/null commit -qm odd; git push -q origin work');
    expect(pushed.code).not.toBe(0);
    expect(pushed.stderr).toContain('role.coder.paths');
    expect(pushed.stderr).not.toMatch(ACTS);
  });

  test('in a branch, a commit message and an author', async () => {
    const { agent, repo } = await served.copy();
    await repo.write('out/a.txt', 'a\n');
    const odd = '\u202eevil\u001b[31m';
    const ran = await agent(
      `git switch -q -c 'work-\u202ex'; git add .; git -c core.hooksPath=/dev/null -c 'user.name=${odd}' commit -qm '${odd}'; git push -q origin HEAD`,
    );
    expect(ran.code).not.toBe(0);
    expect(ran.stderr).toContain('role.coder.paths');
    expect(
      ran.stderr
        .split('\n')
        .filter((line) => !line.startsWith('error: '))
        .join('\n'),
    ).not.toMatch(ACTS);
  });
});

describe('much at once', () => {
  test('a commit of 5,000 files is looked at to the last', { timeout: 600_000 }, async () => {
    const { agent, repo } = await template.copy();
    const entries = Array.from(
      { length: 5_000 },
      (_, n) => `M 100644 inline src/d${n % 100}/f${n}.ts\ndata 2\n${n % 10}\n`,
    );
    const head = await repo.git('rev-parse', 'HEAD');
    const commit = `commit refs/heads/big\ncommitter Ana <ana@shop.example> 1700000000 +0000\ndata 3\nbig\nfrom ${head}\n`;
    await repo.run('git', ['fast-import', '--quiet'], {
      input: `${commit}${entries.join('')}M 100644 inline out/last.txt\ndata 2\nx\n\n`,
    });
    const check = await guardrail(repo, ['check', '--json', 'main..big'], { env: { CLAUDECODE: '1' } });
    const said: unknown = JSON.parse(check.stdout.toString('utf8'));
    expect(said).toMatchObject({ coverage: { files: 5_001, commits: 1 } });
    expect(check.code).toBe(1);
    const ran = await agent('git push -q origin big');
    expect(ran.code).not.toBe(0);
    expect(ran.stderr).toContain('out/last.txt');
    const staged = await agent('git read-tree big; git commit -qm big');
    expect(staged.code).not.toBe(0);
    expect(staged.stderr).toContain('out/last.txt');
  });

  test('branch names as long as git takes them', async () => {
    const { agent, repo } = await template.copy();
    const name = `${'a'.repeat(200)}/${'b'.repeat(40)}`;
    await repo.write('src/a.ts', 'export {};\n');
    expect(
      await agent(`git switch -q -c ${name}; git add .; git commit -qm long; git push -q origin ${name}`),
    ).toMatchObject({ code: 0 });
    await repo.write('out/a.ts', 'export {};\n');
    const ran = await agent(`git add .; git -c core.hooksPath=/dev/null commit -qm long; git push -q origin ${name}`);
    expect(ran.code).not.toBe(0);
    expect(ran.stderr).toContain('role.coder.paths');
  });
});

describe('what git hands to a hook', () => {
  const line = (oid: string): string => `refs/heads/work ${oid} refs/heads/work ${'0'.repeat(40)}`;
  const rows: readonly { readonly name: string; readonly stdin: (oid: string) => string; readonly code: number }[] = [
    { name: 'nothing', stdin: () => '', code: 0 },
    { name: 'half a line', stdin: (oid) => line(oid).slice(0, 60), code: 2 },
    { name: 'a line whose last id is cut', stdin: (oid) => line(oid).slice(0, -3), code: 2 },
    { name: 'a whole line and half of the next', stdin: (oid) => `${line(oid)}\n${line(oid).slice(0, 30)}`, code: 2 },
    { name: 'an object that is not here', stdin: () => `${line('1'.repeat(40))}\n`, code: 2 },
    { name: 'no ref lines at all', stdin: () => 'hello\n', code: 2 },
  ];
  test.each(rows)('$name', async ({ stdin, code }) => {
    const { repo } = await template.copy();
    const input = stdin(await repo.git('rev-parse', 'HEAD'));
    const hook = await repo.run('.git/hooks/pre-push', ['origin', '../remote.git'], { input });
    expect(hook.code, hook.stderr).toBe(code);
    if (code !== 0) expect(hook.stderr).toMatch(/guardrail.*(pre-push|judge)[\s\S]*next: \S/);
    const receive = await guardrail(repo, ['pre-receive'], {
      input: input.replace(/^\S+ (\S+) (\S+) (\S*)/gm, '$3 $1 $2'),
    });
    if (code === 2) expect(receive.code, receive.stderr).toBe(2);
  });

  test('no message file, no such event, no repository', async () => {
    const { repo } = await template.copy();
    for (const args of [['prepare-commit-msg', '--message=nowhere'], ['pre-rebase'], []]) {
      expect((await guardrailHere(repo, ['hook', ...args])).code).toBe(2);
    }
    const outside = await guardrail(repo, ['hook', 'pre-commit'], { cwd: template.home });
    expect(outside.code).toBe(2);
    expect(outside.stderr).toMatch(/open the repository at .*not a git repository/);
  });

  test('a base that is not here', async () => {
    const { repo } = await template.copy();
    for (const range of [
      '1111111111111111111111111111111111111111..HEAD',
      'nowhere..HEAD',
      'HEAD..nowhere',
      '--output=x..HEAD',
    ]) {
      const ran = await guardrailHere(repo, ['verify', range]);
      expect(ran.code, range).toBe(2);
      expect(ran.stderr).toMatch(/is not here|unknown|there is no/i);
    }
  });
});
