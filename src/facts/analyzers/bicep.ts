import type { Edit, Path } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { completeLine } from '../arm/complete.ts';
import { templateFacts } from '../arm/facts.ts';
import { placesNear, placesOfTemplates } from '../arm/parameters.ts';
import { environmentOfPath } from '../environment.ts';

/** Bicep of Azure, with the values of its parameters, and how it is deployed. */
export const bicep: Analyzer = {
  id: 'bicep',
  reads: ({ path }) => BICEP.test(path) || DEPLOYS.test(path),
  grammars: () => [],
  needs: (input) => input.edits.flatMap((edit) => neighbours(edit, input)),
  facts: (input) => [
    ...input.edits.flatMap((edit) => completeFacts(edit, input)),
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

/** A deployment that from now on deletes whatever its template does not name. */
function completeFacts(edit: Edit, { files }: AnalyzerInput): readonly Observation[] {
  const sides = files.get(edit.path);
  if (sides?.after.kind !== 'text') return [];
  const line = completeLine(sides.after.text);
  if (line === null || (sides.before.kind === 'text' && completeLine(sides.before.text) !== null)) return [];
  return [
    {
      kind: 'infra.destroy',
      subject: `${edit.path}:deployment`,
      edit,
      range: { from: line, to: line },
      attributes: {
        technology: 'bicep',
        type: 'deployment',
        name: 'deployment',
        stateful: 'unknown',
        critical: true,
        reversible: false,
        environment: environmentOfPath(edit.path),
        dependents: 'unknown',
        landed: true,
        certainty: 'likely',
        because: 'it is deployed so that everything the template does not name is deleted',
        remedy: 'deploy in mode Incremental, or with "--action-on-unmanage detachAll"',
      },
    },
  ];
}
