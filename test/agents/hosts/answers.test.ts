import { describe, expect, test } from 'vitest';
import type { HostEvent, Reply } from '../../../src/agents/host.ts';
import type { Level } from '../../../src/model/level.ts';
import { HOSTS, hostOf } from './host-of.ts';

const NAMES: Readonly<Record<string, readonly [before: string, start: string, after: string]>> = {
  'claude-code': ['PreToolUse', 'SessionStart', 'PostToolUse'],
  codex: ['PreToolUse', 'SessionStart', 'PostToolUse'],
  'gemini-cli': ['BeforeTool', 'SessionStart', 'AfterTool'],
  copilot: ['preToolUse', 'sessionStart', 'postToolUse'],
  cursor: ['beforeShellExecution', 'sessionStart', 'afterFileEdit'],
  opencode: ['tool.execute.before', 'session.created', 'tool.execute.after'],
  generic: ['before-tool', 'session-start', 'after-tool'],
};
const KINDS = ['before-tool', 'session-start', 'after-tool'] as const;

function event(id: string, kind: (typeof KINDS)[number]): HostEvent {
  const name = NAMES[id]?.[KINDS.indexOf(kind)] ?? '';
  const nothing = { session: null, model: null, subagent: null, mode: null, transcript: null, tool: null, use: null };
  return { kind, name, cwd: '/w', ...nothing, uses: [] };
}

function answer(id: string, level: Level, text = 'THE TEXT', kind: (typeof KINDS)[number] = 'before-tool'): Reply {
  return hostOf(id).answer(event(id, kind), { level, text, short: text === '' ? '' : 'THE LINE' });
}

const said = (reply: Reply): unknown => (reply.stdout === '' ? null : JSON.parse(reply.stdout));
const hook = (more: Record<string, unknown>, name = 'PreToolUse'): unknown => ({
  hookSpecificOutput: { hookEventName: name, ...more },
});
const person = expect.stringMatching(/^A person must approve[\s\S]*THE TEXT$/) as unknown;

/** What each says; null is silence, which is "no opinion": the user's own prompt stays. */
const SAYS: Readonly<Record<string, Readonly<Record<Level | 'start', unknown>>>> = {
  'claude-code': {
    allow: null,
    warn: {
      systemMessage: 'THE LINE',
      hookSpecificOutput: { hookEventName: 'PreToolUse', additionalContext: 'THE TEXT' },
    },
    ask: {
      systemMessage: 'THE LINE',
      hookSpecificOutput: {
        hookEventName: 'PreToolUse',
        permissionDecision: 'ask',
        permissionDecisionReason: 'THE TEXT',
      },
    },
    deny: {
      systemMessage: 'THE LINE',
      hookSpecificOutput: {
        hookEventName: 'PreToolUse',
        permissionDecision: 'deny',
        permissionDecisionReason: 'THE TEXT',
      },
    },
    start: hook({ additionalContext: 'THE TEXT' }, 'SessionStart'),
  },
  codex: {
    allow: null,
    warn: hook({ additionalContext: 'THE TEXT' }),
    ask: hook({ permissionDecision: 'deny', permissionDecisionReason: person }),
    deny: hook({ permissionDecision: 'deny', permissionDecisionReason: 'THE TEXT' }),
    start: hook({ additionalContext: 'THE TEXT' }, 'SessionStart'),
  },
  'gemini-cli': {
    allow: null,
    warn: { systemMessage: 'THE LINE' },
    ask: { decision: 'deny', reason: person, systemMessage: 'THE LINE' },
    deny: { decision: 'deny', reason: 'THE TEXT', systemMessage: 'THE LINE' },
    start: hook({ additionalContext: 'THE TEXT' }, 'SessionStart'),
  },
  copilot: {
    allow: null,
    warn: { additionalContext: 'THE TEXT' },
    ask: { permissionDecision: 'ask', permissionDecisionReason: 'THE TEXT' },
    deny: { permissionDecision: 'deny', permissionDecisionReason: 'THE TEXT' },
    start: { additionalContext: 'THE TEXT' },
  },
  cursor: {
    allow: { permission: 'allow' },
    warn: { permission: 'allow' },
    ask: { permission: 'deny', user_message: 'THE LINE', agent_message: person },
    deny: { permission: 'deny', user_message: 'THE LINE', agent_message: 'THE TEXT' },
    start: { additional_context: 'THE TEXT' },
  },
  opencode: {
    allow: { decision: 'allow' },
    warn: { decision: 'allow' },
    ask: { decision: 'deny', reason: person },
    deny: { decision: 'deny', reason: 'THE TEXT' },
    start: { decision: 'allow' },
  },
  generic: {
    allow: { v: 1, decision: 'allow', reason: 'THE TEXT' },
    warn: { v: 1, decision: 'warn', reason: 'THE TEXT' },
    ask: { v: 1, decision: 'ask', reason: 'THE TEXT' },
    deny: { v: 1, decision: 'deny', reason: 'THE TEXT' },
    start: { v: 1, decision: 'allow', reason: 'THE TEXT' },
  },
};
const LEVELS = ['allow', 'warn', 'ask', 'deny'] as const;

describe.each(HOSTS)('$id', ({ id }) => {
  test.each(LEVELS)('answers %s in its own words', (level) => {
    expect(said(answer(id, level))).toEqual(SAYS[id]?.[level]);
    expect(answer(id, level).exit).toBe(id === 'generic' && (level === 'ask' || level === 'deny') ? 1 : 0);
    expect(answer(id, level).stderr).toBe('');
  });

  test('hands on what is to be known at the start of a session', () => {
    expect(said(answer(id, 'allow', 'THE TEXT', 'session-start'))).toEqual(SAYS[id]?.start);
    expect(answer(id, 'allow', '', 'session-start').exit).toBe(0);
  });

  test('refuses with a reason even where there is none', () => {
    expect(JSON.stringify(said(answer(id, 'deny', '')))).toContain('guardrail doctor');
  });

  test('does not stop what has happened already', () => {
    const reply = answer(id, 'deny', 'THE TEXT', 'after-tool');
    expect(reply.exit).toBe(0);
    expect(reply.stdout).not.toMatch(/deny|block/);
  });

  test('names what it cannot do', () => {
    expect(hostOf(id).limits.length).toBeGreaterThan(0);
  });
});

test('only who must answer says "allow"', () => {
  const sayers = HOSTS.filter(({ id }) => answer(id, 'allow').stdout.includes('allow')).map(({ id }) => id);
  expect(sayers).toEqual(['cursor', 'generic', 'opencode']);
});
