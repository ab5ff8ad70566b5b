import type { Agent } from './agent.ts';

/** A co-author where its suggestion was accepted: then it wrote the lines. */
export const greptile: Agent = {
  id: 'greptile',
  kind: 'agent',
  title: 'Greptile',
  vendors: ['unknown'],
  apps: { 'greptile-apps[bot]': 165735046 },
};
