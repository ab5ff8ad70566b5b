import type { Settings, Shim } from '../host.ts';
import { type Hook, type HookFile, hookSettings, shimCommand } from '../hook-settings.ts';
import { lookingTools } from './tools.ts';

const AGENT = 'claude-code';
/** Seconds. A judgement takes milliseconds; this is for a machine that swaps. */
const PATIENCE = 30;

/** All that is not known to look only, so that a tool of a later version is asked about too. */
const ASKED = `^(?!(?:${lookingTools().join('|')})$)`;
const CHANGING = 'Bash|PowerShell|Write|Edit|MultiEdit|NotebookEdit';

function hooks(shim: Shim): readonly Hook[] {
  return [
    { event: 'PreToolUse', value: { matcher: ASKED, hooks: [{ ...call(shim, 'PreToolUse'), onFailure: 'block' }] } },
    { event: 'PostToolUse', value: { matcher: CHANGING, hooks: [call(shim, 'PostToolUse')] } },
    { event: 'SessionStart', value: { hooks: [call(shim, 'SessionStart')] } },
    { event: 'SessionEnd', value: { hooks: [call(shim, 'SessionEnd')] } },
  ];
}

/** The token is named by its variable: a file of settings is easily committed with somebody's dotfiles. */
function call(shim: Shim, event: string): Readonly<Record<string, unknown>> {
  if (shim.http === null) return { type: 'command', command: shimCommand(shim, AGENT, event), timeout: PATIENCE };
  return {
    type: 'http',
    url: `${shim.http}/v1/hook/${AGENT}/${event}`,
    headers: { Authorization: 'Bearer $GUARDRAIL_TOKEN' },
    allowedEnvVars: ['GUARDRAIL_TOKEN'],
    timeout: PATIENCE,
  };
}

const file: Omit<HookFile, 'user' | 'repository'> = {
  agent: AGENT,
  head: {},
  hooks,
  faults: (settings, shim) => {
    const { disableAllHooks, allowManagedHooksOnly, allowedHttpHookUrls: urls } = settings;
    return [
      ...(disableAllHooks === true ? ['disableAllHooks turns every hook off'] : []),
      ...(allowManagedHooksOnly === true ? ['allowManagedHooksOnly turns the hooks of users off'] : []),
      ...(shim.http !== null && Array.isArray(urls) && !urls.some((url: unknown) => String(url).includes('127.0.0.1'))
        ? ['allowedHttpHookUrls does not list http://127.0.0.1:*']
        : []),
    ];
  },
};

/** https://code.claude.com/docs/en/settings: the second file of a repository is nobody else's, and Claude Code keeps it out of git. */
export const settings: readonly Settings[] = [
  hookSettings({
    ...file,
    user: '.claude/settings.json',
    repository: '.claude/settings.local.json',
    moved: { variable: 'CLAUDE_CONFIG_DIR', folder: '.claude' },
  }),
];
