import type { Agent } from '../agent.ts';

/** Cuts the releases of that project; the agent is gemini-cli. */
export const geminiCliRobot: Agent = {
  id: 'gemini-cli-robot',
  kind: 'bot',
  title: 'Gemini CLI release robot',
  vendors: [],
  addresses: ['gemini-cli-robot@google.com'],
};
