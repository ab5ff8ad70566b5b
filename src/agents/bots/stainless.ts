import type { Agent } from '../agent.ts';

/** Generates client libraries from a schema, without a model. */
export const stainless: Agent = {
  id: 'stainless',
  kind: 'bot',
  title: 'Stainless',
  vendors: [],
  apps: { 'stainless-app[bot]': 142633134 },
};
