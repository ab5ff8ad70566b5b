import type { Agent } from '../agent.ts';

export const pyup: Agent = {
  id: 'pyup',
  kind: 'bot',
  title: 'PyUp',
  vendors: [],
  addresses: ['github-bot@pyup.io'],
  apps: { 'pyup-bot[bot]': null },
};
