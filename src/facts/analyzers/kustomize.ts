import type { Analyzer, AnalyzerInput } from '../analyzer.ts';
import { contentText } from '../kubernetes/compare.ts';
import { factsOfKustomize, needsOfKustomize } from '../kubernetes/kustomize-facts.ts';
import { isKustomizationPath } from '../kubernetes/kustomization.ts';

/** What a kustomization no longer renders, or renders under another name. */
export const kustomize: Analyzer = {
  id: 'kustomize',
  reads: (edit) => isKustomizationPath(edit.path) || isKustomizationPath(edit.from ?? edit.path),
  grammars: (input) => (hasKustomization(input) ? ['yaml'] : []),
  needs: (input) => (hasKustomization(input) ? needsOfKustomize(input) : []),
  facts: (input) => (hasKustomization(input) ? factsOfKustomize(input) : []),
};

function hasKustomization({ edits, files }: AnalyzerInput): boolean {
  return edits.some(({ path, from }) => {
    if (!isKustomizationPath(path) && !isKustomizationPath(from ?? path)) return false;
    const sides = files.get(path);
    return contentText(sides?.before) !== '' || contentText(sides?.after) !== '';
  });
}
