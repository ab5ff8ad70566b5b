import type { Agent } from '../agent.ts';

export const crowdin: Agent = {
  id: 'crowdin',
  kind: 'bot',
  title: 'Crowdin',
  vendors: [],
  addresses: ['support+bot@crowdin.com', 'support@crowdin.com'],
};
