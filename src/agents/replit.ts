import type { Agent } from './agent.ts';

/** `REPL_ID` is set in every terminal there, and a person may sit in it. */
export const replit: Agent = {
  id: 'replit',
  kind: 'agent',
  title: 'Replit Agent',
  vendors: ['unknown'],
  aliases: ['replit-agent', 'replit agent'],
  env: [{ REPLIT_AGENT: true }],
};
