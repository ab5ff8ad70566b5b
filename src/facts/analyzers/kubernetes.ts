import type { Path } from '../../model/change.ts';
import type { Analyzer } from '../analyzer.ts';
import { factsOfManifests, needsOfManifests, wantsYaml } from '../kubernetes/manifest-facts.ts';
import { isTemplatePath } from '../kubernetes/paths.ts';

/** Manifests wherever they lie, with the applications of Argo CD and Flux: objects that go, or are no longer what they were. */
export const kubernetes: Analyzer = {
  id: 'kubernetes',
  reads: (edit) => isManifestPath(edit.path) || isManifestPath(edit.from ?? edit.path),
  grammars: (input) => (wantsYaml(input, isManifestPath) ? ['yaml'] : []),
  needs: (input) => needsOfManifests(input, isManifestPath),
  facts: (input) => factsOfManifests(input, 'kubernetes', isManifestPath),
};

const DATA_OF_OTHERS =
  /(^|\/)(package(-lock)?|composer|tsconfig[^/]*|renovate|\.eslintrc|deno)\.json$|(^|\/)(pnpm-lock|node_modules\/.*)/;

function isManifestPath(path: Path): boolean {
  if (isTemplatePath(path) || DATA_OF_OTHERS.test(path)) return false;
  return /\.(ya?ml|json)$/.test(path);
}
