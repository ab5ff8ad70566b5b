import { isUtf8 } from 'node:buffer';
import type { Path } from '../model/change.ts';

/** Bytes of a path as git printed them, to a string that keeps each of them (model/change.ts, `Path`). */
export function pathFromBytes(bytes: Buffer): Path {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let path = '';
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    path += length === 0 ? String.fromCharCode(0xdc00 + (bytes[at] ?? 0)) : bytes.toString('utf8', at, at + length);
    at += Math.max(length, 1);
  }
  return path;
}

/** The way back: what git must be given to find the same file. */
export function pathToBytes(path: Path): Buffer {
  if (!LONE_SURROGATE.test(path)) return Buffer.from(path, 'utf8');
  const parts: Buffer[] = [];
  for (const character of path) {
    const code = character.codePointAt(0) ?? 0;
    parts.push(code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character, 'utf8'));
  }
  return Buffer.concat(parts);
}

/** With `u` a surrogate matches only where it stands alone. */
const LONE_SURROGATE = /[\udc80-\udcff]/u;

/** Length of the valid UTF-8 sequence at this place, 0 where there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length += 1) {
    if (isUtf8(bytes.subarray(at, at + length))) return length;
  }
  return 0;
}
