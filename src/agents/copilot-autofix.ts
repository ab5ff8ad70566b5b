import type { Agent } from './agent.ts';

/** A co-author where its suggestion was accepted: then it wrote the lines. */
export const copilotAutofix: Agent = {
  id: 'copilot-autofix',
  kind: 'agent',
  title: 'Copilot Autofix',
  vendors: ['unknown'],
  addresses: ['62310815+github-advanced-security[bot]@users.noreply.github.com'],
  names: ['Copilot Autofix powered by AI'],
  apps: { 'github-advanced-security[bot]': 62310815 },
};
