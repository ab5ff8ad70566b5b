import { chmod, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HostEvent, Use } from '../../src/agents/host.ts';
import { judgeCall, type JudgedCall } from '../../src/gate/call/judge-call.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { makeRepo, type Repo } from '../helpers/repo.ts';
import { seededSecrets } from '../helpers/secrets.ts';

const DATABASE = 'resource "aws_db_instance" "main" {\n  engine = "postgres"\n}\n';
const QUEUE = 'resource "aws_sqs_queue" "jobs" {\n  name = "jobs"\n}\n';

let repo: Repo;
beforeAll(async () => {
  repo = await makeRepo();
  await repo.commit('begin', {
    'infra/main.tf': `${DATABASE}\n${QUEUE}`,
    'src/app.ts': 'export const a = 1;\nexport const b = 2;\n',
    '.guardrail/config.yaml':
      'version: 1\nextends: [recommended]\nroles:\n  writer:\n    who: { env: { GUARDRAIL_ROLE: writer } }\n    may: { paths: ["content/**"] }\n',
  });
});
afterAll(() => repo.remove());

describe('edits of a tool call', () => {
  test('a database taken out of a file is refused, with its place', async () => {
    const verdict = await judge({
      kind: 'replace',
      path: 'infra/main.tf',
      replacements: [{ old: DATABASE, new: '', all: false }],
    });
    expect(verdict.level).toBe('deny');
    expect(rules(verdict)).toContain('infra.stateful.destroy');
    expect(verdict.rulings[0]?.fact.where.path).toBe('infra/main.tf');
  });

  test('a text that is not there changes nothing, as the tool itself will say', async () => {
    const verdict = await judge({
      kind: 'replace',
      path: 'infra/main.tf',
      replacements: [{ old: 'nowhere', new: '', all: false }],
    });
    expect(verdict.level).toBe('allow');
    expect(verdict.coverage.files).toBe(0);
  });

  test('an everyday edit passes', async () => {
    const verdict = await judge({ kind: 'write', path: join(repo.root, 'src/app.ts'), text: 'export const a = 3;\n' });
    expect([verdict.level, verdict.coverage.files]).toEqual(['allow', 1]);
  });

  test('a block is moved by writing it to its new place first', async () => {
    await repo.write('infra/database.tf', DATABASE);
    const verdict = await judge({ kind: 'write', path: 'infra/main.tf', text: QUEUE });
    expect(rules(verdict).filter((rule) => rule.startsWith('infra.stateful'))).toEqual([]);
    await repo.run('rm', ['infra/database.tf']);
  });

  test('what a person has changed before is no doing of the agent', async () => {
    await repo.write('infra/main.tf', QUEUE);
    const verdict = await judge({
      kind: 'replace',
      path: 'infra/main.tf',
      replacements: [{ old: '"jobs"\n}', new: '"jobs"\n  delay_seconds = 5\n}', all: false }],
    });
    expect(rules(verdict).filter((rule) => rule.startsWith('infra.stateful'))).toEqual([]);
    await repo.git('checkout', '--', 'infra/main.tf');
  });

  test('a patch is read as the tool reads it', async () => {
    const text =
      '*** Begin Patch\n*** Update File: infra/main.tf\n@@\n-resource "aws_db_instance" "main" {\n-  engine = "postgres"\n-}\n-\n resource "aws_sqs_queue" "jobs" {\n*** Add File: content/new.md\n+# New\n*** End Patch\n';
    const verdict = await judge({ kind: 'patch', text });
    expect([verdict.level, verdict.coverage.files]).toEqual(['deny', 2]);
  });

  test('a patch that does not fit cannot be looked at, and that is said', async () => {
    const text = '*** Begin Patch\n*** Update File: infra/main.tf\n@@\n-no such line\n+other\n*** End Patch\n';
    const verdict = await judge({ kind: 'patch', text });
    expect(verdict.coverage.unread.map(({ path }) => path)).toEqual(['infra/main.tf']);
  });

  test('a role ends where its paths end, at the tool call too', async () => {
    const inside = await judge({ kind: 'write', path: 'content/post.md', text: 'x\n' }, { GUARDRAIL_ROLE: 'writer' });
    const outside = await judge({ kind: 'write', path: 'src/app.ts', text: 'x\n' }, { GUARDRAIL_ROLE: 'writer' });
    const elsewhere = await judge(
      { kind: 'write', path: '/tmp/elsewhere.txt', text: 'x\n' },
      { GUARDRAIL_ROLE: 'writer' },
    );
    expect([inside.level, outside.level, elsewhere.level]).toEqual(['allow', 'deny', 'deny']);
    expect(rules(outside)).toEqual(['role.writer.paths']);
  });

  test('a link that leads out of its folder is followed', async () => {
    await repo.write('content/a.md', 'a\n');
    await symlink(join(repo.root, 'src'), join(repo.root, 'content', 'link'));
    const verdict = await judge(
      { kind: 'write', path: 'content/link/app.ts', text: 'x\n' },
      { GUARDRAIL_ROLE: 'writer' },
    );
    expect(verdict.level).toBe('deny');
    await repo.run('rm', ['content/link']);
  });

  test('a key belongs into a file that git ignores, and into no other', async () => {
    await repo.write('.gitignore', '.env\n');
    const key = seededSecrets(5).at(4) ?? '';
    const text = `STRIPE_KEY=${key}\n`;
    const ignored = await judge({ kind: 'write', path: '.env', text });
    const open = await judge({ kind: 'write', path: 'config/env.txt', text });
    expect([rules(ignored), rules(open)]).toEqual([[], ['secrets.files.possible']]);
  });

  test('an edit of an executable file leaves it what it was', async () => {
    await repo.write('bin/run.sh', '#!/bin/sh\necho one\n');
    await chmod(join(repo.root, 'bin/run.sh'), 0o755);
    await repo.git('add', 'bin/run.sh');
    await repo.git('commit', '--quiet', '--no-verify', '--message', 'run');
    const { change } = await judged({ kind: 'write', path: 'bin/run.sh', text: '#!/bin/sh\necho two\n' });
    const [edit] = change.parts[0]?.edits ?? [];
    expect([edit?.status, edit?.before?.mode, edit?.after?.mode]).toEqual(['modify', '100755', '100755']);
  });

  test('settings of the gate are not weakened by an edit', async () => {
    const verdict = await judge({
      kind: 'write',
      path: '.guardrail/config.yaml',
      text: 'version: 1\nextends: [observe]\n',
    });
    expect(verdict.level).toBe('deny');
  });
});

