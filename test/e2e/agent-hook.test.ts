import { describe, expect, test } from 'vitest';
import { guardrail } from '../helpers/guarded.ts';
import { asPerson } from '../helpers/person.ts';
import { makeRepo, type Ran, type Repo } from '../helpers/repo.ts';
import { makeShop, within } from '../helpers/shop.ts';

type Answer = { readonly code: number; readonly decision: string; readonly reason: string; readonly stderr: string };

describe('the hook of an agent, as its settings call it', () => {
  test('refuses what destroys, says nothing of what does not, and remembers both', async () => {
    await within(makeRepo(), async (repo) => {
      const refused = await asks(repo, bash(repo, 'git status && git push --force origin main'));
      expect(refused.decision).toBe('deny');
      expect(refused.reason).toContain('git.force-push');
      expect(refused.reason).toContain('instead');
      const passed = await guardrail(repo, WORDS, { input: JSON.stringify(bash(repo, 'npm test')) });
      expect([passed.code, passed.stdout.toString(), passed.stderr]).toEqual([0, '', '']);
      const log = await guardrail(repo, ['log', '--json']);
      const inlets = (log.stdout.toString().match(/"inlet": ?"tool"/g) ?? []).length;
      expect(inlets, log.stdout.toString().slice(0, 500)).toBe(2);
    });
  });

  test('a person approves what was asked, and the very same call passes; another one does not', async () => {
    await within(makeShop(), async (repo) => {
      const write = (path: string) => edit('Write', { file_path: `${repo.root}/${path}`, content: 'x\n' });
      const asked = await asks(repo, write('notes/a.md'));
      expect(asked.decision).toBe('ask');
      const id = /r-[0-9a-z]+/.exec(asked.reason)?.[0] ?? '';
      const given = await asPerson(repo, ['approve', id, '--because', 'the notes of May'], { answer: 'approve\n' });
      expect(given.stdout.toString()).toContain('approved shop.notes.touch for notes/a.md');
      expect((await asks(repo, write('notes/a.md'))).decision).toBe('allow');
      expect((await asks(repo, write('notes/b.md'))).decision).toBe('ask');
      await repo.write('notes/a.md', 'x\n');
      await repo.git('add', '--all');
      const check = await guardrail(repo, ['check', '--json'], { env: { CLAUDECODE: '1' } });
      const open = (JSON.parse(check.stdout.toString()).rulings as { rule: string; level: string }[]).filter(
        ({ level }) => level === 'ask',
      );
      expect(open, 'the approval holds at the commit as well').toEqual([]);
    });
  });

  test('rules that cannot be read never mean none, and keep nobody from mending them', async () => {
    await within(makeShop({ '.guardrail/config.yaml': 'version: 1\nextends: [nowhere]\n' }), async (repo) => {
      expect((await asks(repo, bash(repo, 'git push --force origin main'))).decision).toBe('deny');
      expect((await asks(repo, bash(repo, 'git log --oneline'))).decision).toBe('allow');
    });
  });
});

/** Each of these is answered, in the agent's own language, and none is let through by a crash. */
const HOSTILE: readonly (readonly [name: string, payload: (repo: Repo) => unknown, decision: string])[] = [
  ['an empty object', () => ({}), 'blocked'],
  ['no JSON', () => 'rm -rf', 'blocked'],
  ['a list', () => [1, 2], 'blocked'],
  ['a command that is a number', (repo) => ({ ...bash(repo, ''), tool_input: { command: 7 } }), 'blocked'],
  [
    'a version from the future',
    (repo) => ({ ...bash(repo, 'git push --force origin main'), schema: 99, extra: { deep: [] } }),
    'deny',
  ],
  ['no cwd', (repo) => without(bash(repo, 'git push --force origin main'), 'cwd'), 'deny'],
  ['a relative cwd', (repo) => ({ ...bash(repo, 'git push --force origin main'), cwd: 'somewhere' }), 'deny'],
  [
    'a folder that is gone',
    (repo) => ({ ...bash(repo, 'git push --force origin main'), cwd: '/nonexistent/place' }),
    'deny',
  ],
  [
    'a transcript that cannot be read',
    (repo) => ({ ...bash(repo, 'git push --force origin main'), transcript_path: '/nonexistent' }),
    'deny',
  ],
  ['an unknown tool', (repo) => ({ ...bash(repo, ''), tool_name: 'Teleport', tool_input: { to: 'prod' } }), 'allow'],
  ['a command of 1 MB', (repo) => bash(repo, `echo ${'x'.repeat(1 << 20)}; git push --force origin main`), 'deny'],
  [
    'nesting 200 deep',
    (repo) => bash(repo, `${'( '.repeat(200)}git push --force origin main${' )'.repeat(200)}`),
    'deny',
  ],
  ['a NUL and half a surrogate', (repo) => bash(repo, 'echo \u0000 \ud800; git push --force origin main'), 'deny'],
];

describe('bad input', () => {
  test('is answered in the language that blocks', async () => {
    await within(makeRepo(), async (repo) => {
      const answers = await inTurns(HOSTILE, async ([name, payload, expected]) => {
        const { decision, stderr } = await asks(repo, payload(repo));
        return [name, decision, expected === 'blocked' ? stderr.includes('it does not run') : true];
      });
      expect(answers).toEqual(HOSTILE.map(([name, , decision]) => [name, decision, true]));
    });
  });

  test('bytes that are no UTF-8 do not hide what stands beside them', async () => {
    await within(makeRepo(), async (repo) => {
      const told = Buffer.from(JSON.stringify(bash(repo, 'echo @; git push --force origin main')), 'latin1');
      told[told.indexOf('@')] = 0xff;
      expect((await asks(repo, told)).decision).toBe('deny');
    });
  });
});

const WORDS = ['agent', 'claude-code', 'PreToolUse'];

function bash(repo: Repo, command: string): Readonly<Record<string, unknown>> {
  return { ...edit('Bash', { command }), cwd: repo.root };
}

function edit(tool: string, input: unknown): Readonly<Record<string, unknown>> {
  return { session_id: 's-1', hook_event_name: 'PreToolUse', tool_name: tool, tool_input: input, tool_use_id: 't-1' };
}

function without(payload: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(payload).filter(([name]) => name !== key));
}

async function asks(repo: Repo, payload: unknown): Promise<Answer> {
  const input = Buffer.isBuffer(payload) ? payload : JSON.stringify(payload);
  return read(await guardrail(repo, WORDS, { input }));
}

function read({ code, stdout, stderr }: Ran): Answer {
  const text = stdout.toString();
  const said = text === '' ? {} : (JSON.parse(text).hookSpecificOutput ?? {});
  const decision = code === 2 ? 'blocked' : (said.permissionDecision ?? 'allow');
  return { code, decision, reason: String(said.permissionDecisionReason ?? ''), stderr };
}

/** Two at a time: each is a node of its own, and there are two cores. */
async function inTurns<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += 2) results.push(...(await Promise.all(items.slice(at, at + 2).map(run))));
  return results;
}
