import type { Edit, Path } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput, Files, Observation } from '../analyzer.ts';
import { type Ecosystem, ecosystemOf } from '../ecosystems.ts';
import { ancestors, folderOf, inFolder } from '../path.ts';

/** Manifests and lock files that do not move together, and updates of what is pinned. */
export const lockfiles: Analyzer = {
  id: 'lockfiles',
  reads: (edit) => ecosystemOf(edit.path, 'manifests') !== undefined,
  grammars: () => [],
  needs: ({ edits }) => edits.flatMap(workspacesAbove),
  looksFor: ({ edits }) => edits.flatMap(neighbours),
  facts: (input) => input.edits.flatMap((edit) => [...ofLock(edit, input), ...ofManifest(edit, input)]),
};

/** The files that may say that this folder is a member of a workspace above. */
function workspacesAbove(edit: Edit): readonly Path[] {
  const files = ecosystemOf(edit.path, 'manifests')?.workspace?.files ?? [];
  return ancestors(folderOf(edit.path))
    .slice(1)
    .flatMap((folder) => files.map((name) => inFolder(folder, name)));
}

function neighbours(edit: Edit): readonly Path[] {
  const lock = ecosystemOf(edit.path, 'locks');
  const manifest = ecosystemOf(edit.path, 'manifests');
  const folders = manifest?.workspace ? ancestors(folderOf(edit.path)) : [folderOf(edit.path)];
  return [
    ...(lock ? [...lock.manifests, ...lock.locks].map((name) => inFolder(folderOf(edit.path), name)) : []),
    ...(manifest ? folders.flatMap((folder) => manifest.locks.map((name) => inFolder(folder, name))) : []),
  ];
}

function ofLock(edit: Edit, { files }: AnalyzerInput): readonly Observation[] {
  const ecosystem = ecosystemOf(edit.path, 'locks');
  if (!ecosystem || edit.before?.oid === edit.after?.oid) return [];
  const folder = folderOf(edit.path);
  const has = (names: readonly string[]): boolean => names.some((name) => exists(files, inFolder(folder, name)));
  // terraform's providers may be asked for in any file of the folder
  const manifest = ecosystem.id === 'terraform' || has(ecosystem.manifests);
  if (edit.after === null) {
    const another = ecosystem.locks.filter((name) => inFolder(folder, name) !== edit.path);
    return manifest && !has(another) ? [mismatch(edit, ecosystem, 'lock')] : [];
  }
  const update = about(edit, 'dependency.update', { ecosystem: ecosystem.id });
  return manifest ? [update] : [update, mismatch(edit, ecosystem, 'manifest')];
}

function ofManifest(edit: Edit, input: AnalyzerInput): readonly Observation[] {
  const ecosystem = ecosystemOf(edit.path, 'manifests');
  if (!ecosystem || edit.after === null) return [];
  // without a lock there is nothing to fall behind, and a template of a manifest need not even be readable
  const lock = lockOf(ecosystem, edit.path, input.files);
  if (lock === null || !asksForOthers(ecosystem, edit, input.files)) return [];
  const moved = input.edits.some(({ path, before, after }) => path === lock && before?.oid !== after?.oid);
  return moved ? [] : [mismatch(edit, ecosystem, 'lock')];
}

function asksForOthers(ecosystem: Ecosystem, edit: Edit, files: Files): boolean {
  const sides = files.get(edit.path);
  if (sides?.after.kind !== 'text') return false;
  const now = ecosystem.asks(sides.after.text);
  const then = sides.before.kind === 'text' ? ecosystem.asks(sides.before.text) : [];
  const dropped = ecosystem.keepsDropped !== true && then.some((line) => !now.includes(line));
  return dropped || now.some((line) => !then.includes(line));
}

/** The nearest lock that exists after the change and pins this folder: beside it, or at the root of its workspace. */
function lockOf(ecosystem: Ecosystem, manifest: Path, files: Files): Path | null {
  const home = folderOf(manifest);
  for (const folder of ancestors(home)) {
    const lock = ecosystem.locks.map((name) => inFolder(folder, name)).find((path) => exists(files, path));
    if (lock !== undefined) return folder === home || isMember(ecosystem, folder, home, files) ? lock : null;
    if (!ecosystem.workspace) return null;
  }
  return null;
}

function isMember(ecosystem: Ecosystem, root: Path, home: Path, files: Files): boolean {
  const { workspace } = ecosystem;
  const member = root === '' ? home : home.slice(root.length + 1);
  return (workspace?.files ?? []).some((name) => {
    const content = files.get(inFolder(root, name))?.after;
    return content?.kind === 'text' && workspace?.covers(content.text, member) === true;
  });
}

function exists(files: Files, path: Path): boolean {
  const content = files.get(path)?.after;
  return content !== undefined && content.kind !== 'absent';
}

function mismatch(edit: Edit, { id }: Ecosystem, missing: 'manifest' | 'lock'): Observation {
  return about(edit, 'dependency.lock-mismatch', { ecosystem: id, missing });
}

function about(edit: Edit, kind: string, attributes: Readonly<Record<string, string>>): Observation {
  return { kind, subject: edit.path, edit, range: null, attributes };
}
