import { describe, expect, test } from 'vitest';
import { guard } from '../../src/facts/analyzers/guard.ts';
import { factsBetween } from './text-changes.ts';

function told(path: string, before: string | null, after: string | null): readonly string[] {
  const facts = factsBetween(before === null ? {} : { [path]: before }, after === null ? {} : { [path]: after }, [
    guard,
  ]);
  return facts.map(({ attributes }) => `${attributes['direction']} ${attributes['part']}`);
}

const allow = (...rules: readonly string[]): string => JSON.stringify({ permissions: { allow: rules } });
/** Put together here: this file is read by the analyzer it tests. */
const SKIP = ['--no', 'verify'].join('-');
const YOLO = ['--dangerously', 'skip-permissions'].join('-');
const HOOKS = ['core', 'hooksPath'].join('.');

test.each<[what: string, path: string, before: string | null, after: string | null, seen: string]>([
  [
    'every command is allowed',
    '.claude/settings.json',
    allow('Bash(ls)'),
    allow('Bash(ls)', 'Bash(*)'),
    'weaken agent-settings',
  ],
  [
    'nobody is asked',
    '.claude/settings.json',
    '{}',
    '{"permissions":{"defaultMode":"bypassPermissions"}}',
    'weaken agent-settings',
  ],
  [
    'a new file in which nobody is asked',
    '.claude/settings.json',
    null,
    '{"permissions":{"defaultMode":"bypassPermissions"}}',
    'weaken agent-settings',
  ],
  ['a new file that allows everything', '.claude/settings.local.json', null, allow('Bash'), 'weaken agent-settings'],
  ['a new file that allows a little', '.claude/settings.json', null, allow('Bash(npm test)'), 'install agent-settings'],
  ['rules in a folder of specs', '.guardrail/specs/limits.yaml', 'a: 1\n', 'a: 2\n', 'unclear config'],
  ['every server', '.claude/settings.json', '{}', '{"enableAllProjectMcpServers":true}', 'weaken agent-settings'],
  [
    'a prohibition that goes',
    '.claude/settings.json',
    '{"permissions":{"deny":["Read(.env)"]}}',
    '{"permissions":{"deny":[]}}',
    'weaken agent-settings',
  ],
  [
    'a prohibition',
    '.claude/settings.json',
    '{"permissions":{"deny":[]}}',
    '{"permissions":{"deny":["Read(.env)"]}}',
    'tighten agent-settings',
  ],
  [
    'no sandbox',
    '.claude/settings.json',
    '{"sandbox":{"enabled":true}}',
    '{"sandbox":{"enabled":false}}',
    'weaken agent-settings',
  ],
  [
    'hooks that go',
    '.claude/settings.json',
    '{"hooks":{"PreToolUse":[{"matcher":"Bash"}]}}',
    '{}',
    'weaken agent-settings',
  ],
  ['settings that go', '.claude/settings.json', '{}', null, 'weaken agent-settings'],
  [
    'Codex without questions',
    '.codex/config.toml',
    'approval_policy = "on-request"\n',
    'approval_policy = "never"\n',
    'weaken agent-settings',
  ],
  [
    'Codex without a sandbox',
    '.codex/config.toml',
    'sandbox_mode = "workspace-write"\n',
    'sandbox_mode = "danger-full-access"\n',
    'weaken agent-settings',
  ],
  [
    'Codex in a sandbox',
    '.codex/config.toml',
    'sandbox_mode = "workspace-write"\n',
    'sandbox_mode = "read-only"\n',
    'tighten agent-settings',
  ],
  [
    'Codex on the network',
    '.codex/config.toml',
    '[sandbox_workspace_write]\nnetwork_access = false\n',
    '[sandbox_workspace_write]\nnetwork_access = true\n',
    'weaken agent-settings',
  ],
  ['a new file of Codex', '.codex/config.toml', null, 'approval_policy = "never"\n', 'weaken agent-settings'],
  [
    'a server of Codex',
    '.codex/config.toml',
    'model = "a"\n',
    'model = "a"\n[mcp_servers.x]\ncommand = "npx"\n',
    'weaken agent-settings',
  ],
  [
    'Gemini with one more tool',
    '.gemini/settings.json',
    '{"tools":{"allowed":[]}}',
    '{"tools":{"allowed":["run_shell_command"]}}',
    'weaken agent-settings',
  ],
  [
    'Gemini with one prohibition less',
    '.gemini/settings.json',
    '{"excludeTools":["run_shell_command"]}',
    '{"excludeTools":[]}',
    'weaken agent-settings',
  ],
  [
    'one more server',
    '.mcp.json',
    '{"mcpServers":{}}',
    '{"mcpServers":{"x":{"command":"npx"}}}',
    'weaken agent-settings',
  ],
  [
    'one server less',
    '.cursor/mcp.json',
    '{"mcpServers":{"x":{"command":"npx"}}}',
    '{"mcpServers":{}}',
    'tighten agent-settings',
  ],
  ['the first servers', '.mcp.json', null, '{"mcpServers":{"x":{"command":"npx"}}}', 'install agent-settings'],
  [
    'what Copilot starts with',
    '.github/workflows/copilot-setup-steps.yml',
    'a: 1\n',
    'a: 2\n',
    'unclear agent-settings',
  ],
  [
    'an editor that approves',
    '.vscode/settings.json',
    '{\n}',
    '{\n  "chat.tools.autoApprove": true\n}',
    'weaken agent-settings',
  ],
  [
    'a task of the editor',
    '.vscode/tasks.json',
    '{\n}',
    '{\n"runOptions": {\n  "runOn": "folderOpen"\n}\n}',
    'weaken agent-settings',
  ],
  ['an agent that asks nobody', 'Makefile', 'fix:\n\tclaude\n', `fix:\n\tclaude ${YOLO}\n`, 'weaken agent-settings'],
  [
    'a script that passes the hooks',
    'scripts/save.sh',
    'git commit -m x\n',
    `git commit ${SKIP} -m x\n`,
    'weaken hook',
  ],
  ['a new script that does', 'scripts/save.sh', null, `git push ${SKIP}\n`, 'weaken hook'],
  [
    'hooks in no place',
    'package.json',
    '{\n"scripts": {\n}\n}',
    `{\n"scripts": {\n"prepare": "git config ${HOOKS} /dev/null"\n}\n}`,
    'weaken hook',
  ],
  [
    'hooks that are not installed',
    'package.json',
    '{\n"scripts": {\n"prepare": "husky"\n}\n}',
    '{\n"scripts": {\n}\n}',
    'weaken hook',
  ],
  [
    'hooks that stand in the manifest',
    'package.json',
    '{\n"simple-git-hooks": {\n"pre-commit": "npm test"\n}\n}',
    '{\n}',
    'weaken hook',
  ],
  [
    'hooks that are deleted',
    'Makefile',
    'clean:\n\trm -rf dist\n',
    'clean:\n\trm -rf dist\n\trm -rf .git/hooks\n',
    'weaken hook',
  ],
  ['husky that is off', '.envrc', '', `export ${['HUSKY', '0'].join('=')}\n`, 'weaken hook'],
  ['rules that are not committed', '.gitignore', 'dist\n', 'dist\n.guardrail/\n', 'weaken hook'],
  ['hooks that are not committed', '.gitignore', 'dist\n', 'dist\n.husky\n', 'weaken hook'],
  ['rules that are not shown', '.gitattributes', '', '.guardrail/** linguist-generated -diff\n', 'weaken config'],
  ['a policy that goes', '.guardrail/policies/db.yaml', 'policy: db\n', null, 'weaken policy'],
  ['a hook that does nothing', '.husky/pre-commit', 'npm test\n', 'exit 0\n', 'weaken hook'],
  ['a hook that is deleted', '.husky/pre-push', 'npm test\n', null, 'weaken hook'],
  [
    'a check that is left out',
    '.pre-commit-config.yaml',
    'repos:\n  - repo: a\n    hooks:\n      - id: gitleaks\n',
    'repos:\n  - repo: a\n    hooks: []\n',
    'unclear hook',
  ],
  [
    'a command that goes',
    'lefthook.yml',
    'pre-commit:\n  commands:\n    lint:\n      run: npm run lint\n',
    'pre-commit:\n  commands:\n',
    'weaken hook',
  ],
])('%s is seen', (_what, path, before, after, seen) => {
  expect(told(path, before, after)).toEqual([seen]);
});

