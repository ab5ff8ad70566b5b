import type { Settings, Shim } from '../host.ts';
import { type Hook, hookSettings, shimCommand } from '../hook-settings.ts';

const AGENT = 'codex';
const PATIENCE = 30;

function hooks(shim: Shim): readonly Hook[] {
  const call = (event: string): unknown => [
    { type: 'command', command: shimCommand(shim, AGENT, event), timeout: PATIENCE },
  ];
  return [
    { event: 'PreToolUse', value: { matcher: '*', hooks: call('PreToolUse') } },
    { event: 'PostToolUse', value: { matcher: '^(Bash|apply_patch)$', hooks: call('PostToolUse') } },
    { event: 'SessionStart', value: { hooks: call('SessionStart') } },
    { event: 'SessionEnd', value: { hooks: call('SessionEnd') } },
  ];
}

/** https://developers.openai.com/codex/hooks: hooks.json beside config.toml, so that we need not write TOML. */
export const settings: readonly Settings[] = [
  hookSettings({
    agent: AGENT,
    user: '.codex/hooks.json',
    repository: '.codex/hooks.json',
    moved: { variable: 'CODEX_HOME', folder: '.codex' },
    head: {},
    hooks,
    faults: () => [],
  }),
];
