import type { Agent } from '../agent.ts';

export const allcontributors: Agent = {
  id: 'allcontributors',
  kind: 'bot',
  title: 'All Contributors',
  vendors: [],
  apps: { 'allcontributors[bot]': 46447321 },
};