test.each([
  ['.bashrc', 'ask'],
  ['.ssh/authorized_keys', 'ask'],
  ['notes/today.md', 'allow'],
])('what is written over ~/%s is held against the same places as a redirect', async (path, level) => {
  const env = { HOME: '/nowhere/home' };
  expect((await judge({ kind: 'write', path: `/nowhere/home/${path}`, text: 'x\n' }, env)).level).toBe(level);
});

test('outside a repository the shipped rules hold', async () => {
  const verdict = await judge(
    { kind: 'replace', path: join(repo.root, '..', 'stack.tf'), replacements: [] },
    {},
    join(repo.root, '..'),
  );
  expect(verdict.level).toBe('allow');
  expect(verdict.looked.readings).toEqual(['recommended']);
});

function rules(verdict: Verdict): readonly string[] {
  return [...new Set(verdict.rulings.map(({ rule }) => rule))];
}

async function judge(use: Use, env: Readonly<Record<string, string>> = {}, cwd: string = repo.root): Promise<Verdict> {
  return (await judged(use, env, cwd)).verdict;
}

async function judged(
  use: Use,
  env: Readonly<Record<string, string>> = {},
  cwd: string = repo.root,
): Promise<JudgedCall> {
  const event: HostEvent = {
    kind: 'before-tool',
    name: 'PreToolUse',
    session: 's-1',
    cwd,
    model: null,
    subagent: null,
    mode: null,
    transcript: null,
    tool: 'Edit',
    use: null,
    uses: [use],
  };
  const caller = {
    cwd,
    env: { ...repo.env, ...env },
    now: () => 1_700_000_000_000,
    tell: () => undefined,
    isGone: () => false,
  };
  return await judgeCall({ id: 'claude-code', vendors: ['anthropic'] }, event, caller);
}
