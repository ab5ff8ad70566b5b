import type { Agent } from './agent.ts';

/** A co-author where its suggestion was accepted: then it wrote the lines. */
export const coderabbit: Agent = {
  id: 'coderabbit',
  kind: 'agent',
  title: 'CodeRabbit',
  vendors: ['unknown'],
  aliases: ['coderabbitai'],
  apps: { 'coderabbitai[bot]': 136622811 },
};
