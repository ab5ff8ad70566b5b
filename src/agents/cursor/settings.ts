import type { Settings, Shim } from '../host.ts';
import { type Hook, hookSettings, shimCommand } from '../hook-settings.ts';

const AGENT = 'cursor';
const PATIENCE = 30;
/** Commands, MCP and reading have events of their own, which older versions know too. */
const WRITING =
  '^(?!(?:Shell|Read|Grep|Glob|LS|Task|TodoWrite|WebSearch|WebFetch|SemanticSearch|ReadLints|AskQuestion|SwitchMode|MCP:.*)$)';

function hooks(shim: Shim): readonly Hook[] {
  const call = (event: string): Readonly<Record<string, unknown>> => ({
    command: shimCommand(shim, AGENT, event),
    timeout: PATIENCE,
  });
  const asked = (event: string, more: Readonly<Record<string, unknown>> = {}): Hook => ({
    event,
    value: { ...call(event), ...more, failClosed: true },
  });
  return [
    asked('beforeShellExecution'),
    asked('beforeMCPExecution'),
    asked('beforeReadFile'),
    asked('preToolUse', { matcher: WRITING }),
    { event: 'afterFileEdit', value: call('afterFileEdit') },
    { event: 'sessionStart', value: call('sessionStart') },
    { event: 'sessionEnd', value: call('sessionEnd') },
  ];
}

export const settings: readonly Settings[] = [
  hookSettings({
    agent: AGENT,
    user: '.cursor/hooks.json',
    repository: '.cursor/hooks.json',
    head: { version: 1 },
    hooks,
    faults: () => [],
  }),
];
