import type { Oid } from '../model/change.ts';
import type { Git } from '../system/git.ts';
import { mapRef } from './config.ts';
import type { Remote } from './config.ts';
import type { Repository } from './repository.ts';

/** A branch of a remote as git itself last saw it there. */
export type Seen = { readonly tracking: string; readonly there: string; readonly oid: Oid };

/**
 * Tracking refs that a fetch or a push has moved. One that was moved by hand would declare commits to be on the remote that
 * never were, so each is taken at its newest honest reflog entry; commits behind that were really there once.
 */
export async function seenAt(git: Git, repository: Repository, remote: Remote, at: number): Promise<readonly Seen[]> {
  const tracked = repository.refs.flatMap((ref) => {
    const there = ref.target === null ? nameThere(ref.name, remote) : null;
    return there === null ? [] : [{ tracking: ref.name, there, oid: ref.oid }];
  });
  if (tracked.length === 0) return [];
  const [entries, dates] = await Promise.all([readReflogs(git), readDates(git)]);
  const cloned = entries.find((entry) => entry.ref === `refs/remotes/${remote.name}/HEAD` && isClone(entry));
  // a clone writes no reflog for its branches, and after 90 days git forgets the entries it had (gc.reflogExpire)
  const unlogged = Math.max(cloned?.at ?? 0, at / 1000 - 90 * 86_400);
  return tracked.flatMap((seen) => {
    const log = entries.filter((entry) => entry.ref === seen.tracking);
    const honest = log.find(({ says }) => isHonest(says));
    if (honest) return [{ ...seen, oid: honest.oid }];
    const date = dates.get(seen.tracking);
    return log.length === 0 && date !== undefined && date <= unlogged ? [seen] : [];
  });
}

function nameThere(ref: string, remote: Remote): string | null {
  for (const { from, to } of remote.tracking) {
    const there = mapRef(ref, to, from);
    if (there !== null) return there;
  }
  return null;
}

type Entry = { readonly ref: string; readonly at: number; readonly oid: Oid; readonly says: string };

/** Newest first, all tracking refs in one process. `--date=unix` makes the selector `refs/remotes/origin/main@{1795262048}`. */
async function readReflogs(git: Git): Promise<readonly Entry[]> {
  const format = '--format=tformat:%gD%x00%H%x00%gs';
  const answer = await git.text(['log', '-g', '--no-show-signature', '-z', '--date=unix', '--remotes', format]);
  const fields = answer.split('\0');
  const entries: Entry[] = [];
  for (let index = 0; index + 2 < fields.length; index += 3) {
    const [selector = '', oid = '', says = ''] = fields.slice(index, index + 3);
    const [, ref, at] = /^(.*)@\{(\d+)\}$/.exec(selector) ?? [];
    if (ref !== undefined) entries.push({ ref, at: Number(at), oid, says });
  }
  return entries;
}

async function readDates(git: Git): Promise<ReadonlyMap<string, number>> {
  const answer = await git.text(['for-each-ref', '--format=%(refname) %(committerdate:unix)', 'refs/remotes']);
  return new Map(
    answer.split('\n').map((line): [string, number] => {
      const [ref = '', date] = line.split(' ');
      return [ref, Number(date)];
    }),
  );
}

function isClone(entry: Entry): boolean {
  return entry.says.startsWith('clone: from ');
}

/** `fetch origin: fast-forward`, `pull: storing head`, `update by push`, `clone: from …`; not `fetch . mine:refs/remotes/…`. */
export function isHonest(says: string): boolean {
  return /^(fetch|pull|clone|update by push)\b/.test(says) && !/ \.(:| )|:refs\/remotes\//.test(says);
}
