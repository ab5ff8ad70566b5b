import type { Agent } from './agent.ts';

/** A co-author where its suggestion was accepted: then it wrote the lines. */
export const sourcery: Agent = {
  id: 'sourcery',
  kind: 'agent',
  title: 'Sourcery',
  vendors: ['unknown'],
  aliases: ['sourcery-ai'],
  apps: { 'sourcery-ai[bot]': 58596630 },
};
