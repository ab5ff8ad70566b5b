import type { Agent } from './agent.ts';

export const amp: Agent = {
  id: 'amp',
  kind: 'agent',
  title: 'Amp',
  vendors: ['unknown'],
  aliases: ['sourcegraph amp', 'ampcode'],
  env: [{ AMP_CURRENT_THREAD_ID: true }, { AGENT: 'amp' }],
  session: ['AMP_CURRENT_THREAD_ID'],
  processes: ['amp'],
  packages: ['@sourcegraph/amp'],
  addresses: ['amp@ampcode.com'],
  trailers: ['amp-thread-id', 'amp-thread'],
};
