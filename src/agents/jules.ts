import type { Agent } from './agent.ts';

export const jules: Agent = {
  id: 'jules',
  kind: 'agent',
  title: 'Jules',
  vendors: ['google'],
  aliases: ['google-labs-jules', 'google jules'],
  env: [{ HOME: '/home/jules', USER: 'swebot' }],
  apps: { 'google-labs-jules[bot]': 161369871 },
};
