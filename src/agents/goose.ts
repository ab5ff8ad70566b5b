import type { Agent } from './agent.ts';

export const goose: Agent = {
  id: 'goose',
  kind: 'agent',
  title: 'goose',
  vendors: ['unknown'],
  env: [{ GOOSE_TERMINAL: true }, { AGENT: 'goose' }],
  processes: ['goose'],
  aliases: ['block goose', 'codename goose'],
};
