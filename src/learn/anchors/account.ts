import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Environment } from '../../system/git.ts';
import { sha256 } from '../../system/files.ts';
import { userPaths } from '../../system/paths.ts';

/**
 * A name for this account's log that tells nobody which machine or user it is: notes are pushed to where others read them. The same
 * account with another log is how a log that was thrown away is seen.
 */
export function accountName(env: Environment): string {
  return sha256(`guardrail anchor\n${machine()}\n${process.getuid?.() ?? ''}\n${userPaths(env).state}`).slice(0, 16);
}

/** machine-id(5) asks not to be shown itself, and is empty in many images. */
function machine(): string {
  try {
    const id = readFileSync('/etc/machine-id', 'utf8').trim();
    return id === '' ? hostname() : id;
  } catch {
    return hostname();
  }
}
