import type { Environment } from '../../system/git.ts';

/** What the watcher is given by whoever starts it. */
export type WatchDeps = {
  /** Of the account, without anything that names a repository. */
  readonly env: Environment;
  readonly now: () => number;
  /** One line for the daemon's log. */
  readonly tell: (line: string) => void;
  /** Events of the file system can be lost: how often the refs are read anyway. */
  readonly pollMs?: number;
};
