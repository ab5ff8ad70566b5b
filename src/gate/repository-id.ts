import { createHash } from 'node:crypto';
import type { Repository } from '../changes/repository.ts';
import type { Rules } from '../policy/rules.ts';
import type { Gate } from './open.ts';

/** What a repository is called in the log and in approvals: the ULID `init` wrote, else its origin, else this clone. */
export async function repositoryId(gate: Gate, rules: readonly Rules[]): Promise<string> {
  const written = rules.find((reading) => reading.repo !== null)?.repo;
  if (written !== undefined && written !== null) return written;
  return unnamed(gate.repository);
}

/** What it is called where no configuration names it. */
export function unnamed({ origin, commonDir }: Pick<Repository, 'origin' | 'commonDir'>): string {
  return origin === null
    ? `local-${createHash('sha256').update(commonDir).digest('hex').slice(0, 16)}`
    : normalise(origin);
}

/** `git@host:team/shop.git`, `https://user:token@host/team/shop/` and `ssh://host/team/shop.git` are one repository. */
export function normalise(url: string): string {
  const scp = /^(?:[^@/]+@)?([^:/]+):(?!\/\/)(.*)$/.exec(url);
  const plain = scp === null ? url.replace(/^[a-z+]+:\/\/(?:[^@/]*@)?/i, '') : `${scp[1]}/${scp[2]}`;
  return plain
    .replace(/\.git\/?$/, '')
    .replace(/\/+$/, '')
    .toLowerCase();
}
