import type { Agent } from '../agent.ts';

export const snyk: Agent = {
  id: 'snyk',
  kind: 'bot',
  title: 'Snyk',
  vendors: [],
  addresses: ['snyk-bot@snyk.io'],
  apps: { 'snyk-bot[bot]': null, 'snyk-io[bot]': null },
};
