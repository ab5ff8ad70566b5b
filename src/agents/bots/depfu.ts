import type { Agent } from '../agent.ts';

export const depfu: Agent = {
  id: 'depfu',
  kind: 'bot',
  title: 'Depfu',
  vendors: [],
  apps: { 'depfu[bot]': 23717796 },
};
