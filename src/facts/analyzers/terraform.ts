import type { Edit, Path } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { folderOf } from '../path.ts';
import { editsByName, snapshotOf } from '../snapshot.ts';
import { followed } from '../terraform/links.ts';
import { isConfig, isVariables } from '../terraform/module.ts';
import { neighboursOf, patternsOf } from '../terraform/neighbours.ts';
import { factsOfRoots } from '../terraform/roots.ts';
import { isState, stateFacts } from '../terraform/state-file.ts';

/** Terraform and OpenTofu: a directory before and after, with the local modules it calls, evaluated as far as the files tell. */
export const terraform: Analyzer = {
  id: 'terraform',
  reads: ({ path, from }) => isOurs(path) || (from !== null && isOurs(from)),
  grammars: ({ files }) => ([...files.keys()].some(isOurs) ? ['terraform'] : []),
  needs: ({ edits, files }) => (edits.some(touches) ? [...new Set(patternsOf(edits, files))] : []),
  facts: (input) => [...stateFacts(input.edits.filter(({ path }) => isState(path))), ...judge(input)],
};

function isOurs(path: Path): boolean {
  return isConfig(path) || isVariables(path);
}

function foldersOf(edits: readonly Edit[]): ReadonlyMap<Path, readonly Edit[]> {
  const folders = new Map<Path, Edit[]>();
  for (const edit of edits) {
    for (const folder of new Set([folderOf(edit.path), folderOf(edit.from ?? edit.path)])) {
      const there = folders.get(folder);
      if (there === undefined) folders.set(folder, [edit]);
      else there.push(edit);
    }
  }
  return folders;
}

function touches({ path, from }: { readonly path: Path; readonly from: Path | null }): boolean {
  return isOurs(path) || isOurs(from ?? path);
}

function judge(input: AnalyzerInput): readonly Observation[] {
  if (!input.edits.some(touches)) return [];
  const textsOf = (side: 'before' | 'after' | 'landed') => followed(snapshotOf(input, side, isOurs).texts);
  // a file that is no longer read may stand beside under another name
  const all = input.edits.filter((edit) => touches(edit) || /\.(tf|tofu)\b/.test(edit.path));
  const edits = {
    all,
    byFolder: foldersOf(all),
    before: editsByName(input.edits, 'before'),
    after: editsByName(input.edits, 'after'),
  };
  const texts = { before: textsOf('before'), after: textsOf('after'), landed: textsOf('landed') };
  return factsOfRoots(texts, edits, neighboursOf(input.edits, input.files).roots, input.grammars);
}
