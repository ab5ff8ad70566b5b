import type { Command } from './command.ts';

export type Load = () => Promise<{ readonly command: Command }>;

/** Every verb, in the order help shows them; loaded only when called. */
export const commands: Readonly<Record<string, Load>> = {
  init: () => import('./init.ts'),
  uninstall: () => import('./uninstall.ts'),
  status: () => import('./status.ts'),
  doctor: () => import('./doctor.ts'),
  check: () => import('./check.ts'),
  compile: () => import('./compile.ts'),
  explain: () => import('./explain.ts'),
  brief: () => import('./brief.ts'),
  approve: () => import('./approve.ts'),
  approvals: () => import('./approvals.ts'),
  verify: () => import('./verify.ts'),
  replay: () => import('./replay.ts'),
  review: () => import('./review.ts'),
  wait: () => import('./wait.ts'),
  findings: () => import('./findings.ts'),
  waive: () => import('./waive.ts'),
  packet: () => import('./packet.ts'),
  spec: () => import('./spec.ts'),
  simulate: () => import('./simulate.ts'),
  promote: () => import('./promote.ts'),
  'pre-receive': () => import('./pre-receive.ts'),
  stats: () => import('./stats.ts'),
  label: () => import('./label.ts'),
  log: () => import('./log.ts'),
  daemon: () => import('./daemon.ts'),
  watch: () => import('./watch.ts'),
  policy: () => import('./policy.ts'),
  reviewers: () => import('./reviewers.ts'),
  'failure-model': () => import('./failure-model.ts'),
  completion: () => import('./completion.ts'),
  hook: () => import('./hook.ts'),
  agent: () => import('./agent.ts'),
};
