import type { Agent } from './agent.ts';

export const junie: Agent = {
  id: 'junie',
  kind: 'agent',
  title: 'Junie',
  vendors: ['unknown'],
  processes: ['junie'],
  aliases: ['jetbrains junie', 'jetbrains-junie'],
  apps: { 'jetbrains-junie[bot]': null },
};
