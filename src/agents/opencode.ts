import type { Agent } from './agent.ts';
import { opencodeHost } from './opencode/host.ts';

export const opencode: Agent = {
  id: 'opencode',
  kind: 'agent',
  title: 'opencode',
  vendors: ['unknown'],
  aliases: ['opencode-ai'],
  env: [{ OPENCODE: true }],
  processes: ['opencode'],
  packages: ['opencode-ai'],
  addresses: ['noreply@opencode.ai'],
  apps: { 'opencode-agent[bot]': null },
  host: opencodeHost,
};
