import { forgetBlob, listBlobs } from '../../log/blobs.ts';
import type { Log } from '../../log/open.ts';
import { blobsInUse } from '../../log/retention.ts';
import type { Environment } from '../../system/git.ts';

export type Pruning = {
  readonly env: Environment;
  /** Words older than this are over. */
  readonly before: number;
  readonly now: number;
  readonly actor: string;
  readonly isTry: boolean;
};

export type Pruned =
  | { readonly kind: 'done'; readonly texts: number; readonly bytes: number; readonly left: number }
  | { readonly kind: 'failed'; readonly why: string };

/**
 * Deletes the words of reviews that are over. INVARIANT: the chain names them by hash and stays whole; nothing goes that a round since
 * then, or a loop that still goes on, was made from. That it was done is remembered first: words that are gone must not be a riddle.
 */
export function pruneBlobs(log: Log, { env, before, now, actor, isTry }: Pruning): Pruned {
  const inUse = blobsInUse(log, before, now);
  const all = listBlobs(env);
  // by the file's time too: an event that still waits in a spool names it as well
  const old = all.filter(({ hash, ts }) => ts < before && !inUse.has(hash));
  const pruned = { texts: old.length, bytes: old.reduce((sum, { bytes }) => sum + bytes, 0) };
  if (!isTry && old.length > 0) {
    const payload = { what: 'prune', before, blobs: pruned.texts, bytes: pruned.bytes };
    const event = { ts: now, repo: '', checkout: '', actor, kind: 'forget' as const, subject: 'blobs', payload };
    const kept = log.append([event]);
    if (kept.kind !== 'written') return { kind: 'failed', why: kept.why };
    for (const { hash } of old) forgetBlob(env, hash);
  }
  return { kind: 'done', ...pruned, left: all.length - old.length };
}
