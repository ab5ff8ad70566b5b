import { describe, expect, test } from 'vitest';
import type { HostEvent, Use } from '../../../src/agents/host.ts';
import { hostOf, recorded } from './host-of.ts';

function short(use: Use): string {
  switch (use.kind) {
    case 'command':
      return `${use.shell}: ${use.text}${use.cwd === undefined ? '' : ` in ${use.cwd}`}`;
    case 'write':
      return `write ${use.path} ${JSON.stringify(use.text)}`;
    case 'replace':
      return `replace ${use.path} ${use.replacements.map((one) => `${one.old}>${one.new}${one.all ? '*' : ''}`).join()}`;
    case 'patch':
      return `patch ${use.text.split('\n').find((line) => line.includes('File: ')) ?? ''}`;
    case 'notebook':
      return `notebook ${use.path} ${use.mode} ${use.cell} ${use.source}`;
    case 'move':
      return `move ${use.path} ${use.to}`;
    case 'delete':
    case 'read':
      return `${use.kind} ${use.path}`;
    case 'tool':
      return `tool ${use.server}/${use.tool} ${JSON.stringify(use.arguments)}`;
  }
}

const line = (event: HostEvent): string => `${event.kind} ${event.tool ?? '-'}: ${event.uses.map(short).join(' & ')}`;

/** One line for each recorded payload, in its order. */
const READ: Readonly<Record<string, readonly string[]>> = {
  'claude-code': [
    'session-start -: ',
    'prompt -: ',
    'before-tool Bash: sh: echo hi',
    'after-tool Bash: sh: echo hi',
    'before-tool Read: read /home/dev/shop/a.txt',
    'after-tool Read: read /home/dev/shop/a.txt',
    'before-tool Edit: replace /home/dev/shop/a.txt one>1',
    'after-tool Edit: replace /home/dev/shop/a.txt one>1',
    'before-tool Write: write /home/dev/shop/b.txt "b\\n"',
    'after-tool Write: write /home/dev/shop/b.txt "b\\n"',
    'before-tool Bash: sh: sleep 0.1; echo bg',
    'after-tool Bash: sh: sleep 0.1; echo bg',
    'stop -: ',
    'session-end -: ',
    'before-tool mcp__shop_db__run_query: tool shop_db/run_query {"sql":"DROP TABLE orders"}',
  ],
  codex: [
    'session-start -: ',
    'prompt -: ',
    'before-tool Bash: sh: echo hi',
    'after-tool Bash: sh: echo hi',
    'before-tool Bash: sh: sleep 3; cat',
    'stop -: ',
    'session-end -: ',
    "before-tool Bash: sh: apply_patch <<'EOF2'\n*** Begin Patch\n*** Add File: new2.txt\n+hello\n*** End Patch\nEOF2 & patch *** Add File: new2.txt",
  ],
  'gemini-cli': [
    'session-start -: ',
    'prompt -: ',
    'before-tool run_shell_command: sh: echo hi',
    'after-tool run_shell_command: sh: echo hi',
    'before-tool read_file: read a.txt',
    'after-tool read_file: read a.txt',
    'before-tool replace: replace a.txt one>1',
    'after-tool replace: replace a.txt one>1',
    'before-tool write_file: write b.txt "b\\n"',
    'after-tool write_file: write b.txt "b\\n"',
    'before-tool glob: ',
    'after-tool glob: ',
    'stop -: ',
    'session-end -: ',
    'before-tool mcp_shop_db_run_query: tool shop_db/run_query {"sql":"DROP TABLE orders"}',
  ],
  copilot: [
    'session-start -: ',
    'prompt -: ',
    'before-tool bash: sh: echo hi',
    'after-tool bash: sh: echo hi',
    'before-tool view: read /home/dev/shop/a.txt',
    'after-tool view: read /home/dev/shop/a.txt',
    'before-tool edit: replace /home/dev/shop/a.txt one>1',
    'after-tool edit: replace /home/dev/shop/a.txt one>1',
    'before-tool create: write /home/dev/shop/b.txt "b\\n"',
    'after-tool create: write /home/dev/shop/b.txt "b\\n"',
    'session-end -: ',
    'before-tool shop_db-run_query: tool shop_db/run_query {"sql":"DROP TABLE orders"}',
  ],
  opencode: [
    'before-tool bash: sh: echo hi',
    'before-tool read: read /home/dev/shop/a.txt',
    'before-tool edit: replace /home/dev/shop/a.txt one>1',
    'before-tool write: write /home/dev/shop/b.txt "b\\n"',
    'before-tool glob: ',
  ],
};

