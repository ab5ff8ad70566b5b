import type { Truth } from '../../../model/change.ts';
import type { Scene } from '../../../model/call.ts';
import { type Certainty, effect } from '../effects.ts';
import type { Effect } from '../family.ts';

export type What =
  | 'changes'
  | 'untracked'
  | 'stash'
  | 'commits'
  | 'branch'
  | 'tag'
  | 'reflog'
  | 'worktree'
  | 'repository';

export type Discard = {
  readonly what: What;
  readonly subject: string;
  readonly because: string;
  readonly remedy?: string;
  /** Only for paths that were named one by one. */
  readonly narrow?: boolean;
  readonly certainty?: Certainty;
  readonly technology?: string;
};

export function discards({ what, narrow = false, technology = 'git', ...why }: Discard): Effect {
  return effect('git.discard', { ...why, technology }, { what, narrow });
}

export type How = 'no-verify' | 'hooks-path' | 'variable' | 'config' | 'plumbing' | 'address';

export function bypasses(how: How, subject: string, because: string, remedy = ''): Effect {
  return effect('git.hook-bypass', { technology: 'git', subject, because, remedy }, { how });
}

/** Git is told to start a program of somebody's choice with the next command. */
export function loads(subject: string, because: string, certainty: Certainty = 'likely'): Effect {
  return effect('exec.privileged', { technology: 'git', subject, because, certainty }, { how: 'loaded' });
}

const NAMES = /^(?:main|master|trunk|develop|production|prod|stable|release(?:s)?(?:[/-].*)?)$/;

/** By what is known of the repository; where nothing is, by the names that are protected nearly everywhere. */
export function isProtected(branch: string | null, scene: Scene): Truth {
  if (branch === null) return 'unknown';
  if (/[$`*]/.test(branch)) return 'unknown';
  const name = branch.replace(/^refs\/heads\//, '');
  if (scene.protected.length === 0) return NAMES.test(name) && name !== 'develop';
  return scene.protected.some((one) => one === name || (one.endsWith('*') && name.startsWith(one.slice(0, -1))));
}
