import type { Agent } from './agent.ts';
import { codexHost } from './codex/host.ts';

/** Writes no trailer unless told to, and has committed under `codex@example.com` (openai/codex issues 14051, 18095). */
export const codex: Agent = {
  id: 'codex',
  kind: 'agent',
  title: 'Codex',
  vendors: ['openai'],
  aliases: ['openai codex', 'openai-codex', 'codex-cli', 'codex cli'],
  env: [
    { CODEX_SANDBOX: true },
    { CODEX_SANDBOX_NETWORK_DISABLED: true },
    { CODEX_THREAD_ID: true },
    { CODEX_CI: true },
    { CODEX_INTERNAL_ORIGINATOR_OVERRIDE: true },
  ],
  session: ['CODEX_THREAD_ID'],
  processes: ['codex'],
  packages: ['@openai/codex'],
  addresses: ['noreply@openai.com', 'codex@openai.com', 'codex@example.com'],
  apps: { 'chatgpt-codex-connector[bot]': 199175422 },
  names: ['OpenAI Codex'],
  host: codexHost,
};
