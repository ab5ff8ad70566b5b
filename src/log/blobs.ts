import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, draftOf } from '../system/files.ts';
import type { Environment } from '../system/git.ts';
import { userPaths } from '../system/paths.ts';
import { makePrivateFolder } from './folder.ts';

const NAME = /^[0-9a-f]{64}$/;

/**
 * Texts that events name by their hash: what was asked of a reviewer and what it said, already redacted. They may be deleted at any
 * time; the chain of events, which may not, holds none of their words.
 */
export function keepBlob(env: Environment, text: string): string {
  const hash = createHash('sha256').update(text).digest('hex');
  const path = pathOf(env, hash);
  if (existsSync(path)) return hash;
  makePrivateFolder(folderOf(env));
  const draft = draftOf(path);
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, path);
  return hash;
}

export type Blob =
  | { readonly kind: 'kept'; readonly text: string }
  | { readonly kind: 'deleted' }
  /** What lies there is not what was written. */
  | { readonly kind: 'changed' };

export function lookBlob(env: Environment, hash: string): Blob {
  if (!NAME.test(hash)) return { kind: 'deleted' };
  try {
    const text = readFileSync(pathOf(env, hash), 'utf8');
    const isSame = createHash('sha256').update(text).digest('hex') === hash;
    return isSame ? { kind: 'kept', text } : { kind: 'changed' };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return { kind: 'deleted' };
    throw new Error(`read what the log keeps as ${hash}`, { cause: error });
  }
}

/** Null where it was deleted, or is no longer what was written. */
export function readBlob(env: Environment, hash: string): string | null {
  const blob = lookBlob(env, hash);
  return blob.kind === 'kept' ? blob.text : null;
}

export function forgetBlob(env: Environment, hash: string): void {
  if (NAME.test(hash)) rmSync(pathOf(env, hash), { force: true });
}

export type BlobFile = { readonly hash: string; readonly bytes: number; readonly ts: number };

/** What lies there, whoever names it; drafts that a killed process left behind are no blobs. */
export function listBlobs(env: Environment): readonly BlobFile[] {
  const folder = folderOf(env);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((hash): BlobFile[] => {
    const found = NAME.test(hash) ? lstatSync(join(folder, hash), { throwIfNoEntry: false }) : undefined;
    return found?.isFile() === true ? [{ hash, bytes: found.size, ts: found.mtimeMs }] : [];
  });
}

/** Each held against its name; one that is not there was deleted, which is no fault. */
export function checkBlobs(env: Environment): { readonly looked: number; readonly changed: readonly string[] } {
  const names = listBlobs(env).map(({ hash }) => hash);
  return { looked: names.length, changed: names.filter((hash) => lookBlob(env, hash).kind === 'changed') };
}

function folderOf(env: Environment): string {
  return join(userPaths(env).state, 'blobs');
}

function pathOf(env: Environment, hash: string): string {
  return join(folderOf(env), hash);
}
