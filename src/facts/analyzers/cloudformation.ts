import type { Edit, Path } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { observationsOf } from '../cloudformation/observations.ts';
import { FILE, type Problem, pairsOf } from '../cloudformation/pairs.ts';
import { looksLikeParameters, placesOfParameters, placesOfTemplates } from '../cloudformation/parameters-file.ts';
import { parseSpec } from '../cloudformation/spec-table.ts';
import { stackPolicyFacts } from '../cloudformation/stack-policy.ts';
import { looksLikeTemplate } from '../cloudformation/template.ts';

/** Templates of CloudFormation and SAM, also those a CDK program has written: what an update of the stack would do. */
export const cloudformation: Analyzer = {
  id: 'cloudformation',
  reads: ({ path }) => FILE.test(path) && !OTHERS.test(path),
  grammars: (input) => (hasTemplate(input) ? ['yaml', 'cloudformation'] : []),
  needs: (input) => input.edits.flatMap((edit) => neighbours(edit, input)),
  facts: (input) => {
    const policies = stackPolicyFacts(input);
    if (!hasTemplate(input)) return policies;
    const spec = parseSpec(input.grammars.table('cloudformation'));
    const { pairs, problems } = pairsOf(input);
    return [...problems.map(unreadable), ...pairs.flatMap((pair) => observationsOf(pair, input, spec)), ...policies];
  },
};

/** Large, in every repository, and never a template. */
const OTHERS = /(^|\/)(package(-lock)?|tsconfig[^/]*|composer|npm-shrinkwrap)\.json$|(^|\/)pnpm-lock\.yaml$/;

function hasTemplate({ files }: AnalyzerInput): boolean {
  for (const [path, sides] of files) {
    if (!FILE.test(path) || OTHERS.test(path)) continue;
    for (const side of [sides.before, sides.after])
      if (side.kind === 'text' && looksLikeTemplate(side.text)) return true;
  }
  return false;
}

function neighbours(edit: Edit, { files }: AnalyzerInput): readonly Path[] {
  const sides = files.get(edit.path);
  const texts = [sides?.before, sides?.after].flatMap((side) => (side?.kind === 'text' ? [side.text] : []));
  if (texts.some(looksLikeTemplate)) return texts.some(hasParameters) ? placesOfParameters(edit.path) : [];
  return texts.some(looksLikeParameters) ? placesOfTemplates(edit.path) : [];
}

function hasParameters(text: string): boolean {
  return /(^|[\s"'{,])Parameters["']?\s*:/.test(text);
}

function unreadable({ edit, line, why }: Problem): Observation {
  const range = { from: line, to: line };
  return { kind: 'unreadable', subject: edit.path, edit, range, attributes: { what: 'template', why } };
}
