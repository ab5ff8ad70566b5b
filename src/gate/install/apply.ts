import { dirname, join, relative, resolve } from 'node:path';
import {
  absent,
  digestState,
  isSameState,
  makeFolder,
  readState,
  removeEmptyFolder,
  writeState,
  type FileState,
} from '../../system/files.ts';
import type { Git } from '../../system/git.ts';
import { NOTES } from '../hook-notes.ts';
import { includeBlock } from './gitconfig.ts';
import { isOurHook } from './hook-files.ts';
import type { Layout } from './layout.ts';
import { manifestPath, type Entry, type Manifest } from './manifest.ts';
import { withoutBlock, type FileEdit } from './plan.ts';

/**
 * Writes the edits, `.git/config` last: from then on git looks into a folder that is already complete.
 * Returns the folders it had to make.
 */
export async function applyEdits(edits: readonly FileEdit[]): Promise<readonly string[]> {
  const made: string[] = [];
  const ordered = [...edits].sort((a, b) => Number(a.block !== null) - Number(b.block !== null));
  for (const edit of ordered) {
    made.push(...makeFolder(dirname(edit.path)));
    if (isSameState(edit.current, edit.wanted)) continue;
    if (!isSameState(await readState(edit.path), edit.current)) {
      throw new Error(`write ${edit.path}: it was changed while init was reading; run guardrail init again`);
    }
    await writeState(edit.path, edit.wanted);
  }
  return made;
}

/** What uninstall would do with one file. `kept`: somebody else has written it since, so it is theirs. */
export type Restoration = {
  readonly path: string;
  readonly current: FileState;
  readonly wanted: FileState;
  readonly kept: string | null;
};

export async function planRestore(git: Git, layout: Layout, manifest: Manifest): Promise<readonly Restoration[]> {
  const own = await Promise.all(manifest.entries.map((entry) => restoration(git, layout, entry)));
  const known = new Set(own.map((one) => one.path));
  // git copies a worktree's own configuration into each new worktree, our lines with it
  const copies = layout.worktrees.map((worktree) => worktree.config).filter((path) => !known.has(path));
  const copied = await Promise.all(copies.map((path) => restoreBlock(path, includeBlock(layout))));
  return [...own, ...copied].filter((one) => !isSameState(one.current, one.wanted) || one.kept !== null);
}

async function restoration(git: Git, layout: Layout, entry: Entry): Promise<Restoration> {
  const path = resolve(layout.common, entry.path);
  const current = await readState(path);
  if (entry.keep && (await isTracked(git, layout, path))) {
    return { path, current, wanted: current, kept: "it is committed, so it is the repository's" };
  }
  if (digestState(current) === entry.after) return { path, current, wanted: entry.before, kept: null };
  if (entry.block !== null) return await restoreBlock(path, entry.block);
  if (isOurHook(current)) return { path, current, wanted: entry.before, kept: null };
  const kept = isSameState(current, entry.before) || current.kind === 'absent' ? null : 'changed since init';
  return { path, current, wanted: current.kind === 'absent' ? entry.before : current, kept };
}

async function isTracked(git: Git, layout: Layout, path: string): Promise<boolean> {
  return (await git.at(layout.root).ask(['ls-files', '--error-unmatch', '--', path])).code === 0;
}

async function restoreBlock(path: string, block: string): Promise<Restoration> {
  const current = await readState(path);
  if (current.kind !== 'file') return { path, current, wanted: current, kept: null };
  const text = withoutBlock(current.bytes.toString('latin1'), Buffer.from(block).toString('latin1'));
  return { path, current, wanted: { ...current, bytes: Buffer.from(text, 'latin1') }, kept: null };
}

/** What judgements leave beside a worktree for the next command. A spool is part of the log, and is kept. */
const LEFT = [...NOTES, 'refused.json'];

/** `.git/config` first: from then on git looks where it looked before, and what was ours may go. */
export async function applyRestore(layout: Layout, manifest: Manifest, plan: readonly Restoration[]): Promise<void> {
  const isConfig = (one: Restoration): boolean => /config(\.worktree)?$/.test(one.path);
  for (const one of [...plan].sort((a, b) => Number(isConfig(b)) - Number(isConfig(a)))) {
    await writeState(one.path, one.wanted);
  }
  for (const worktree of layout.worktrees) {
    for (const name of LEFT) await writeState(join(worktree.gitDir, 'guardrail', name), absent);
    await removeEmptyFolder(join(worktree.gitDir, 'guardrail'));
  }
  await writeState(manifestPath(layout.ours), absent);
  for (const folder of [...manifest.folders].reverse()) await removeEmptyFolder(resolve(layout.common, folder));
  await removeEmptyFolder(layout.ours);
}

export function relativeFolders(layout: Layout, folders: readonly string[]): readonly string[] {
  return [...new Set(folders)].map((folder) => relative(layout.common, folder));
}
