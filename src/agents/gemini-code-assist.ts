import type { Agent } from './agent.ts';

/** A co-author where its suggestion was accepted: then it wrote the lines. */
export const geminiCodeAssist: Agent = {
  id: 'gemini-code-assist',
  kind: 'agent',
  title: 'Gemini Code Assist',
  vendors: ['google'],
  aliases: ['gemini code assist'],
  apps: { 'gemini-code-assist[bot]': 176961590 },
};
