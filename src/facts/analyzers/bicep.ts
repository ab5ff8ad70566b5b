import type { Edit, Path } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput } from '../analyzer.ts';
import { completeFacts } from '../arm/complete.ts';
import { templateFacts } from '../arm/facts.ts';
import { placesNear, placesOfTemplates } from '../arm/parameters.ts';

/** Bicep of Azure, with the values of its parameters, and how it is deployed. */
export const bicep: Analyzer = {
  id: 'bicep',
  reads: ({ path }) => BICEP.test(path) || DEPLOYS.test(path),
  grammars: () => [],
  needs: (input) => input.edits.flatMap((edit) => neighbours(edit, input)),
  facts: (input) => [
    ...input.edits.flatMap((edit) => completeFacts(edit, input, 'bicep')),
    ...(input.edits.some(({ path }) => BICEP.test(path)) ? templateFacts(input, 'bicep') : []),
  ],
};

const BICEP = /\.bicep(param)?$/i;
const DEPLOYS = /\.(sh|bash|ps1|psm1|cmd|bat|ya?ml)$|(^|\/)(makefile|justfile|taskfile)$/i;

function neighbours({ path }: Edit, { files }: AnalyzerInput): readonly Path[] {
  if (!BICEP.test(path)) return [];
  const sides = files.get(path);
  const text = sides?.after.kind === 'text' ? sides.after.text : '';
  const scripts = [':(glob).github/workflows/*.yml', ':(glob).github/workflows/*.yaml', 'azure-pipelines.yml'];
  return [...(path.endsWith('.bicepparam') ? placesOfTemplates(path, text) : placesNear(path)), ...scripts];
}
