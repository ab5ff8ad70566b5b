import { isRecord } from '../../model/json.ts';
import type { Settings, Shim } from '../host.ts';
import { type Hook, hookSettings, shimCommand } from '../hook-settings.ts';
import { lookingTools } from './tools.ts';

const AGENT = 'gemini-cli';
/** Milliseconds here. */
const PATIENCE = 30_000;
const ASKED = `^(?!(?:${lookingTools().join('|')})$)`;

function hooks(shim: Shim): readonly Hook[] {
  const call = (event: string): unknown => [
    { name: `guardrail-${event}`, type: 'command', command: shimCommand(shim, AGENT, event), timeout: PATIENCE },
  ];
  return [
    { event: 'BeforeTool', value: { matcher: ASKED, hooks: call('BeforeTool') } },
    { event: 'AfterTool', value: { matcher: '^(run_shell_command|write_file|replace)$', hooks: call('AfterTool') } },
    { event: 'SessionStart', value: { hooks: call('SessionStart') } },
    { event: 'SessionEnd', value: { hooks: call('SessionEnd') } },
  ];
}

export const settings: readonly Settings[] = [
  hookSettings({
    agent: AGENT,
    user: '.gemini/settings.json',
    repository: '.gemini/settings.json',
    head: {},
    hooks,
    faults: ({ hooksConfig, tools }) => {
      const disabled: unknown = isRecord(hooksConfig) ? hooksConfig['disabled'] : null;
      const isNamed = Array.isArray(disabled) && disabled.some((one: unknown) => String(one).includes('guardrail'));
      return [
        ...(isRecord(hooksConfig) && hooksConfig['enabled'] === false ? ['hooksConfig.enabled is false'] : []),
        ...(isRecord(tools) && tools['enableHooks'] === false ? ['tools.enableHooks is false'] : []),
        ...(isNamed ? ['hooksConfig.disabled names our hooks'] : []),
      ];
    },
  }),
];
