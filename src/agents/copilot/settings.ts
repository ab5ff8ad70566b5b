import type { Settings, Shim } from '../host.ts';
import { type Hook, hookSettings, shimCommand } from '../hook-settings.ts';

const AGENT = 'copilot';
const PATIENCE = 30;

function hooks(shim: Shim): readonly Hook[] {
  return ['preToolUse', 'postToolUse', 'sessionStart', 'sessionEnd'].map((event) => ({
    event,
    value: { type: 'command', bash: shimCommand(shim, AGENT, event), timeoutSec: PATIENCE },
  }));
}

/** Every file in its folder of hooks is read, so ours is one of its own. */
export const settings: readonly Settings[] = [
  hookSettings({
    agent: AGENT,
    user: '.copilot/hooks/guardrail.json',
    repository: '.github/hooks/guardrail.json',
    moved: { variable: 'COPILOT_HOME', folder: '.copilot' },
    head: { version: 1 },
    hooks,
    faults: ({ disableAllHooks }) => (disableAllHooks === true ? ['disableAllHooks turns every hook off'] : []),
  }),
];
