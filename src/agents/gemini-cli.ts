import type { Agent } from './agent.ts';
import { geminiCliHost } from './gemini-cli/host.ts';

export const geminiCli: Agent = {
  id: 'gemini-cli',
  kind: 'agent',
  title: 'Gemini CLI',
  vendors: ['google'],
  aliases: ['gemini', 'gemini cli'],
  env: [{ GEMINI_CLI: true }],
  processes: ['gemini'],
  packages: ['@google/gemini-cli'],
  apps: { 'gemini-cli[bot]': 218312386 },
  host: geminiCliHost,
};
