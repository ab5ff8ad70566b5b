import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGate, type Gate } from '../../src/gate/open.ts';
import { approveSpec, specOnDisk } from '../../src/gate/specs/approved.ts';
import { specsHere } from '../../src/gate/specs/here.ts';
import { standingSpec, type Standing } from '../../src/gate/specs/standing.ts';
import type { Edit } from '../../src/model/change.ts';
import { makeRepo, type Repo, type Variables } from '../helpers/repo.ts';
import { agent, editOf } from '../policy/make.ts';

const LIMITS = '# Limits\n\n## Acceptance Criteria\n\n- AC-1: at most 500\n\n## Paths\n\n- src/**\n- lib/**\n';
const BY_AGENT = '\n\nCo-Authored-By: Claude <noreply@anthropic.com>';

let repo: Repo;
beforeAll(async () => {
  repo = await makeRepo();
  await repo.commit('first', {
    '.guardrail/specs/limits.md': LIMITS,
    '.guardrail/specs/lib.md': '# Lib\n\n- AC-1: a\n\n## Paths\n\n- lib/**\n',
    'specs/004-refunds/spec.md': '# Refunds\n\n- **FR-001**: System MUST refund\n',
    'specs/004-refunds/plan.md': '# Plan\n\n- FR-9: not one\n',
    '.kiro/specs/gifts/requirements.md': '# R\n\n### Requirement 1\n\n#### Acceptance Criteria\n\n1. WHEN a\n',
    '.guardrail/specs/image.md': 'a\0b',
    'src/a.ts': 'a\n',
  });
});
afterAll(async () => {
  await repo.remove();
});

async function gateHere(more: Variables = {}): Promise<Gate> {
  const { root } = repo;
  const env = { ...repo.env, ...more };
  return await openGate({ cwd: root, env, now: () => Date.now(), err: () => Promise.resolve(), parent: 0 });
}

type Asked = { readonly message?: string; readonly edits?: readonly Edit[]; readonly tree?: string };

/** On a new branch of main, whatever the test before left. */
async function onBranch(name: string): Promise<void> {
  await repo.git('switch', '--quiet', '--force-create', name, 'main');
}

async function standing({ message, edits = [], tree }: Asked = {}, env: Variables = {}): Promise<Standing> {
  const gate = await gateHere(env);
  const { where } = await specsHere(gate);
  return await standingSpec(gate, {
    ...where,
    message: message ?? null,
    edits,
    ...(tree === undefined ? {} : { tree }),
  });
}

async function pathOf(asked?: Asked): Promise<string> {
  const found = await standing(asked);
  return found.kind === 'counts' ? `${found.because} ${found.spec.path} by ${found.named}` : found.kind;
}

test.each<[branch: string, asked: Asked, found: string]>([
  ['work', {}, 'none'],
  ['work', { message: 'x\n\nSpec: gifts\n' }, 'landed .kiro/specs/gifts/requirements.md by commit'],
  ['work', { message: 'x\n\nSpec: specs/004-refunds/spec.md\n' }, 'landed specs/004-refunds/spec.md by commit'],
  ['work', { message: 'x\n\nSpec: refunds\n' }, 'landed specs/004-refunds/spec.md by commit'],
  ['work', { message: 'x\n\nSpec: limits.md\n' }, 'landed .guardrail/specs/limits.md by commit'],
  ['work', { message: 'talk of Spec: gifts in the subject' }, 'none'],
  ['work', { message: 'x\n\nSpec: ../../../etc/passwd\n' }, 'none'],
  ['work', { message: `x\n\nSpec: ${'a'.repeat(100_000)}\n` }, 'none'],
  ['work', { message: 'x\n\nSpec: plan\n' }, 'none'],
  ['work', { message: 'x\n\nSpec: image\n' }, 'unread'],
  ['004-refunds', {}, 'landed specs/004-refunds/spec.md by branch'],
  ['ana/Refunds', {}, 'landed specs/004-refunds/spec.md by branch'],
  ['limits', { message: 'x\n\nSpec: gone\n' }, 'landed .guardrail/specs/limits.md by branch'],
  ['limits', { message: 'x\n\nSpec: gifts\n' }, 'landed .kiro/specs/gifts/requirements.md by commit'],
  ['limits-of-time', {}, 'none'],
  ['work', { edits: [editOf('src/a.ts')] }, 'landed .guardrail/specs/limits.md by paths'],
  ['work', { edits: [editOf('src/a.ts'), editOf('docs/a.md')] }, 'none'],
  [
    'work',
    { edits: [editOf('src/a.ts'), editOf('lock', { generated: true })] },
    'landed .guardrail/specs/limits.md by paths',
  ],
  ['work', { edits: [editOf('lib/a.ts')] }, 'none'], // two hold it
])('on %s, row %#', async (branch, asked, found) => {
  await onBranch(branch);
  expect(await pathOf(asked)).toBe(found);
});

