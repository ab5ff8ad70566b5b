import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { draftOf } from '../system/files.ts';
import type { Environment } from '../system/git.ts';
import { userPaths } from '../system/paths.ts';

/** `<token>\n<boot>`: one for as long as the machine runs, since a session of an agent outlives a daemon. */
export function tokenPath(env: Environment): string {
  return join(userPaths(env).state, 'http-token');
}

export function keepToken(env: Environment): string {
  const path = tokenPath(env);
  const boot = bootOf();
  const [token = '', of = ''] = readOr(path, '').split('\n');
  if (/^[0-9a-f]{64}$/.test(token) && of === boot && boot !== '') return token;
  const fresh = randomBytes(32).toString('hex');
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = draftOf(path);
  writeFileSync(draft, `${fresh}\n${boot}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(draft, path);
  return fresh;
}

/** '' where the machine does not say: then each start has its own token. */
function bootOf(): string {
  return readOr('/proc/sys/kernel/random/boot_id', '').trim();
}

function readOr(path: string, other: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return other;
  }
}
