import type { Agent } from './agent.ts';

export const crush: Agent = {
  id: 'crush',
  kind: 'agent',
  title: 'Crush',
  vendors: ['unknown'],
  env: [{ CRUSH: true }, { AGENT: 'crush' }],
  processes: ['crush'],
  addresses: ['crush@charm.land'],
};