test('who wrote it decides, whatever the branch is called', async () => {
  await onBranch('wrap');
  await repo.commit('by hand', { '.guardrail/specs/wrap.md': '# Wrap\n\n- AC-1: red\n' });
  expect(await pathOf()).toBe('written .guardrail/specs/wrap.md by branch');
  await repo.commit('other', { 'src/b.ts': 'b\n' });
  await repo.commit(`its author${BY_AGENT}`, { 'src/c.ts': 'c\n' });
  expect(await pathOf()).toBe('written .guardrail/specs/wrap.md by branch');

  await repo.commit(`reworded${BY_AGENT}`, { '.guardrail/specs/wrap.md': '# Wrap\n\n- AC-1: anything\n' });
  const refused = await standing();
  expect(refused).toMatchObject({ kind: 'none', isOpen: true });
  expect(refused.says).toEqual([
    'The spec .guardrail/specs/wrap.md was written by agent claude-code and has not landed: it is read as text and permits nothing (a person: guardrail spec approve wrap --because "...").',
  ]);

  // exactly these bytes, and no others
  const gate = await gateHere();
  const { where } = await specsHere(gate);
  const disk = await specOnDisk(gate, '.guardrail/specs/wrap.md');
  const person = { name: 'Ana', email: 'ana@shop.example' };
  await approveSpec(gate, {
    repo: where.repo,
    person,
    path: '.guardrail/specs/wrap.md',
    oid: disk?.oid ?? '',
    because: 'read',
  });
  expect(await pathOf()).toBe('approved .guardrail/specs/wrap.md by branch');
  await repo.write('.guardrail/specs/wrap.md', '# Wrap\n\n- AC-1: nothing\n');
  await repo.commit(`again${BY_AGENT}`);
  expect(await pathOf()).toBe('none');
});

test('what is staged by an agent over what people wrote does not count', async () => {
  await onBranch('wrap-2');
  await repo.commit('by hand', { '.guardrail/specs/wrap-2.md': '# Wrap\n\n- AC-1: red\n' });
  await repo.write('.guardrail/specs/wrap-2.md', '# Wrap\n\n- AC-1: blue\n');
  await repo.git('add', '--all');
  const tree = await repo.git('write-tree');
  const edit = (authors: Edit['authors']): readonly Edit[] => [editOf('.guardrail/specs/wrap-2.md', { authors })];
  expect(await pathOf({ tree, edits: edit([agent]) })).toBe('none');
  expect(await pathOf({ tree, edits: edit([{ ...agent, kind: 'human', agent: null }]) })).toContain('written');
  await repo.git('reset', '--quiet', '--hard');
});

test('one that has landed counts as it has landed, whatever a branch makes of it or how old the branch is', async () => {
  await onBranch('limits');
  await repo.commit(`softer${BY_AGENT}`, { '.guardrail/specs/limits.md': LIMITS.replace('500', '5000') });
  const found = await standing();
  expect(found).toMatchObject({
    kind: 'counts',
    because: 'landed',
    spec: { criteria: [{ id: 'AC-1', text: 'at most 500' }] },
  });
  expect(found.says).toEqual([expect.stringContaining('it counts as it has landed')]);
  await repo.git('rm', '--quiet', '.guardrail/specs/limits.md');
  await repo.commit(`gone${BY_AGENT}`);
  expect(await pathOf()).toBe('landed .guardrail/specs/limits.md by branch');

  // the branch is behind
  await onBranch('gifts');
  await repo.git('switch', '--quiet', 'main');
  await repo.commit('newer', { '.kiro/specs/gifts/requirements.md': '# R\n\n- AC-7: newer\n' });
  await repo.git('switch', '--quiet', 'gifts');
  expect(await standing()).toMatchObject({ kind: 'counts', because: 'landed', spec: { criteria: [{ id: 'AC-7' }] } });
});

test('what cannot be read is said, and is not the same as none', async () => {
  await onBranch('huge');
  await repo.commit('huge', { '.guardrail/specs/huge.md': `# Huge\n${'x'.repeat(2_100_000)}` });
  expect(await standing()).toMatchObject({
    kind: 'unread',
    says: ['The spec .guardrail/specs/huge.md could not be read: it has 2100007 bytes, and at most 2000000 are read.'],
  });
  await repo.commit('long', { '.guardrail/specs/huge.md': `# Huge\n\n- AC-1: a\n${'x\n'.repeat(200_000)}` });
  const long = await standing();
  expect([long.kind, long.says]).toEqual([
    'counts',
    ['The spec .guardrail/specs/huge.md: only its first 200000 of 400018 characters were read.'],
  ]);

  await onBranch('link');
  await mkdir(join(repo.root, '.guardrail/specs'), { recursive: true });
  await repo.run('ln', ['-s', '../../src/a.ts', '.guardrail/specs/link.md']);
  await repo.commit('a link');
  expect(await pathOf()).toBe('none'); // its text lies elsewhere
});

test('a log that cannot be read approves nothing, and says so', async () => {
  await onBranch('odd');
  await repo.commit(`odd${BY_AGENT}`, { '.guardrail/specs/odd.md': '# Odd\n\n- AC-1: a\n' });
  // a state folder of its own: nothing of an earlier log lies beside it
  const state = join(repo.root, '../state');
  await mkdir(join(state, 'guardrail'), { recursive: true });
  await writeFile(
    join(state, 'guardrail/log.db'),
    'no database at all, and long enough to be taken for one'.repeat(100),
  );
  const found = await standing({}, { XDG_STATE_HOME: state });
  expect(found.kind).toBe('none');
  expect(found.says.join(' ')).toContain('What people have approved of specs is not known');
});
