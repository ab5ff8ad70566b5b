import type { Path } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { completeFacts } from '../arm/complete.ts';
import { templateFacts, unread } from '../arm/facts.ts';
import { placesNear, placesOfTemplates } from '../arm/parameters.ts';
import { looksLikeArm, looksLikeArmParameters, nodeOfJson } from '../arm/template-json.ts';

/** Templates of Azure Resource Manager in JSON. */
export const arm: Analyzer = {
  id: 'arm',
  reads: ({ path }) => /\.json$/i.test(path) && !OTHERS.test(path),
  grammars: () => [],
  needs: (input) => input.edits.flatMap(({ path }) => neighbours(path, input)),
  facts: (input) => {
    const ours = input.edits.filter(({ path }) =>
      textsOf(path, input).some((text) => looksLikeArm(text) || looksLikeArmParameters(text)),
    );
    if (ours.length === 0) return [];
    const broken = ours.flatMap(({ path }) => brokenFact(path, input));
    const lost = new Set(broken.map(({ subject }) => subject));
    const complete = ours.flatMap((edit) => completeFacts(edit, input, 'arm'));
    return [
      ...broken,
      ...complete,
      ...templateFacts({ ...input, edits: ours.filter(({ path }) => !lost.has(path)) }, 'arm'),
    ];
  },
};

const OTHERS = /(^|\/)(package(-lock)?|tsconfig[^/]*|composer|npm-shrinkwrap)\.json$/;

function textsOf(path: Path, { files }: AnalyzerInput): readonly string[] {
  const sides = files.get(path);
  return [sides?.before, sides?.after].flatMap((side) => (side?.kind === 'text' ? [side.text] : []));
}

function neighbours(path: Path, input: AnalyzerInput): readonly Path[] {
  const texts = textsOf(path, input);
  if (texts.some(looksLikeArm)) return placesNear(path);
  return texts.some(looksLikeArmParameters) ? placesOfTemplates(path, texts.at(-1) ?? '') : [];
}

/** It was a template and is no JSON any more: nothing is known of what is left. */
function brokenFact(path: Path, input: AnalyzerInput): readonly Observation[] {
  const sides = input.files.get(path);
  const edit = input.edits.find((one) => one.path === path);
  if (!edit || sides?.before.kind !== 'text' || sides.after.kind !== 'text') return [];
  return nodeOfJson(sides.before.text) && !nodeOfJson(sides.after.text) ? [unread(edit, 1)] : [];
}
