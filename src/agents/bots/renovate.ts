import type { Agent } from '../agent.ts';

export const renovate: Agent = {
  id: 'renovate',
  kind: 'bot',
  title: 'Renovate',
  vendors: [],
  apps: { 'renovate[bot]': 29139614 },
  addresses: ['bot@renovateapp.com', 'renovate@whitesourcesoftware.com'],
};
