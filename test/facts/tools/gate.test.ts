import { expect, test } from 'vitest';
import { factsOfCommand } from './rows.ts';

function change(command: string): readonly string[] {
  return factsOfCommand(command)
    .filter(({ kind }) => kind === 'guard.change')
    .map(({ attributes: { direction, part } }) => `${String(direction)} ${String(part)}`);
}

test.each([
  ['guardrail approve r-7f3k2m4', 'weaken gate'],
  ['npx guardrail uninstall', 'weaken gate'],
  ['node ./node_modules/guardrail/dist/guardrail.mjs label v-1 wrong', 'weaken gate'],
  ['guardrail daemon stop', 'weaken gate'],
  ['guardrail init --agents claude-code', 'install gate'],
  ['pkill -f guardrail', 'weaken gate'],
  ['kill -9 $(pgrep -f guardrail)', 'weaken gate'],
  ['systemctl --user disable --now guardrail', 'weaken gate'],
  ['claude --dangerously-skip-permissions -p x', 'install agent-settings'],
  [`claude --settings '{"disableAllHooks":true}'`, 'weaken agent-settings'],
  ['codex --dangerously-bypass-hook-trust exec x', 'weaken agent-settings'],
  ['OPENCODE_PURE=1 opencode run x', 'unclear gate'],
  ['GUARDRAIL_AGENT=none git commit -m x', 'unclear gate'],
  ['npm uninstall guardrail', 'weaken gate'],
  ['git rm -r .husky/pre-commit', 'weaken hook'],
  [`node -e "require('fs').writeFileSync('.claude/settings.json', '{}')"`, 'unclear agent-settings'],
  ['npx lefthook uninstall', 'weaken hook'],
  ['rm -rf ~/.local/state/guardrail', 'weaken gate'],
])('%s: %s', (command, said) => {
  expect(change(command)).toEqual([said]);
});

test.each([
  'guardrail check',
  'guardrail explain r-7f3k2m4',
  'npx guardrail status',
  'guardrail approve --help',
  'guardrail daemon status',
  'cat .claude/settings.json',
  'claude -p "explain this"',
  'codex exec "fix the tests"',
  'grep -rn guardrail src',
  'git commit -m "run guardrail approve"',
  'npx husky init',
  'npm uninstall left-pad',
  'git rm src/a.ts',
  `node -e "console.log(require('./.claude/settings.json'))"`,
  'systemctl --user status guardrail',
])('%s leaves the gate as it is', (command) => {
  expect(change(command)).toEqual([]);
});
