import type { Agent } from '../agent.ts';

export const mergify: Agent = {
  id: 'mergify',
  kind: 'bot',
  title: 'Mergify',
  vendors: [],
  apps: { 'mergify[bot]': 37929162 },
};
