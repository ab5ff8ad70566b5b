import { expect, test } from 'vitest';
import { readTranscript } from '../../src/agents/transcripts.ts';

const CLAUDE = [
  { type: 'user', cwd: '/home/dev/shop', sessionId: 's-1', message: { content: 'clean up' } },
  {
    type: 'assistant',
    cwd: '/home/dev/shop',
    sessionId: 's-1',
    timestamp: '2026-01-02T03:04:05Z',
    message: {
      content: [
        { type: 'text', text: 'so' },
        { type: 'tool_use', name: 'Bash', input: { command: 'make clean' } },
        { type: 'tool_use', name: 'Edit', input: { file_path: 'a.ts', old_string: 'a', new_string: 'b' } },
      ],
    },
  },
];
const CODEX = [
  { type: 'session_meta', payload: { id: 's-2', cwd: '/home/dev/shop' } },
  { type: 'response_item', payload: { type: 'function_call', name: 'exec_command', arguments: '{"cmd":"make"}' } },
  { type: 'response_item', payload: { type: 'custom_tool_call', name: 'apply_patch', input: '*** Begin Patch' } },
  { type: 'response_item', payload: { type: 'message', content: [] } },
];
const GEMINI = {
  sessionId: 's-3',
  messages: [{ type: 'gemini', toolCalls: [{ name: 'run_shell_command', args: { command: 'make' } }] }],
};

test.each([
  [
    'Claude Code',
    lines(CLAUDE),
    [
      ['claude-code', 2, 'Bash', { command: 'make clean' }],
      ['claude-code', 2, 'Edit', { file_path: 'a.ts', old_string: 'a', new_string: 'b' }],
    ],
  ],
  [
    'Codex',
    lines(CODEX),
    [
      ['codex', 2, 'exec_command', { cmd: 'make' }],
      ['codex', 3, 'apply_patch', { command: '*** Begin Patch' }],
    ],
  ],
  ['Gemini CLI', JSON.stringify(GEMINI), [['gemini-cli', 1, 'run_shell_command', { command: 'make' }]]],
])('the uses of tools in a session of %s', (_name, text, uses) => {
  const read = readTranscript(text).uses.map(({ agent, line, payload }) => [
    agent,
    line,
    payload['tool_name'],
    payload['tool_input'],
  ]);
  expect(read).toEqual(uses);
});

test('the folder and the session of an earlier line hold for the later ones', () => {
  const [use] = readTranscript(lines(CODEX)).uses;
  expect(use?.payload).toMatchObject({ cwd: '/home/dev/shop', session_id: 's-2' });
});

test('what is no JSON is counted and not lost in silence', () => {
  const read = readTranscript(`${lines(CLAUDE)}\n{"type":\n\u0000\n`);
  expect([read.lines, read.unread, read.uses.length]).toEqual([4, 2, 2]);
});

function lines(rows: readonly unknown[]): string {
  return rows.map((row) => JSON.stringify(row)).join('\n');
}