describe.each(Object.keys(READ))('what the real %s sent', (id) => {
  test('is read', () => {
    const events = recorded(id).map(({ event, payload }) => hostOf(id).read(payload, event));
    expect(events.map(line)).toEqual(READ[id]);
    for (const event of events) {
      expect(event.session).toMatch(/^(5f0c9a52|ses_)/);
      expect(event.cwd).toMatch(/^\/(home\/dev\/shop|tmp)$/);
    }
  });

  test('is read with keys that a later version may add', () => {
    for (const { event, payload } of recorded(id)) {
      const plain = hostOf(id).read(payload, event);
      expect(hostOf(id).read({ ...payload, sandbox: { level: 9 }, list: [1] }, event)).toEqual(plain);
    }
  });
});

/** Beyond what was recorded: other tools, older and newer spellings. */
const CLAUDE = { hook_event_name: 'PreToolUse', cwd: '/w' };
const CODEX = CLAUDE;
const GEMINI = { hook_event_name: 'BeforeTool', cwd: '/w' };
const ROWS: readonly (readonly [name: string, id: string, event: string | null, payload: unknown, says: string])[] = [
  [
    'PowerShell',
    'claude-code',
    null,
    { ...CLAUDE, tool_name: 'PowerShell', tool_input: { command: 'ls' } },
    'powershell: ls',
  ],
  [
    'a monitored command',
    'claude-code',
    null,
    { ...CLAUDE, tool_name: 'Monitor', tool_input: { command: 'tail -f x' } },
    'sh: tail -f x',
  ],
  [
    'many edits',
    'claude-code',
    null,
    {
      ...CLAUDE,
      tool_name: 'MultiEdit',
      tool_input: {
        file_path: '/w/a',
        edits: [
          { old_string: 'a', new_string: 'b', replace_all: true },
          { old_string: 'c', new_string: '' },
        ],
      },
    },
    'replace /w/a a>b*,c>',
  ],
  [
    'a cell',
    'claude-code',
    null,
    {
      ...CLAUDE,
      tool_name: 'NotebookEdit',
      tool_input: { notebook_path: '/w/n.ipynb', cell_id: 'c1', new_source: 'x', edit_mode: 'insert' },
    },
    'notebook /w/n.ipynb insert c1 x',
  ],
  [
    'a cell that goes',
    'claude-code',
    null,
    {
      ...CLAUDE,
      tool_name: 'NotebookEdit',
      tool_input: { notebook_path: '/w/n.ipynb', cell_id: 'c1', edit_mode: 'delete' },
    },
    'notebook /w/n.ipynb delete c1 ',
  ],
  ['a look', 'claude-code', null, { ...CLAUDE, tool_name: 'Grep', tool_input: { pattern: 'x' } }, ''],
  [
    'a tool of tomorrow',
    'claude-code',
    null,
    { ...CLAUDE, tool_name: 'Deploy', tool_input: { to: 'prod' } },
    'tool /Deploy {"to":"prod"}',
  ],
  [
    'a shell of tomorrow',
    'claude-code',
    null,
    { ...CLAUDE, tool_name: 'Fish', tool_input: { command: 'rm x' } },
    'tool /Fish {"command":"rm x"} & sh: rm x',
  ],
  [
    'a tool called like a method of objects',
    'claude-code',
    null,
    { ...CLAUDE, tool_name: 'constructor', tool_input: {} },
    'tool /constructor {}',
  ],
  [
    'a server whose tool has underscores',
    'claude-code',
    null,
    { ...CLAUDE, tool_name: 'mcp__a__b__c', tool_input: {} },
    'tool a/b__c {}',
  ],
  [
    'a server without a tool',
    'claude-code',
    null,
    { ...CLAUDE, tool_name: 'mcp__a__', tool_input: {} },
    'tool /mcp__a__ {}',
  ],
  [
    'a patch',
    'codex',
    null,
    {
      ...CODEX,
      tool_name: 'apply_patch',
      tool_input: { command: '*** Begin Patch\n*** Delete File: a\n*** End Patch' },
    },
    'patch *** Delete File: a',
  ],
  [
    'a patch in a folder',
    'codex',
    null,
    {
      ...CODEX,
      tool_name: 'Bash',
      tool_input: { command: 'cd sub && apply_patch <<EOF\n*** Begin Patch\n*** Delete File: a\n*** End Patch\nEOF' },
    },
    'sh: cd sub && apply_patch <<EOF\n*** Begin Patch\n*** Delete File: a\n*** End Patch\nEOF & patch *** Delete File: sub/a',
  ],
  [
    'words',
    'codex',
    null,
    { ...CODEX, tool_name: 'shell', tool_input: { command: ['bash', '-lc', "rm -rf 'a b'"], workdir: '/x' } },
    "sh: bash -lc 'rm -rf '\\''a b'\\''' in /x",
  ],
  [
    'what is typed',
    'codex',
    null,
    { ...CODEX, tool_name: 'write_stdin', tool_input: { session_id: 1, chars: 'rm x\n' } },
    'sh: rm x\n',
  ],
  [
    'a command on Windows',
    'codex',
    null,
    { ...CODEX, cwd: 'C:\\w', tool_name: 'Bash', tool_input: { command: 'del x' } },
    'powershell: del x',
  ],
  [
    'a command in a folder',
    'gemini-cli',
    null,
    { ...GEMINI, tool_name: 'run_shell_command', tool_input: { command: 'make', directory: 'sub' } },
    'sh: make in sub',
  ],
  [
    'many files',
    'gemini-cli',
    null,
    { ...GEMINI, tool_name: 'read_many_files', tool_input: { paths: ['a', '.env'] } },
    'read a & read .env',
  ],
  [
    'a counted replacement',
    'gemini-cli',
    null,
    {
      ...GEMINI,
      tool_name: 'replace',
      tool_input: { file_path: 'a', old_string: 'x', new_string: 'y', expected_replacements: 3 },
    },
    'replace a x>y*',
  ],
  [
    'a tool of a server, older',
    'gemini-cli',
    null,
    { ...GEMINI, tool_name: 'db__query', tool_input: {} },
    'tool db/query {}',
  ],
  [
    'arguments as text',
    'copilot',
    'preToolUse',
    { cwd: '/w', toolName: 'bash', toolArgs: '{"command":"make"}' },
    'sh: make',
  ],
  [
    'the other spelling',
    'copilot',
    'PreToolUse',
    { hook_event_name: 'PreToolUse', cwd: '/w', tool_name: 'powershell', tool_input: { command: 'ls' } },
    'powershell: ls',
  ],
  [
    'the older editor',
    'copilot',
    'preToolUse',
    { cwd: '/w', toolName: 'str_replace_editor', toolArgs: { command: 'create', path: '/w/a', file_text: 'x' } },
    'write /w/a "x"',
  ],
  [
    'the older editor that looks',
    'copilot',
    'preToolUse',
    { cwd: '/w', toolName: 'str_replace_editor', toolArgs: { command: 'view', path: '/w/a' } },
    'read /w/a',
  ],
  [
    'a server with dashes',
    'copilot',
    'preToolUse',
    { cwd: '/w', toolName: 'github-mcp-server-delete_repo', toolArgs: {} },
    'tool github-mcp-server/delete_repo {}',
  ],
  [
    'a shell',
    'cursor',
    null,
    {
      hook_event_name: 'beforeShellExecution',
      conversation_id: 'c',
      workspace_roots: ['/w'],
      command: 'make',
      cwd: '',
    },
    'sh: make',
  ],
  [
    'a server',
    'cursor',
    null,
    {
      hook_event_name: 'beforeMCPExecution',
      workspace_roots: ['/w'],
      tool_name: 'query',
      tool_input: '{"sql":"x"}',
      command: 'npx db',
    },
    'tool npx db/query {"sql":"x"}',
  ],
  [
    'a file that is read',
    'cursor',
    null,
    { hook_event_name: 'beforeReadFile', workspace_roots: ['/w'], file_path: '/w/.env', content: 'A=1' },
    'read /w/.env',
  ],
  [
    'a file that is written',
    'cursor',
    null,
    {
      hook_event_name: 'preToolUse',
      workspace_roots: ['/w'],
      tool_name: 'Write',
      tool_input: { file_path: '/w/a', contents: 'x' },
    },
    'write /w/a "x"',
  ],
  [
    'a file that goes',
    'cursor',
    null,
    { hook_event_name: 'preToolUse', workspace_roots: ['/w'], tool_name: 'Delete', tool_input: { file_path: '/w/a' } },
    'delete /w/a',
  ],
  [
    'an edit that was made',
    'cursor',
    null,
    {
      hook_event_name: 'afterFileEdit',
      workspace_roots: ['/w'],
      file_path: '/w/a',
      edits: [{ old_string: 'a', new_string: 'b' }],
    },
    'replace /w/a a>b',
  ],
  [
    'a patch',
    'opencode',
    'tool.execute.before',
    { tool: 'patch', cwd: '/w', args: { patchText: '*** Begin Patch\n*** Add File: a\n+x\n*** End Patch' } },
    'patch *** Add File: a',
  ],
  [
    'a server',
    'opencode',
    'tool.execute.before',
    { tool: 'github_delete_repo', cwd: '/w', args: {} },
    'tool github/delete_repo {}',
  ],
  [
    'a command',
    'generic',
    null,
    { v: 1, event: 'before-tool', cwd: '/w', tool: 'command', command: 'make', shell: 'cmd' },
    'cmd: make',
  ],
  [
    'a write',
    'generic',
    null,
    { v: 1, event: 'before-tool', cwd: '/w', tool: 'write', path: 'a', text: 'x' },
    'write a "x"',
  ],
  [
    'a replacement',
    'generic',
    null,
    { v: 1, event: 'before-tool', cwd: '/w', tool: 'replace', path: 'a', edits: [{ old: 'x', new: 'y', all: true }] },
    'replace a x>y*',
  ],
  ['a move', 'generic', null, { v: 1, event: 'before-tool', cwd: '/w', tool: 'move', path: 'a', to: 'b' }, 'move a b'],
  ['a deletion', 'generic', null, { v: 1, event: 'before-tool', cwd: '/w', tool: 'delete', path: 'a' }, 'delete a'],
  ['a read', 'generic', null, { v: 1, event: 'before-tool', cwd: '/w', tool: 'read', path: 'a' }, 'read a'],
  ['a look', 'generic', null, { v: 1, event: 'before-tool', cwd: '/w', tool: 'look' }, ''],
  [
    'a tool',
    'generic',
    null,
    { v: 1, event: 'before-tool', cwd: '/w', tool: 'tool', server: 's', name: 'n', arguments: { a: [null] } },
    'tool s/n {"a":[null]}',
  ],
];

test.each(ROWS)('%s of %s is read', (_name, id, event, payload, says) => {
  const read = hostOf(id).read(payload, event);
  expect(read.uses.map(short).join(' & ')).toBe(says);
  expect(read.cwd).toMatch(/^(\/w|C:\\w)$/);
});
