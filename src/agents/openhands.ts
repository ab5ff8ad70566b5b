import type { Agent } from './agent.ts';

export const openhands: Agent = {
  id: 'openhands',
  kind: 'agent',
  title: 'OpenHands',
  vendors: ['unknown'],
  addresses: ['openhands@all-hands.dev'],
  processes: ['openhands'],
  aliases: ['open-hands', 'all-hands'],
};
