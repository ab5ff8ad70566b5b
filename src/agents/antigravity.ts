import type { Agent } from './agent.ts';

export const antigravity: Agent = {
  id: 'antigravity',
  kind: 'agent',
  title: 'Antigravity',
  vendors: ['unknown'],
  aliases: ['google-antigravity', 'google antigravity'],
  env: [{ ANTIGRAVITY_AGENT: true }],
  processes: ['antigravity-agent'],
};
