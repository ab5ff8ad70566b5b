import type { Agent } from './agent.ts';

export const kiro: Agent = {
  id: 'kiro',
  kind: 'agent',
  title: 'Kiro',
  vendors: ['unknown'],
  aliases: ['kiro-cli', 'amazon q', 'amazon-q'],
  processes: ['kiro-cli', 'kiro-cli-chat'],
  apps: { 'amazon-q-developer[bot]': null },
};
