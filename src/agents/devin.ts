import type { Agent } from './agent.ts';

export const devin: Agent = {
  id: 'devin',
  kind: 'agent',
  title: 'Devin',
  vendors: ['unknown'],
  aliases: ['devin ai', 'cognition devin'],
  processes: ['devin'],
  apps: { 'devin-ai-integration[bot]': 158243242 },
  names: ['Devin AI'],
};
