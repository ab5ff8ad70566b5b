import type { Agent } from './agent.ts';

/** Names its model in the co-author: `aider (gpt-5) <aider@aider.chat>`. */
export const aider: Agent = {
  id: 'aider',
  kind: 'agent',
  title: 'aider',
  vendors: ['unknown'],
  processes: ['aider'],
  packages: ['aider-chat', 'aider'],
  addresses: ['aider@aider.chat', 'noreply@aider.chat'],
};
