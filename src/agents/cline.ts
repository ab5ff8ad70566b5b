import type { Agent } from './agent.ts';

/** Its makers work under the same domain: only these two addresses are the agent. */
export const cline: Agent = {
  id: 'cline',
  kind: 'agent',
  title: 'Cline',
  vendors: ['unknown'],
  env: [{ CLINE_ACTIVE: true }],
  processes: ['cline'],
  packages: ['cline'],
  addresses: ['noreply@cline.bot', 'cline-agent@cline.bot'],
};