describe('quiet', () => {
  test.each<[what: string, path: string, before: string | null, after: string | null]>([
    ['another model', '.claude/settings.json', '{"model":"a"}', '{"model":"b"}'],
    [
      'another model of Codex',
      '.codex/config.toml',
      'model = "a"\n',
      '# better\nmodel = "b"\nmodel_reasoning_effort = "high"\n',
    ],
    [
      'settings in another order',
      '.codex/config.toml',
      'sandbox_mode = "read-only"\nmodel = "a"\n',
      'model = "a"\nsandbox_mode = "read-only"\n',
    ],
    [
      'servers in another order',
      '.mcp.json',
      '{"mcpServers":{"a":{"command":"x"},"b":{"command":"y"}}}',
      '{"mcpServers":{"b":{"command":"y"},"a":{"command":"x"}}}',
    ],
    ['another setting of the editor', '.vscode/settings.json', '{\n}', '{\n  "editor.tabSize": 2\n}'],
    ['another task of the editor', '.vscode/tasks.json', '{\n}', '{\n  "label": "build"\n}'],
    ['a commit by a script', 'scripts/save.sh', null, 'git commit -m x\n'],
    ['a word about it', 'scripts/save.sh', '', `# never use git commit ${SKIP}\n`],
    [
      'the hooks of the repository',
      'package.json',
      '{\n"scripts": {\n}\n}',
      '{\n"scripts": {\n"prepare": "husky"\n}\n}',
    ],
    [
      'husky as it is written now',
      'package.json',
      '{\n"scripts": {\n"prepare": "husky install"\n}\n}',
      '{\n"scripts": {\n"prepare": "husky"\n}\n}',
    ],
    ['another dependency', 'package.json', '{\n"dependencies": {\n}\n}', '{\n"dependencies": {\n"husky": "9"\n}\n}'],
    ['what is only here', '.gitignore', 'dist\n', 'dist\n.guardrail/local/\n.claude/settings.local.json\n.husky/_\n'],
    ['builds', '.gitignore', 'dist\n', 'dist\ncoverage\n'],
    ['generated files', '.gitattributes', '', 'dist/** linguist-generated\n'],
    ['clean', 'Makefile', '', 'clean:\n\trm -rf dist node_modules\n'],
    ['what an agent is told', 'CLAUDE.md', 'a', 'b'],
    ['a spec, which counts only once it has landed', '.guardrail/specs/limits.md', null, '# Limits\n'],
    ['a comment in a hook', '.husky/pre-commit', 'npm test\n', '# all of them\nnpm test\n'],
    ['a line that stays', 'scripts/save.sh', `git commit ${SKIP} -m x\n`, `git commit -a ${SKIP} -m x\n`],
  ])('%s', (_what, path, before, after) => {
    expect(told(path, before, after)).toEqual([]);
  });
});
