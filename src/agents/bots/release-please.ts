import type { Agent } from '../agent.ts';

export const releasePlease: Agent = {
  id: 'release-please',
  kind: 'bot',
  title: 'release-please',
  vendors: [],
  apps: { 'release-please[bot]': 55107282 },
};
