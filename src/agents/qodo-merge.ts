import type { Agent } from './agent.ts';

/** A co-author where its suggestion was accepted: then it wrote the lines. */
export const qodoMerge: Agent = {
  id: 'qodo-merge',
  kind: 'agent',
  title: 'Qodo Merge',
  vendors: ['unknown'],
  aliases: ['qodo'],
  apps: {
    'qodo-merge-pro[bot]': null,
    'qodo-merge[bot]': null,
    'qodo-merge-for-open-source[bot]': null,
    'qodo-free-for-open-source-projects[bot]': null,
  },
};
