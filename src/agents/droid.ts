import type { Agent } from './agent.ts';

export const droid: Agent = {
  id: 'droid',
  kind: 'agent',
  title: 'Droid',
  vendors: ['unknown'],
  aliases: ['factory-droid', 'factory droid'],
  processes: ['droid'],
  apps: { 'factory-droid[bot]': 138933559 },
};
