import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { absent, codeOf, digestState, isSameState, readState, textFile, type FileState } from '../../system/files.ts';
import { hasConfigHooks, includeBlock, includedFiles } from './gitconfig.ts';
import { CHAINED, EVENTS, hookFiles, isOurHook, PASSED_ON, PASSED_ON_IF_THERE } from './hook-files.ts';
import { foreignFolders, type Layout } from './layout.ts';
import type { Entry, Manifest, Place } from './manifest.ts';
import type { Reach } from './reach.ts';

/** One file that init wants otherwise. `original` is what uninstall puts back. */
export type FileEdit = {
  readonly path: string;
  readonly original: FileState;
  readonly current: FileState;
  readonly wanted: FileState;
  readonly block: string | null;
};

export type Plan = {
  readonly place: Place;
  /** The folder our hooks lie in. */
  readonly hooks: string;
  readonly edits: readonly FileEdit[];
};

export type Wanted = {
  readonly shippedHooks: string;
  readonly reach: Reach;
};

/**
 * Without `core.hooksPath`, our hooks lie in git's own folder and the hooks that were there beside them: lefthook and pre-commit
 * refuse to install where core.hooksPath is set, so we do not set it. With one (husky, or a folder of the team or of the
 * whole account), a folder of ours stands in for it and passes everything on: nothing outside this clone is written.
 */
export async function planInstall(layout: Layout, manifest: Manifest | null, wanted: Wanted): Promise<Plan> {
  const foreign = layout.worktrees.flatMap((worktree) => foreignFolders(layout, worktree));
  const place: Place = foreign.length === 0 ? 'beside' : 'hookspath';
  const hooks = place === 'beside' ? join(layout.common, 'hooks') : join(layout.ours, 'hooks');
  const known = new Map((manifest?.entries ?? []).map((entry) => [join(layout.common, entry.path), entry]));
  const delegates = place === 'beside' ? [] : [...PASSED_ON, ...(await namesIn(foreign))];
  const files = await hookFiles(wanted.shippedHooks, wanted.reach, place, delegates);
  const edits: FileEdit[] = [];
  for (const [name, state] of files) edits.push(await editFile(join(hooks, name), state, known));
  if (place === 'beside') edits.push(...(await chainEdits(hooks, edits, known)));
  if (place === 'hookspath' || hasConfigHooks(layout.gitVersion)) {
    for (const [name, text] of includedFiles(layout, place, hooks)) {
      edits.push(await editFile(join(layout.ours, name), textFile(text, 0o644), known));
    }
    for (const config of configFiles(layout)) edits.push(await editConfig(config, includeBlock(layout), known));
  }
  edits.push(...(await leftoverEdits(known, edits)));
  return { place, hooks, edits };
}

/** What an earlier init wrote and this one does not want: `core.hooksPath` has come or gone since. */
async function leftoverEdits(
  known: ReadonlyMap<string, Entry>,
  edits: readonly FileEdit[],
): Promise<readonly FileEdit[]> {
  const planned = new Set(edits.map((edit) => edit.path));
  const left: FileEdit[] = [];
  for (const [path, entry] of known) {
    const current = await readState(path);
    if (planned.has(path) || digestState(current) !== entry.after || entry.keep) continue;
    left.push({ path, original: entry.before, current, wanted: entry.before, block: null });
  }
  return left;
}

async function namesIn(folders: readonly string[]): Promise<readonly string[]> {
  const names = await Promise.all(folders.map((folder) => namesOf(folder)));
  return PASSED_ON_IF_THERE.filter((name) => names.flat().includes(name));
}

async function namesOf(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    // husky's folder is not in a fresh worktree, and who leads git to /dev/null has no hooks there
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return [];
    throw error;
  }
}

async function editFile(path: string, wanted: FileState, known: ReadonlyMap<string, Entry>): Promise<FileEdit> {
  const current = await readState(path);
  return { path, original: originalOf(path, current, known), current, wanted, block: null };
}

/** What was there before us. A file that somebody wrote over ours since is theirs, and is what we find now. */
function originalOf(path: string, current: FileState, known: ReadonlyMap<string, Entry>): FileState {
  const entry = known.get(path);
  if (entry !== undefined && (digestState(current) === entry.after || isOurHook(current))) return entry.before;
  return isOurHook(current) ? absent : current;
}

/** The hooks that were here before, one name further; and copies of ours that another manager put aside, away. */
async function chainEdits(
  hooks: string,
  edits: readonly FileEdit[],
  known: ReadonlyMap<string, Entry>,
): Promise<readonly FileEdit[]> {
  const more: FileEdit[] = [];
  for (const event of EVENTS) {
    const found = edits.find((edit) => edit.path === join(hooks, event))?.original ?? absent;
    const chained = join(hooks, `${event}${CHAINED}`);
    const current = await readState(chained);
    if (found.kind !== 'absent' || current.kind !== 'absent') {
      more.push({ path: chained, original: known.get(chained)?.before ?? absent, current, wanted: found, block: null });
    }
    for (const suffix of ['.legacy', '.old']) {
      const path = join(hooks, `${event}${suffix}`);
      const aside = await readState(path);
      if (isOurHook(aside)) more.push({ path, original: absent, current: aside, wanted: absent, block: null });
    }
  }
  return more;
}

/** `.git/config`, and every worktree's own file that names a hooks folder: it is read later, so it would win. */
function configFiles(layout: Layout): readonly string[] {
  const own = layout.worktrees.filter((worktree) => worktree.hooksPaths.some((path) => path.scope === 'worktree'));
  return [join(layout.common, 'config'), ...own.map((worktree) => worktree.config)];
}

async function editConfig(path: string, block: string, known: ReadonlyMap<string, Entry>): Promise<FileEdit> {
  const current = await readState(path);
  if (current.kind !== 'file') throw new Error(`read ${path}: not a file`);
  const text = current.bytes.toString('latin1'); // bytes: a value may be in any encoding
  const entry = known.get(path);
  // the block of an earlier init may differ: it names a folder, and the clone may have been moved since
  const blocks = [block, ...(entry?.block === undefined || entry.block === null ? [] : [entry.block])];
  const bare = blocks.reduce((left, one) => withoutBlock(left, Buffer.from(one).toString('latin1')), text);
  const original: FileState =
    entry !== undefined && entry.after === digestState(current)
      ? entry.before
      : { ...current, bytes: Buffer.from(bare, 'latin1') };
  const gap = bare === '' || bare.endsWith('\n') ? '' : '\n';
  const wanted: FileState = {
    ...current,
    bytes: Buffer.concat([Buffer.from(bare + gap, 'latin1'), Buffer.from(block)]),
  };
  return { path, original, current, wanted, block };
}

export function withoutBlock(text: string, block: string): string {
  return text.replace(block, '');
}

export function changesOf(plan: Plan): readonly FileEdit[] {
  return plan.edits.filter((edit) => !isSameState(edit.current, edit.wanted));
}

export function entriesOf(layout: Layout, edits: readonly FileEdit[]): readonly Entry[] {
  return edits
    .filter((edit) => !isSameState(edit.wanted, edit.original))
    .map((edit) => ({
      path: relative(layout.common, edit.path),
      before: edit.original,
      after: digestState(edit.wanted),
      block: edit.block,
      keep: false,
    }));
}
