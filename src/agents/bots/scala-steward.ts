import type { Agent } from '../agent.ts';

export const scalaSteward: Agent = {
  id: 'scala-steward',
  kind: 'bot',
  title: 'Scala Steward',
  vendors: [],
  apps: { 'scala-steward[bot]': null },
  addresses: ['scala-steward@scala-steward.org'],
};
