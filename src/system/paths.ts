import { tmpdir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Environment } from './git.ts';

/** Where guardrail keeps what is not the repository's (XDG Base Directory Specification 0.8). */
export type UserPaths = {
  /** The log. */
  readonly state: string;
  /** The copy of guardrail that hooks name. */
  readonly data: string;
  readonly config: string;
  /** `none`: no home at all, so these are under the temporary folder and a reboot may take them. */
  readonly home: 'environment' | 'account' | 'none';
};

export function userPaths(env: Environment): UserPaths {
  const { home, from } = findHome(env);
  const under = (variable: string, fallback: string): string => {
    const named = env[variable];
    // the specification: a relative path in these variables is invalid and must be ignored
    const base = named !== undefined && isAbsolute(named) ? named : join(home, fallback);
    return join(base, 'guardrail');
  };
  return {
    state: under('XDG_STATE_HOME', '.local/state'),
    data: under('XDG_DATA_HOME', '.local/share'),
    config: under('XDG_CONFIG_HOME', '.config'),
    home: from,
  };
}

/** Where programs of this user look for their settings. */
export function homeFolder(env: Environment): string {
  return findHome(env).home;
}

function findHome(env: Environment): { readonly home: string; readonly from: UserPaths['home'] } {
  const named = env['HOME'];
  if (named !== undefined && isAbsolute(named)) return { home: named, from: 'environment' };
  const account = accountHome();
  if (account !== null) return { home: account, from: 'account' };
  // one folder per user: whoever opens it checks that it is really ours, since anybody may write to /tmp
  return { home: join(temporaryFolder(env), `guardrail-${process.getuid?.() ?? 'user'}`), from: 'none' };
}

/** A container's user id often has no account; then Node throws, and "no home" is the answer. */
function accountHome(): string | null {
  try {
    const { homedir } = userInfo();
    return isAbsolute(homedir) && homedir !== '/' && homedir !== '/nonexistent' ? homedir : null;
  } catch {
    return null;
  }
}

function temporaryFolder(env: Environment): string {
  const named = env['TMPDIR'];
  return named !== undefined && isAbsolute(named) ? named : tmpdir();
}
