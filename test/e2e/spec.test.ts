import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { guardrailHere, prepareGuarded, type Prepared } from '../helpers/guarded.ts';
import { asPerson } from '../helpers/person.ts';
import type { Ran, Repo } from '../helpers/repo.ts';

const AGENT = { CLAUDECODE: '1' };
const LIMITS = `# Limits

## Acceptance Criteria

- AC-1: a cart above 500 needs a confirmation

## Paths

- src/checkout/**
- lib/**
`;
const POLICY = `policy: shop.spec
title: Checkout is changed by what was agreed on
why: nobody knew why limits moved
rules:
  - id: shop.spec.none
    when: { fact: "file.*", path: "src/**", spec: none }
    then: { agent: deny, human: warn }
    say: "no spec that counts stands behind the change of {path}"
    instead: "guardrail spec new NAME, and ask the person you work for to approve it"
`;

let prepared: Prepared;
beforeAll(async () => {
  prepared = await prepareGuarded({
    '.guardrail/config.yaml': 'version: 1\nextends: [recommended]\nreview:\n  spec: [{ path: "lib/**" }]\n',
    '.guardrail/policies/spec.yaml': POLICY,
    '.guardrail/specs/limits.md': LIMITS,
    '.kiro/specs/refunds/requirements.md':
      '# Requirements\n\n### Requirement 1\n\n#### Acceptance Criteria\n\n1. WHEN a THE b SHALL c\n',
    'src/pay.ts': 'export const pay = 1;\n',
    'src/checkout/limit.ts': 'export const limit = 500;\n',
  });
});
afterAll(async () => {
  await prepared.remove();
});

async function cloned(branch: string): Promise<Repo> {
  const repo = await prepared.copy();
  await repo.run('git', ['init', '--quiet', '--bare', '../remote.git']);
  await repo.git('remote', 'add', 'origin', '../remote.git');
  await repo.run('git', ['push', '--quiet', 'origin', 'main']);
  await repo.git('switch', '--quiet', '-c', branch);
  return repo;
}

async function change(repo: Repo, ...paths: readonly string[]): Promise<void> {
  for (const path of paths) await repo.write(path, `export const limit = ${path.length};\n`);
  await repo.git('add', '--all');
}

function commit(repo: Repo, message: string): Promise<Ran> {
  return repo.run('git', ['commit', '--quiet', '--message', message], { env: AGENT });
}

/** What Claude Code asks before it writes. */
async function edit(repo: Repo, path: string): Promise<string> {
  const input = JSON.stringify({
    session_id: 's1',
    cwd: repo.root,
    hook_event_name: 'PreToolUse',
    tool_name: 'Write',
    tool_input: { file_path: join(repo.root, path), content: 'export const limit = 7;\n' },
    tool_use_id: 't1',
  });
  const ran = await guardrailHere(repo, ['agent', 'claude-code', 'PreToolUse'], { input });
  return `${ran.stdout.toString()}${ran.stderr}`;
}

test('a commit that names its spec passes, also one that only its message names, and one that names none does not', async () => {
  const repo = await cloned('work');
  try {
    await change(repo, 'src/pay.ts');
    const refused = await commit(repo, 'Pay more');
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('shop.spec.none')]);
    expect(refused.stderr).toContain('guardrail spec new');
    expect((await commit(repo, 'Pay more\n\nSpec: nowhere')).code).toBe(1);
    expect(await commit(repo, 'Pay more\n\nSpec: refunds')).toMatchObject({ code: 0 });
    // the branch is named by it from here on
    await change(repo, 'src/other.ts');
    expect(await commit(repo, 'More')).toMatchObject({ code: 0 });
    // CI sees the same
    expect((await guardrailHere(repo, ['check', 'main..work'], { env: AGENT })).code).toBe(0);
    await repo.git('switch', '--quiet', '-c', 'other', 'main');
    await change(repo, 'src/other.ts');
    await repo.git('-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '--message', 'Around the hooks');
    const around = await guardrailHere(repo, ['check', 'main..other'], { env: AGENT });
    expect([around.code, around.stderr]).toEqual([1, expect.stringContaining('shop.spec.none')]);
    await repo.git('switch', '--quiet', 'work');
    const shown = await guardrailHere(repo, ['spec', 'show', '--json']);
    expect(JSON.parse(shown.stdout.toString())).toMatchObject({
      spec: { name: 'refunds', state: 'landed', here: true, criteria: [{ id: '1.1', text: 'WHEN a THE b SHALL c' }] },
    });
  } finally {
    await repo.remove();
  }
});

test('a branch names its spec, and paths name the only one that holds them', async () => {
  const repo = await cloned('feature/limits');
  try {
    expect(await edit(repo, 'src/pay.ts')).not.toContain('shop.spec.none');
    await repo.git('switch', '--quiet', '-c', 'work');
    expect(await edit(repo, 'src/pay.ts')).toContain('shop.spec.none');
    expect(await edit(repo, 'src/checkout/limit.ts')).not.toContain('shop.spec.none');
    expect(await edit(repo, 'docs/a.md')).not.toContain('shop.spec.none');
  } finally {
    await repo.remove();
  }
});

