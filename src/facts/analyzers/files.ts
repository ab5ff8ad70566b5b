import type { Edit, FileVersion, Truth } from '../../model/change.ts';
import type { Content } from '../../model/content.ts';
import type { Value } from '../../model/fact.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { lfsSize, mayBeLfsPointer } from '../lfs.ts';
import { leavesRepository } from '../path.ts';
import { technologyOf } from '../technology.ts';

/** What git itself can tell of a file. */
export const files: Analyzer = {
  id: 'files',
  reads: (edit) => isLink(edit.after) || mayBeLfsPointer(edit) || isMute(edit),
  grammars: () => [],
  needs: () => [],
  facts: (input) =>
    input.edits.flatMap((edit) => [
      statusOf(edit),
      ...modeOf(edit),
      ...blobOf(edit, input),
      ...linkOf(edit, input),
      ...submoduleOf(edit),
    ]),
};

/** From here on a file is worth a fact for its size alone; which size is too much is policy. */
const LARGE = 5_000_000;

function statusOf(edit: Edit): Observation {
  const lines = edit.lines;
  return about(edit, `file.${edit.status}`, {
    size: sizeOf(edit.after ?? edit.before),
    // a binary has no lines: `unknown` would meet every limit on lines
    added: lines === 'binary' ? 0 : lines === 'unknown' ? 'unknown' : lines.added,
    removed: lines === 'binary' ? 0 : lines === 'unknown' ? 'unknown' : lines.removed,
    generated: edit.generated,
    technology: technologyOf(edit.path),
  });
}

function modeOf(edit: Edit): readonly Observation[] {
  const { before, after } = edit;
  if (!before || !after || before.mode === after.mode) return [];
  const type = typeOf(before) === typeOf(after) ? 'same' : 'changed';
  const executable = after.mode === '100755';
  return [about(edit, 'file.mode', { before: before.mode, after: after.mode, executable, type })];
}

function blobOf(edit: Edit, { files: contents }: AnalyzerInput): readonly Observation[] {
  if (!edit.after || typeOf(edit.after) !== 'file' || edit.after.oid === edit.before?.oid) return [];
  const content = contents.get(edit.path)?.after;
  const pointed = content?.kind === 'text' ? lfsSize(content.text) : null;
  if (pointed !== null) return [about(edit, 'file.binary', { size: pointed, lfs: true, binary: 'unknown' })];
  const binary = isBinary(edit, content);
  if (binary === false && (edit.after.size ?? 0) <= LARGE) return [];
  return [about(edit, 'file.binary', { size: sizeOf(edit.after), lfs: false, binary })];
}

function isBinary(edit: Edit, content: Content | undefined): Truth {
  if (edit.lines === 'binary' || content?.kind === 'binary') return true;
  return isMute(edit) && content?.kind !== 'text' ? 'unknown' : false;
}

function linkOf(edit: Edit, { files: contents }: AnalyzerInput): readonly Observation[] {
  if (!isLink(edit.after)) return [];
  const content = contents.get(edit.path)?.after;
  if (content?.kind !== 'text') return [about(edit, 'file.symlink', { target: 'unknown', escapes: 'unknown' })];
  return [about(edit, 'file.symlink', { target: content.text, escapes: leavesRepository(edit.path, content.text) })];
}

function submoduleOf(edit: Edit): readonly Observation[] {
  const before = edit.before?.mode === '160000' ? edit.before.oid : null;
  const after = edit.after?.mode === '160000' ? edit.after.oid : null;
  if (before === null && after === null) return [];
  const action = before === null ? 'add' : after === null ? 'remove' : 'move';
  return [about(edit, 'file.submodule', { action, before: before ?? 'none', after: after ?? 'none' })];
}

function about(edit: Edit, kind: string, attributes: Readonly<Record<string, Value>>): Observation {
  return { kind, subject: edit.path, edit, range: null, attributes };
}

function typeOf(version: FileVersion): 'file' | 'link' | 'submodule' {
  if (version.mode === '160000') return 'submodule';
  return version.mode === '120000' ? 'link' : 'file';
}

function isLink(version: FileVersion | null): boolean {
  return version?.mode === '120000';
}

/** Nobody counted its lines, so only its content can tell whether it is text. */
function isMute(edit: Edit): boolean {
  return edit.lines === 'unknown' && edit.after !== null && typeOf(edit.after) === 'file';
}

function sizeOf(version: FileVersion | null): Value {
  if (version?.mode === '160000') return 0; // a commit of another repository weighs nothing in this one
  return version?.size ?? 'unknown';
}
