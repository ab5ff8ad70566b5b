import { describe, expect, test } from 'vitest';
import { HOSTS, hostOf, recorded } from './host-of.ts';

/** A call of the shell as each agent sends it, and where its parts stand. */
type Call = {
  readonly id: string;
  readonly event: string;
  readonly tool: string;
  readonly input: string;
  readonly payload: Record<string, unknown>;
};
const CALLS: readonly Call[] = [
  { id: 'claude-code', event: 'PreToolUse', tool: 'tool_name', input: 'tool_input', payload: bash('claude-code') },
  { id: 'codex', event: 'PreToolUse', tool: 'tool_name', input: 'tool_input', payload: bash('codex') },
  { id: 'gemini-cli', event: 'BeforeTool', tool: 'tool_name', input: 'tool_input', payload: bash('gemini-cli') },
  { id: 'copilot', event: 'preToolUse', tool: 'toolName', input: 'toolArgs', payload: bash('copilot') },
  { id: 'opencode', event: 'tool.execute.before', tool: 'tool', input: 'args', payload: bash('opencode') },
  {
    id: 'cursor',
    event: 'preToolUse',
    tool: 'tool_name',
    input: 'tool_input',
    payload: { hook_event_name: 'preToolUse', cwd: '/w', tool_name: 'Shell', tool_input: { command: 'ls' } },
  },
];

function bash(id: string): Record<string, unknown> {
  const found = recorded(id).find(({ payload }) =>
    /bash|run_shell/i.test(String(payload['tool_name'] ?? payload['toolName'] ?? payload['tool'])),
  );
  if (found === undefined) throw new Error(`${id}: no shell was recorded`);
  return found.payload;
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i += 1) value = [value];
  return value;
}

const NO_PAYLOAD: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['a list', []],
  ['a number', 5],
  ['a text', 'PreToolUse'],
  ['true', true],
  ['undefined', undefined],
];

describe.each(HOSTS)('$id', ({ host }) => {
  const [before] = host.settings.length === 0 ? ['before-tool'] : [null];
  test.each(NO_PAYLOAD)('takes %s for no payload', (_name, payload) => {
    expect(() => host.read(payload, before ?? null)).toThrow(/./);
  });

  test('blocks in its own language where nobody could look', () => {
    const { stdout, stderr, exit } = host.fail('the log is on fire');
    const decision: unknown = stdout === '' ? null : JSON.parse(stdout);
    const isDenied = JSON.stringify(decision ?? {}).includes('"deny"');
    expect(exit === 2 ? stderr : isDenied && stdout).toContain('the log is on fire');
  });
});

describe.each(CALLS)('$id', ({ id, event, tool, input, payload }) => {
  const read = (change: Record<string, unknown>): unknown => hostOf(id).read({ ...payload, ...change }, event);

  test.each<[string, Record<string, unknown>]>([
    ['no tool', { [tool]: undefined }],
    ['a tool that is a number', { [tool]: 7 }],
    ['a tool that is a list', { [tool]: ['Bash'] }],
    ['an input that is a number', { [input]: 7 }],
    ['an input that is a list', { [input]: ['rm'] }],
    ['an input without a command', { [input]: {} }],
    ['a command that is null', { [input]: { command: null } }],
    ['a command that is a number', { [input]: { command: 7 } }],
    ['a command that is an object', { [input]: { command: {} } }],
    ['words that are numbers', { [input]: { command: [1, 2] } }],
    ['a tool nobody knows with arguments that never end', { [tool]: 'Other', [input]: { a: nested(500) } }],
  ])('throws at %s', (_name, change) => {
    expect(() => read(change)).toThrow(/./);
  });

  test('throws where the payload says that something else happened than our settings asked for', () => {
    expect(() => read({ hook_event_name: 'SessionStart' })).toThrow(/SessionStart/);
    expect(() => read({ hook_event_name: 'Weird' })).toThrow(/Weird/);
  });

  test.each<[string, unknown]>([
    ['is missing', undefined],
    ['is relative', 'shop'],
    ['is empty', ''],
    ['is a number', 7],
    ['holds a NUL', '/w\0x'],
  ])('has no folder where cwd %s', (_name, cwd) => {
    expect(hostOf(id).read({ ...payload, cwd }, event)).toMatchObject({ cwd: null, kind: 'before-tool' });
  });

  test('hands on a command of 1 MB, and one that was no UTF-8, whole', () => {
    for (const command of ['x'.repeat(1 << 20), Buffer.from([0x72, 0x6d, 0x20, 0xff, 0xfe]).toString('utf8')]) {
      const { uses } = hostOf(id).read({ ...payload, [input]: { command } }, event);
      expect(uses).toEqual([expect.objectContaining({ kind: 'command', text: command })]);
    }
  });

  test('takes a name of the event from our settings where the payload has none', () => {
    const { hook_event_name: _gone, ...rest } = payload;
    expect(hostOf(id).read(rest, event)).toMatchObject({ kind: 'before-tool', name: event });
    expect(() => hostOf(id).read(rest, null)).toThrow(/hook_event_name/);
  });
});

describe('our own protocol', () => {
  const call = { v: 1, event: 'before-tool', cwd: '/w', tool: 'command', command: 'ls' };
  test.each<[string, Record<string, unknown>]>([
    ['another version', { v: 2 }],
    ['no version', { v: undefined }],
    ['another event', { event: 'before' }],
    ['another tool', { tool: 'comand' }],
    ['another shell', { shell: 'fish' }],
    ['an edit that is none', { tool: 'replace', path: 'a', edits: ['x'] }],
  ])('throws at %s', (_name, change) => {
    expect(() => hostOf('generic').read({ ...call, ...change }, null)).toThrow(/./);
  });
});