test('what an agent writes counts for nothing until a person approves it, and again once it is edited', async () => {
  const repo = await cloned('gifts');
  try {
    const words = [
      'spec',
      'new',
      'gifts',
      '--title',
      'Gifts',
      '--criterion',
      'a gift is wrapped',
      '--criterion',
      'it has a card',
    ];
    const made = await guardrailHere(repo, words, { env: AGENT });
    expect([made.code, made.stdout.toString()]).toEqual([0, '.guardrail/specs/gifts.md\n']);
    expect((await guardrailHere(repo, words, { env: AGENT })).code).toBe(2); // never over another
    expect(await edit(repo, 'src/pay.ts')).toContain('shop.spec.none');
    expect((await guardrailHere(repo, ['spec', 'approve', 'gifts', '--because', 'mine'], { env: AGENT })).code).toBe(1);

    await change(repo, 'src/pay.ts');
    expect((await commit(repo, 'Gifts\n\nSpec: gifts')).stderr).toContain('shop.spec.none');

    const given = await asPerson(repo, ['spec', 'approve', 'gifts', '--because', 'read it'], { answer: 'approve\n' });
    expect([given.code, given.stdout.toString()]).toEqual([0, expect.stringContaining('AC-2  it has a card')]);
    expect(await edit(repo, 'src/pay.ts')).not.toContain('shop.spec.none');
    expect(await commit(repo, 'Gifts')).toMatchObject({ code: 0 });
    const listed = await guardrailHere(repo, ['spec', 'list', '--json']);
    expect(JSON.parse(listed.stdout.toString())).toMatchObject({
      specs: expect.arrayContaining([
        expect.objectContaining({ name: 'gifts', state: 'approved', counts: true, here: true, criteria: 2 }),
        expect.objectContaining({ name: 'limits', state: 'landed', counts: true, here: false }),
      ]),
    });

    await repo.write(
      '.guardrail/specs/gifts.md',
      `${await readFile(join(repo.root, '.guardrail/specs/gifts.md'), 'utf8')}- AC-3: anything goes\n`,
    );
    await change(repo, 'src/other.ts');
    expect((await commit(repo, 'More gifts')).stderr).toContain('shop.spec.none');
    // a landed one that an agent rewrites still counts, and as it has landed
    await repo.git('reset', '--quiet', '--hard', 'main');
    await repo.write('.guardrail/specs/limits.md', LIMITS.replace('500', '5'));
    await change(repo, 'src/checkout/limit.ts');
    expect(await commit(repo, 'Limits\n\nSpec: limits')).toMatchObject({ code: 0 });
    const shown = await guardrailHere(repo, ['spec', 'show']);
    expect(shown.stdout.toString()).toContain('a cart above 500');
    expect(shown.stdout.toString()).toContain('is changed here by agent claude-code');
  } finally {
    await repo.remove();
  }
});

test('an interview at a terminal writes a spec that counts at once', async () => {
  const repo = await cloned('work');
  try {
    const answer = 'Wrap\nPeople like it\nit is wrapped\nit is red\n\nsrc/**\n\n';
    const made = await asPerson(repo, ['spec', 'new', 'wrap'], { answer });
    expect([made.code, made.stdout.toString()]).toEqual([0, expect.stringContaining('It counts from now on')]);
    expect(await readFile(join(repo.root, '.guardrail/specs/wrap.md'), 'utf8')).toBe(
      '# Wrap\n\nWhy: People like it\n\n## Acceptance Criteria\n\n- AC-1: it is wrapped\n- AC-2: it is red\n\n## Paths\n\n- `src/**`\n',
    );
    expect(await edit(repo, 'src/pay.ts')).not.toContain('shop.spec.none');
  } finally {
    await repo.remove();
  }
});

test('a push for which the rules want a spec is refused without one, and says what would help', async () => {
  const repo = await cloned('work');
  try {
    await change(repo, 'lib/limit.ts', 'docs/a.ts');
    expect(await commit(repo, 'Move limits\n\nSpec: gone')).toMatchObject({ code: 0 }); // no rule speaks of lib
    const push = await repo.run('git', ['push', 'origin', 'work']);
    expect(push.code).not.toBe(0);
    expect(push.stderr).toContain('write one with guardrail spec new');
    expect(push.stderr.replace(/\s+/g, ' ')).toContain('A commit names the spec "gone", and there is none.');
    await repo.git('branch', '--quiet', '--move', 'limits');
    const review = JSON.parse((await guardrailHere(repo, ['review', '--json'])).stdout.toString()).reviews[0];
    expect(review.reasons).toContain(
      'No criterion covers docs/a.ts: it lies outside of the paths that .guardrail/specs/limits.md names.',
    );
    expect(review.refuses).toBe(false);

    // what arrives with the change is read as text, until a person approves it
    const words = ['spec', 'new', 'lib', '--title', 'Lib', '--criterion', 'it is small', '--path', 'lib/**'];
    await guardrailHere(repo, words, { env: AGENT });
    await repo.git('add', '--all');
    expect(await commit(repo, 'Say what lib is\n\nSpec: lib')).toMatchObject({ code: 0 });
    const own = JSON.parse((await guardrailHere(repo, ['review', '--json'])).stdout.toString()).reviews[0];
    expect([own.outcome, own.refuses]).toEqual(['inconclusive', true]);
    expect(own.reasons).toContainEqual(
      expect.stringMatching(/lib\.md was written by agent claude-code .* permits nothing/),
    );
    await asPerson(repo, ['spec', 'approve', 'lib', '--because', 'small is right'], { answer: 'approve\n' });
    const passed = await repo.run('git', ['push', 'origin', 'limits']);
    expect([passed.code, passed.stderr]).toEqual([0, expect.stringContaining('No criterion covers docs/a.ts')]);
  } finally {
    await repo.remove();
  }
});
