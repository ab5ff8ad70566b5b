import type { Agent } from '../agent.ts';

export const weblate: Agent = {
  id: 'weblate',
  kind: 'bot',
  title: 'Weblate',
  vendors: [],
  addresses: ['noreply@weblate.org', 'hosted@weblate.org'],
};
