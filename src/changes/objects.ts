import type { Oid } from '../model/change.ts';
import type { Git } from '../system/git.ts';

export type Found = { readonly oid: Oid; readonly type: string; readonly size: number };

/** What git has under each name (an object id, `<tip>:<path>`), in one process and in order; null where it has nothing. */
export async function lookUp(git: Git, names: readonly Buffer[]): Promise<readonly (Found | null)[]> {
  if (names.length === 0) return [];
  const input = Buffer.concat(names.flatMap((name) => [name, NEWLINE]));
  const answer = await git.run(
    ['cat-file', '--batch-check=%(objectname) %(objecttype) %(objectsize)', '--buffer'],
    input,
  );
  let at = 0;
  return names.map((name) => {
    const { found, next } = readHeader(answer, at, name);
    at = next;
    return found;
  });
}

/** Contents of objects, in one process and in order; null where git does not have one. */
export async function readObjects(git: Git, oids: readonly Oid[]): Promise<readonly (Buffer | null)[]> {
  if (oids.length === 0) return [];
  const input = oids.map((oid) => `${oid}\n`).join('');
  const answer = await git.run(['cat-file', '--batch=%(objectname) %(objecttype) %(objectsize)', '--buffer'], input);
  let at = 0;
  return oids.map((oid) => {
    const { found, next } = readHeader(answer, at, Buffer.from(oid));
    at = found === null ? next : next + found.size + 1;
    return found === null ? null : answer.subarray(next, next + found.size);
  });
}

const NEWLINE = Buffer.from('\n');

/** `<oid> blob 12\n`, or the very name that was asked and ` missing\n`: a path in it may hold anything but a newline. */
function readHeader(answer: Buffer, at: number, name: Buffer): { readonly found: Found | null; readonly next: number } {
  const missing = at + name.length;
  if (answer.subarray(at, missing).equals(name) && answer.toString('latin1', missing, missing + 9) === ' missing\n') {
    return { found: null, next: missing + 9 };
  }
  const end = answer.indexOf(0x0a, at);
  const [oid, type, size] = answer.toString('latin1', at, end).split(' ');
  if (end === -1 || oid === undefined || type === undefined || !/^\d+$/.test(size ?? '')) {
    throw new Error(`read git cat-file: no answer for ${name.toString('utf8')}`);
  }
  return { found: { oid, type, size: Number(size) }, next: end + 1 };
}
