import type { Agent } from '../agent.ts';

export const githubActions: Agent = {
  id: 'github-actions',
  kind: 'bot',
  title: 'GitHub Actions',
  vendors: [],
  apps: { 'github-actions[bot]': 41898282 },
  addresses: ['action@github.com', 'actions@github.com'],
};
