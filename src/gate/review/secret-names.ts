import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePrivateFolder } from '../../log/folder.ts';
import { codeOf } from '../../system/files.ts';
import type { Environment } from '../../system/git.ts';
import { userPaths } from '../../system/paths.ts';

/**
 * A secret is named by a short hash that is the same within a loop, so that a reader sees where it is used again. The key stays on this
 * machine: without it nobody can try words against the names.
 */
export function loopSecret(env: Environment, loop: string): string {
  return createHmac('sha256', machineKey(env)).update(loop).digest('hex');
}

export function hmacOf(secret: string): (text: string) => string {
  return (text) => createHmac('sha256', secret).update(text).digest('hex').slice(0, 8);
}

function machineKey(env: Environment): string {
  const folder = userPaths(env).state;
  const path = join(folder, 'names.key');
  const known = readIfThere(path);
  if (known !== null) return known;
  makePrivateFolder(folder);
  try {
    writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error; // another review was quicker, and its key is as good
  }
  return readIfThere(path) ?? '';
}

function readIfThere(path: string): string | null {
  try {
    const key = readFileSync(path, 'utf8');
    return key === '' ? null : key;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
