import type { Agent } from '../agent.ts';

export const githubMergeQueue: Agent = {
  id: 'github-merge-queue',
  kind: 'bot',
  title: 'GitHub merge queue',
  vendors: [],
  apps: { 'github-merge-queue[bot]': 118344674 },
};
