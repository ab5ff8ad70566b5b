import { open } from 'node:fs/promises';
import { codeOf } from '../../system/files.ts';
import type { Oid } from '../../model/change.ts';

/**
 *     <old> <new> Ana <ana@shop.example> 1795262048 +0000\tcommit: Say hello
 */
export type Entry = { readonly old: Oid | null; readonly oid: Oid; readonly at: number; readonly says: string };

/** What is new in a log since a look is at its end; no look is further back than this. */
const TAIL = 256 * 1024;
const LINE = 4 * 1024;

/** The newest entries, in order; null where there is no such log. */
export async function readReflog(path: string): Promise<readonly Entry[] | null> {
  const text = await readTail(path, TAIL);
  return text === null ? null : text.split('\n').flatMap(parseEntry);
}

/** `''` for a log that is empty or not there. */
export async function lastLine(path: string): Promise<string> {
  return (await readTail(path, LINE))?.trimEnd().split('\n').at(-1) ?? '';
}

export function parseEntry(line: string): readonly Entry[] {
  const tab = line.indexOf('\t');
  const head = tab < 0 ? line : line.slice(0, tab);
  const [, old, oid, at] = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) .* (\d+) [-+]\d{4}$/.exec(head) ?? [];
  if (old === undefined || oid === undefined) return [];
  return [{ old: /^0+$/.test(old) ? null : old, oid, at: Number(at), says: tab < 0 ? '' : line.slice(tab + 1) }];
}

/**
 * A copy of a commit that exists already, or a patch from outside: no commit hook judges those, their push does.
 * Conflicts are continued by a plain `git commit`, so everything between the start and the end of a rebase is one.
 */
export function replayedIn(entries: readonly Entry[]): ReadonlySet<Oid> {
  const replayed = new Set<Oid>();
  let isRebasing = false;
  for (const { oid, says } of entries) {
    if (/^(pull\b.*|rebase\b.*) ?\(start\)/.test(says)) isRebasing = true;
    if (isRebasing || isReplay(says)) replayed.add(oid);
    if (/^(pull\b.*|rebase\b.*) ?\((finish|abort)\)/.test(says)) isRebasing = false;
  }
  return replayed;
}

/** `revert` continued by `git commit` after a conflict says no more than `commit: Revert "…"`. */
function isReplay(says: string): boolean {
  return /^(rebase|cherry-pick|revert|am)\b|^pull\b[^:]*(-r|rebase)|^commit \((cherry-pick|rebase)\)|^commit: (Revert|Reapply) "/.test(
    says,
  );
}

/** Brought from elsewhere: `fetch origin pull/5/head:pr: storing head`, `clone: from …`; not `fetch . a:b`, nor a merge made by a pull. */
export function isFetched(says: string): boolean {
  return /^(fetch|clone)\b|^pull\b.*: (fast-forward|storing head|forced-update)$/i.test(says) && !/ \.(:| )/.test(says);
}

export function isPushed(says: string): boolean {
  return says.startsWith('update by push');
}

async function readTail(path: string, most: number): Promise<string | null> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const bytes = Buffer.alloc(Math.min(size, most));
      await file.read(bytes, 0, bytes.length, size - bytes.length);
      return bytes.toString('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error))) return null;
    throw error;
  }
}
