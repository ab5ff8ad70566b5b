import { existsSync, mkdirSync, renameSync, rmdirSync, statSync } from 'node:fs';
import { codeOf } from './failure.ts';

const PATIENCE_MS = 10_000;

export type SetAside = { readonly kind: 'moved'; readonly to: string } | { readonly kind: 'done by another' };

/**
 * A damaged file is moved, never deleted: most of it can usually be read by hand. Two processes meet the damage at once, and
 * the second must not move away what the first has just begun anew: hence the lock, and `isStillDamaged` asked inside it.
 */
export function setAside(path: string, now: number, isStillDamaged: () => boolean): SetAside {
  return locked(`${path}.lock`, now, () => {
    if (!isStillDamaged()) return { kind: 'done by another' };
    const to = `${path}.damaged-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`;
    for (const suffix of ['', '-wal', '-shm']) {
      if (existsSync(path + suffix)) renameSync(path + suffix, to + suffix);
    }
    return { kind: 'moved', to };
  });
}

function locked<T>(lock: string, now: number, work: () => T): T {
  takeLock(lock, now);
  try {
    return work();
  } finally {
    rmdirSync(lock);
  }
}

/** A folder is made by one process only; one left by a killed process is taken over after a while. */
function takeLock(lock: string, now: number): void {
  try {
    mkdirSync(lock);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    if (now - statSync(lock).mtimeMs < PATIENCE_MS)
      throw new Error('another guardrail is just setting it aside', { cause: error });
  }
}
