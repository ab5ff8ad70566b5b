import { isRecord } from '../../model/json.ts';
import type { Step } from '../../system/scripted-model.ts';

/** How the real program of an agent is started against a model on this machine: no account, no key of anybody, no network. */
export type Recipe = {
  readonly agent: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly variables: (url: string, home: string) => Readonly<Record<string, string>>;
  /** Files below its home besides the settings that hold the hooks. */
  readonly files: (url: string) => Readonly<Record<string, string>>;
  /** Of the user's settings what concerns hooks, and what the program needs to talk to our model. */
  readonly settings: (text: string) => string;
  readonly command: (text: string) => Step;
  readonly write: (path: string, text: string) => Step;
  /** What such a trial cannot show. */
  readonly blind?: string;
};

const DUMMY = 'not-a-key';

/** Only these keys of somebody's settings are copied: `env`, helpers and servers of theirs stay where they are. */
function keep(keys: readonly string[], more: Readonly<Record<string, unknown>> = {}): (text: string) => string {
  return (text) => {
    const raw: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    const own = isRecord(raw) ? Object.entries(raw).filter(([key]) => keys.includes(key)) : [];
    return JSON.stringify({ ...Object.fromEntries(own), ...more });
  };
}

const asItIs = (text: string): string => text;

export const recipes: readonly Recipe[] = [
  {
    agent: 'claude-code',
    program: 'claude',
    args: ['-p', 'go', '--dangerously-skip-permissions'],
    variables: (url) => ({
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_API_KEY: DUMMY,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      IS_SANDBOX: '1', // as root it would not skip its own prompts otherwise, and it is our answer that is looked at
    }),
    files: () => ({}),
    settings: keep(['hooks', 'disableAllHooks', 'allowManagedHooksOnly', 'allowedHttpHookUrls']),
    command: (command) => ({ tool: 'Bash', input: { command, description: 'try' } }),
    write: (path, content) => ({ tool: 'Write', input: { file_path: path, content } }),
  },
  {
    agent: 'codex',
    program: 'codex',
    args: [
      'exec',
      '--dangerously-bypass-approvals-and-sandbox',
      '--dangerously-bypass-hook-trust',
      '--skip-git-repo-check',
      'go',
    ],
    variables: (_url, home) => ({ LOOP_KEY: DUMMY, CODEX_HOME: `${home}/.codex` }),
    files: (url) => ({
      '.codex/config.toml': `model = "gpt-5.4"\nmodel_provider = "loop"\n[model_providers.loop]\nname = "loop"\nbase_url = "${url}/v1"\nwire_api = "responses"\nenv_key = "LOOP_KEY"\n`,
    }),
    settings: asItIs,
    command: (cmd) => ({ tool: 'exec_command', input: { cmd } }),
    write: (path, text) => ({ tool: 'exec_command', input: { cmd: patchCommand(path, text) } }),
    blind: 'whether Codex trusts the hooks, which guardrail doctor says',
  },
  {
    agent: 'gemini-cli',
    program: 'gemini',
    args: ['-m', 'gemini-2.5-pro', '--yolo', '--skip-trust', '-p', 'go'],
    variables: (url) => ({ GEMINI_API_KEY: DUMMY, GOOGLE_GEMINI_BASE_URL: url }),
    files: () => ({}),
    settings: keep(['hooks', 'hooksConfig'], {
      security: { auth: { selectedType: 'gemini-api-key' } },
      general: { enableAutoUpdate: false },
      privacy: { usageStatisticsEnabled: false },
    }),
    command: (command) => ({ tool: 'run_shell_command', input: { command, description: 'try' } }),
    write: (path, content) => ({ tool: 'write_file', input: { file_path: path, content } }),
  },
  {
    agent: 'copilot',
    program: 'copilot',
    args: ['-p', 'go', '--allow-all-tools'],
    variables: (url) => ({
      COPILOT_PROVIDER_BASE_URL: `${url}/v1`,
      COPILOT_PROVIDER_TYPE: 'openai',
      COPILOT_PROVIDER_API_KEY: DUMMY,
      COPILOT_MODEL: 'gpt-5',
      COPILOT_OFFLINE: 'true',
    }),
    files: () => ({}),
    settings: asItIs,
    command: (command) => ({ tool: 'bash', input: { command, description: 'try' } }),
    write: (path, text) => ({ tool: 'create', input: { path, file_text: text } }),
  },
  {
    agent: 'opencode',
    program: 'opencode',
    args: ['run', 'go'],
    variables: () => ({
      OPENCODE_DISABLE_AUTOUPDATE: '1',
      OPENCODE_DISABLE_MODELS_FETCH: '1',
      OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    }),
    files: (url) => ({ '.config/opencode/opencode.json': opencodeConfig(url) }),
    settings: asItIs,
    command: (command) => ({ tool: 'bash', input: { command, description: 'try' } }),
    write: (path, content) => ({ tool: 'write', input: { filePath: path, content } }),
  },
];

function patchCommand(path: string, text: string): string {
  const added = text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `+${line}`);
  return `apply_patch <<'PATCH'\n*** Begin Patch\n*** Add File: ${path}\n${added.join('\n')}\n*** End Patch\nPATCH`;
}

function opencodeConfig(url: string): string {
  const options = { baseURL: `${url}/v1`, apiKey: DUMMY };
  const loop = {
    npm: '@ai-sdk/openai-compatible',
    name: 'loop',
    options,
    models: { m: { name: 'm', tool_call: true } },
  };
  return JSON.stringify({
    provider: { loop },
    model: 'loop/m',
    small_model: 'loop/m',
    autoupdate: false,
    share: 'disabled',
  });
}
