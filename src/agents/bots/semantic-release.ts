import type { Agent } from '../agent.ts';

export const semanticRelease: Agent = {
  id: 'semantic-release',
  kind: 'bot',
  title: 'semantic-release',
  vendors: [],
  addresses: ['semantic-release-bot@martynus.net'],
  apps: { 'semantic-release-bot[bot]': null },
};
