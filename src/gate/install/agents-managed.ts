import { isRecord } from '../../model/json.ts';
import type { Shim } from '../../agents/host.ts';
import type { Wired } from './agents-find.ts';

/** Settings of one agent that an administrator rolls out and a user cannot take back. */
export type Managed = {
  readonly agent: string;
  readonly files: readonly string[];
  readonly text: string;
  readonly notes: readonly string[];
};

/** Where an administrator would put guardrail for everybody: root owns it, and no agent can write there. */
export const SYSTEM_SHIM = '/opt/guardrail/agent';

export function managedFor(agent: Wired, shim: Shim): Managed | null {
  return WRITERS[agent.id]?.(agent, shim) ?? null;
}

type Write = (agent: Wired, shim: Shim) => Managed;

function own(agent: Wired, shim: Shim): Readonly<Record<string, unknown>> {
  const raw: unknown = JSON.parse(agent.host.settings[0]?.add(null, shim) ?? '{}');
  return isRecord(raw) ? raw : {};
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const WRITERS: Readonly<Record<string, Write>> = {
  'claude-code': (agent, shim) => ({
    agent: agent.id,
    files: ['/etc/claude-code/managed-settings.json', '/Library/Application Support/ClaudeCode/managed-settings.json'],
    text: json({ ...own(agent, shim), disableAllHooks: false }),
    notes: ['allowManagedHooksOnly: true would leave users without the hooks they have of their own'],
  }),
  codex: (agent, shim) => ({
    agent: agent.id,
    files: ['/etc/codex/requirements.toml'],
    text: codexToml(own(agent, shim), shim),
    notes: ['managed hooks need no trust of the user; written from its documentation, not tried as root'],
  }),
  'gemini-cli': (agent, shim) => ({
    agent: agent.id,
    files: ['/etc/gemini-cli/settings.json', '/Library/Application Support/GeminiCli/settings.json'],
    text: json({ ...own(agent, shim), hooksConfig: { enabled: true } }),
    notes: ['settings of the system win over those of the user and of the folder'],
  }),
  cursor: (agent, shim) => ({
    agent: agent.id,
    files: ['/etc/cursor/hooks.json', '/Library/Application Support/Cursor/hooks.json'],
    text: json(own(agent, shim)),
    notes: ['written from its documentation, not tried'],
  }),
};

/** `[[hooks.PreToolUse]]` and the command below it: the same that hooks.json says. */
function codexToml(settings: Readonly<Record<string, unknown>>, shim: Shim): string {
  const { hooks } = settings;
  const folder = shim.path.slice(0, shim.path.lastIndexOf('/'));
  const groups = Object.entries(isRecord(hooks) ? hooks : {}).flatMap(([event, list]) =>
    (Array.isArray(list) ? list : []).filter(isRecord).map((group) => groupToml(event, group)),
  );
  return `[features]\nhooks = true\n\n[hooks]\nmanaged_dir = ${JSON.stringify(folder)}\n\n${groups.join('\n')}`;
}

function groupToml(event: string, { matcher, hooks }: Readonly<Record<string, unknown>>): string {
  const calls = (Array.isArray(hooks) ? hooks : []).filter(isRecord).map((hook) => {
    const lines = Object.entries(hook).map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`);
    return `[[hooks.${event}.hooks]]\n${lines.join('')}`;
  });
  return `[[hooks.${event}]]\n${typeof matcher === 'string' ? `matcher = ${JSON.stringify(matcher)}\n` : ''}${calls.join('')}`;
}
