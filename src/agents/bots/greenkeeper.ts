import type { Agent } from '../agent.ts';

export const greenkeeper: Agent = {
  id: 'greenkeeper',
  kind: 'bot',
  title: 'Greenkeeper',
  vendors: [],
  apps: { 'greenkeeper[bot]': 23040076 },
  addresses: ['support@greenkeeper.io'],
};
