import type { Agent } from './agent.ts';
import { copilotHost } from './copilot/host.ts';

export const copilot: Agent = {
  id: 'copilot',
  kind: 'agent',
  title: 'GitHub Copilot',
  vendors: ['unknown'],
  aliases: ['github copilot', 'github-copilot', 'github-copilot-cli', 'copilot-cli', 'copilot coding agent'],
  env: [{ COPILOT_CLI: true }, { COPILOT_AGENT_SESSION_ID: true }, { TERM_PROGRAM: 'vscode', GIT_PAGER: 'cat' }],
  session: ['COPILOT_AGENT_SESSION_ID'],
  processes: ['copilot'],
  packages: ['@github/copilot'],
  addresses: [
    '175728472+copilot@users.noreply.github.com',
    '198982749+copilot@users.noreply.github.com',
    '223556219+copilot@users.noreply.github.com',
    'copilot@github.com',
  ],
  apps: { 'copilot-swe-agent[bot]': 198982749 },
  trailers: ['agent-logs-url'],
  host: copilotHost,
};
