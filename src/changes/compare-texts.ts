import { createHash } from 'node:crypto';
import type { Lines, Oid } from '../model/change.ts';

/** Lines that are on both sides, wherever they stand, are kept: close enough to git's count to hold a limit against. */
export function countChanged(before: string, after: string): Exclude<Lines, string> {
  const [old, now] = [linesOf(before), linesOf(after)];
  const left = new Map<string, number>();
  for (const line of old) left.set(line, (left.get(line) ?? 0) + 1);
  let kept = 0;
  for (const line of now) {
    const count = left.get(line) ?? 0;
    if (count > 0) kept++;
    left.set(line, count - 1);
  }
  return { added: now.length - kept, removed: old.length - kept };
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** The id git gives to a file with this content, where it hashes by SHA-1. */
export function blobId(bytes: Buffer): Oid {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
