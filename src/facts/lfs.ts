import type { Edit } from '../model/change.ts';

/**
 * A pointer is this and nothing else (git-lfs: docs/spec.md), about 130 bytes; rare ones carry `ext-` lines:
 *
 *     version https://git-lfs.github.com/spec/v1
 *     oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
 *     size 12345
 */
const POINTER =
  /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n(?:ext-\S+ \S+\n)*oid sha256:[0-9a-f]{64}\nsize (\d+)\n?$/;

/** By weight alone, so that not every small file is read to find the few pointers. */
export function mayBeLfsPointer({ after, lines }: Edit): boolean {
  if (after?.size == null || after.mode === '120000' || after.mode === '160000') return false;
  return after.size >= 120 && after.size <= 400 && lines !== 'binary' && (lines === 'unknown' || lines.added <= 6);
}

/** Bytes of the file the pointer stands for; null when it is not one. */
export function lfsSize(text: string): number | null {
  const size = POINTER.exec(text)?.[1];
  return size === undefined ? null : Number(size);
}
