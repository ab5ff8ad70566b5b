import { chmodSync, lstatSync } from 'node:fs';
import { makeFolder } from '../system/files.ts';

/** Only its owner reads the log: it says what was tried, and by whom. */
const PRIVATE = 0o700;

/** Makes the folder where it is missing. Under a shared /tmp anybody could have made it first: then it is not ours to use, nor is
 * what a link of theirs leads to. */
export function makePrivateFolder(path: string): void {
  makeFolder(path, PRIVATE);
  const found = lstatSync(path);
  if (!found.isDirectory()) throw new Error(`use ${path}: it is not a folder`);
  const user = process.getuid?.();
  if (user !== undefined && found.uid !== user) throw new Error(`use ${path}: it belongs to another user`);
  if ((found.mode & 0o077) !== 0) chmodSync(path, PRIVATE);
}
