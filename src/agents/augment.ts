import type { Agent } from './agent.ts';

export const augment: Agent = {
  id: 'augment',
  kind: 'agent',
  title: 'Augment',
  vendors: ['unknown'],
  aliases: ['augment-cli', 'auggie', 'augment code', 'augment-code'],
  env: [{ AUGMENT_AGENT: true }],
  processes: ['auggie'],
  packages: ['@augmentcode/auggie'],
  apps: { 'augmentcode[bot]': null },
};
