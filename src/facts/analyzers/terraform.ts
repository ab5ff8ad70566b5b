import type { Path } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { folderOf, inFolder } from '../path.ts';
import { editsByName, snapshotOf } from '../snapshot.ts';
import { isConfig, isVariables } from '../terraform/module.ts';
import { factsOfRoots } from '../terraform/roots.ts';
import { localSource } from '../terraform/world.ts';

/** Terraform and OpenTofu: a directory before and after, with the local modules it calls, evaluated as far as the files tell. */
export const terraform: Analyzer = {
  id: 'terraform',
  reads: ({ path, from }) => isOurs(path) || (from !== null && isOurs(from)),
  grammars: ({ files }) => ([...files.keys()].some(isOurs) ? ['terraform'] : []),
  needs: (input) => [...new Set(foldersOf(input).flatMap(patternsIn))],
  facts: (input) => (input.edits.some(({ path, from }) => isOurs(path) || isOurs(from ?? path)) ? judge(input) : []),
};

function isOurs(path: Path): boolean {
  return isConfig(path) || isVariables(path);
}

function judge(input: AnalyzerInput): readonly Observation[] {
  const [before, after, landed] = (['before', 'after', 'landed'] as const).map(
    (side) => snapshotOf(input, side, isOurs).texts,
  );
  const edits = {
    all: input.edits.filter(({ path, from }) => isOurs(path) || isOurs(from ?? path) || path.includes('.tf')),
    before: editsByName(input.edits, 'before'),
    after: editsByName(input.edits, 'after'),
  };
  return factsOfRoots(
    { before: before ?? new Map(), after: after ?? new Map(), landed: landed ?? new Map() },
    edits,
    input.grammars,
  );
}

const NAMES = ['*.tf', '*.tofu', '*.tf.json', '*.tofu.json', '*.tfvars', '*.tfvars.json'];

function patternsIn(folder: Path): readonly Path[] {
  return NAMES.map((name) => `:(glob)${inFolder(folder, name)}`);
}

/** `source = "./db"`: cheap to see without understanding the file. */
const SOURCE = /\bsource"?\s*[=:]\s*"(\.\.?\/[^"$\n]*|\.\.?)"/g;

/** The folders of the change, and those of the modules they call. */
function foldersOf({ edits, files }: AnalyzerInput): readonly Path[] {
  const changed = edits.flatMap(({ path, from }) => [path, from ?? path]).filter(isOurs);
  const called = [...files].flatMap(([path, { before, after }]) =>
    isConfig(path)
      ? [before, after].flatMap((content) =>
          content.kind === 'text'
            ? [...content.text.matchAll(SOURCE)].map(([, source]) => localSource(folderOf(path), source ?? null))
            : [],
        )
      : [],
  );
  return [...changed.map(folderOf), ...called.filter((folder) => folder !== null)];
}
