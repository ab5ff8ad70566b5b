import type { Agent } from '../agent.ts';

export const dependabot: Agent = {
  id: 'dependabot',
  kind: 'bot',
  title: 'Dependabot',
  vendors: [],
  apps: { 'dependabot[bot]': 49699333, 'dependabot-preview[bot]': 27856297 },
  addresses: ['support@dependabot.com'],
};
