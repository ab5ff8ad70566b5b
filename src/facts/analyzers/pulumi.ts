import type { Edit, Path } from '../../model/change.ts';
import type { Grammar, Grammars } from '../../model/syntax.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { PROGRAM, TEST, languageOf } from '../programs/language.ts';
import { type Placed, differenceOf } from '../pulumi/differ.ts';
import { lostFate, stayFate } from '../pulumi/fate.ts';
import { stated } from '../pulumi/finding.ts';
import { guardsLost } from '../pulumi/guards.ts';
import { propertyFacts } from '../pulumi/properties.ts';
import { NOTHING, type Program, readProgram } from '../pulumi/read.ts';
import { settingFacts } from '../pulumi/stack-config.ts';
import { looksLikePulumi } from '../pulumi/unit.ts';
import { worthOf } from '../pulumi/worth.ts';
import { PROJECT, STACK, readYamlProgram } from '../pulumi/yaml.ts';

/** Programs of Pulumi, as far as they say in so many words what they make, and the settings of their stacks. */
export const pulumi: Analyzer = {
  id: 'pulumi',
  reads: ({ path }) => isOurs(path),
  grammars: (input) => {
    const ours = programsOf(input);
    return ours.length === 0
      ? []
      : ['terraform', ...ours.map(({ path }): Grammar => (isYaml(path) ? 'yaml' : languageOf(path)))];
  },
  needs: () => [],
  facts: (input) => (programsOf(input).length === 0 ? [] : factsOf(input)),
};

function isOurs(path: Path): boolean {
  return ((PROGRAM.test(path) || /\.go$/i.test(path)) && !TEST.test(path)) || isYaml(path);
}

function isYaml(path: Path): boolean {
  return PROJECT.test(path) || STACK.test(path);
}

/** Edits of programs: a library that is imported before or after. */
function programsOf({ edits, files }: AnalyzerInput): readonly Edit[] {
  return edits.filter((edit) => {
    const sides = files.get(edit.path);
    if (!sides || !isOurs(edit.path)) return false;
    return (
      isYaml(edit.path) ||
      [sides.before, sides.after].some((side) => side.kind === 'text' && looksLikePulumi(side.text))
    );
  });
}

type Side = { readonly edit: Edit; readonly before: Program; readonly after: Program };

function factsOf(input: AnalyzerInput): readonly Observation[] {
  const table = input.grammars.table('terraform');
  const edits = programsOf(input);
  const sides = edits.map((edit): Side => ({
    edit,
    before: programIn(edit, 'before', input),
    after: programIn(edit, 'after', input),
  }));
  const placed = (side: 'before' | 'after'): readonly Placed[] =>
    sides.flatMap((one) => one[side].units.map((unit) => ({ unit, edit: one.edit })));
  const difference = differenceOf(placed('before'), placed('after'));
  const fates = [
    ...difference.lost.flatMap((lost) => lostFate(lost, table)),
    ...difference.stays.flatMap((stay) => [...stayFate(stay), ...guardsLost(stay)]),
  ];
  return [
    ...sides.flatMap(brokenFact),
    ...fates.map((fate) =>
      stated(
        fate,
        fate.of.unit.type.endsWith('.Provider') && fate.kind === 'infra.replace'
          ? EVERYTHING
          : worthOf(fate.of.unit, table),
      ),
    ),
    ...propertyFacts(difference, table),
    ...edits
      .filter(({ path }) => isYaml(path))
      .flatMap((edit) =>
        settingFacts(edit, textOf(edit, 'before', input), textOf(edit, 'after', input), input.grammars),
      ),
  ];
}

/** A provider that looks elsewhere makes all of its resources anew. */
const EVERYTHING = { stateful: true, critical: true, reversible: false } as const;

function programIn(edit: Edit, side: 'before' | 'after', input: AnalyzerInput): Program {
  const text = textOf(edit, side, input);
  return text === null ? NOTHING : read(edit.path, text, input.grammars);
}

function read(path: Path, text: string, grammars: Grammars): Program {
  return isYaml(path) ? readYamlProgram(path, text, grammars) : readProgram(path, text, grammars);
}

function textOf(edit: Edit, side: 'before' | 'after', { files }: AnalyzerInput): string | null {
  const found = files.get(edit.path)?.[side];
  return found?.kind === 'text' ? found.text : null;
}

function brokenFact({ edit, after, before }: Side): readonly Observation[] {
  if (after.brokenAt === null || before.brokenAt !== null) return [];
  const range = { from: after.brokenAt, to: after.brokenAt };
  return [
    {
      kind: 'unreadable',
      subject: edit.path,
      edit,
      range,
      attributes: { what: 'Pulumi program', why: 'it can no longer be parsed' },
    },
  ];
}
