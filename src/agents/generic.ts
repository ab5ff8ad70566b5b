import type { Agent } from './agent.ts';
import { genericHost } from './generic/host.ts';

/** Any agent or wrapper that speaks the protocol of docs/agents.md; who it is, its process and its commits say. */
export const generic: Agent = {
  id: 'generic',
  kind: 'agent',
  title: 'another agent',
  vendors: ['unknown'],
  host: genericHost,
};
