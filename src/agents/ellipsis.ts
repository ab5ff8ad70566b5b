import type { Agent } from './agent.ts';

/** A co-author where its suggestion was accepted: then it wrote the lines. */
export const ellipsis: Agent = {
  id: 'ellipsis',
  kind: 'agent',
  title: 'Ellipsis',
  vendors: ['unknown'],
  apps: { 'ellipsis-dev[bot]': 65095814 },
};
