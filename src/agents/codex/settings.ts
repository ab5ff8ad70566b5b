import type { Settings, Shim } from '../host.ts';
import { type Hook, hookSettings, shimCommand } from '../hook-settings.ts';

const AGENT = 'codex';
const PATIENCE = 30;
/** Codex waits no longer at the end of a session, and says so of every hook that asks for more. */
const AT_THE_END = 3;

function hooks(shim: Shim): readonly Hook[] {
  const call = (event: string, timeout = PATIENCE): unknown => [
    { type: 'command', command: shimCommand(shim, AGENT, event), timeout },
  ];
  return [
    { event: 'PreToolUse', value: { matcher: '*', hooks: call('PreToolUse') } },
    { event: 'PostToolUse', value: { matcher: '^(Bash|apply_patch)$', hooks: call('PostToolUse') } },
    { event: 'SessionStart', value: { hooks: call('SessionStart') } },
    { event: 'SessionEnd', value: { hooks: call('SessionEnd', AT_THE_END) } },
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
