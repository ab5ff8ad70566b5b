import type { Agent } from '../agent.ts';

export const preCommitCi: Agent = {
  id: 'pre-commit-ci',
  kind: 'bot',
  title: 'pre-commit.ci',
  vendors: [],
  apps: { 'pre-commit-ci[bot]': 66853113 },
};
