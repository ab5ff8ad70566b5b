import { chmodSync, existsSync, lstatSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '../system/files.ts';

/** Only its owner reads the log: it says what was tried, and by whom. */
const PRIVATE = 0o700;

/** Makes the folder where it is missing. Under a shared /tmp anybody could have made it first: then it is not ours to use, nor is
 * what a link of theirs leads to. */
export function makePrivateFolder(path: string): void {
  makeFolders(path);
  const found = lstatSync(path);
  if (!found.isDirectory()) throw new Error(`use ${path}: it is not a folder`);
  const user = process.getuid?.();
  if (user !== undefined && found.uid !== user) throw new Error(`use ${path}: it belongs to another user`);
  if ((found.mode & 0o077) !== 0) chmodSync(path, PRIVATE);
}

/** Node's own `recursive` never ends below a folder that is there and takes no others: HOME=/proc/home stopped a commit for good. */
function makeFolders(path: string): void {
  if (existsSync(path)) return;
  makeFolders(dirname(path));
  try {
    mkdirSync(path, { mode: PRIVATE });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error; // another process was quicker, or a link leads nowhere: seen next
  }
}
