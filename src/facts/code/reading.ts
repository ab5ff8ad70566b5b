import type { Edit, Path } from '../../model/change.ts';
import type { Content } from '../../model/content.ts';
import type { Grammars, Language } from '../../model/syntax.ts';
import type { AnalyzerInput } from '../analyzer.ts';
import { type Reading, readTree } from './tree.ts';

/** A file before and after, as text; null where there was or is none. */
export type Change = {
  readonly edit: Edit;
  readonly path: Path;
  readonly before: string | null;
  readonly after: string | null;
};

/** Edits whose text was read on the sides they have and that say something else now. */
export function changesOf({ edits, files }: AnalyzerInput, isWanted: (edit: Edit) => boolean): readonly Change[] {
  return edits.flatMap((edit): readonly Change[] => {
    const sides = files.get(edit.path);
    if (!sides || !isWanted(edit)) return [];
    const [before, after] = [plain(sides.before), plain(sides.after)];
    if (before === undefined || after === undefined || before === after) return [];
    return [{ edit, path: edit.path, before, after }];
  });
}

/** Undefined: there is something, and it is no text or could not be read; extract.ts has said so. */
function plain(content: Content): string | null | undefined {
  if (content.kind === 'absent') return null;
  return content.kind === 'text' ? content.text.replaceAll('\r', '').replace(/^\uFEFF/, '') : undefined;
}

export function readSide(grammars: Grammars, language: Language, text: string | null): Reading {
  const given = text ?? '';
  return grammars.visit(language, given, (root) => readTree(root, given));
}
