import type { Edit, Path } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { environmentOfPath } from '../environment.ts';
import { checkChart } from '../helm/chart.ts';
import { checkHelmfile } from '../helm/helmfile.ts';
import { contentText } from '../kubernetes/compare.ts';
import { isCutShort } from '../kubernetes/cut-short.ts';
import { type Finding, observationOf } from '../kubernetes/finding.ts';
import { looksLikeObjects } from '../kubernetes/manifest.ts';
import { factsOfManifests, needsOfManifests, wantsYaml } from '../kubernetes/manifest-facts.ts';
import { isTemplatePath } from '../kubernetes/paths.ts';
import { withoutActions } from '../kubernetes/template.ts';
import { checkValues } from '../kubernetes/values.ts';
import { baseName, folderOf } from '../path.ts';

/** Charts: their templates, values and dependencies, and the releases of helmfiles. */
export const helm: Analyzer = {
  id: 'helm',
  reads: (edit) => isTemplatePath(edit.path) || isTemplatePath(edit.from ?? '') || partOf(edit.path) !== null,
  grammars: (input) =>
    wantsYaml(input, isTemplatePath) || input.edits.some((edit) => isRead(edit, input)) ? ['yaml'] : [],
  needs: (input) => needsOfManifests(input, isTemplatePath),
  facts: (input) => [
    ...factsOfManifests(input, 'helm', isTemplatePath),
    ...input.edits.flatMap((edit) => factsOfPart(edit, input)),
  ],
};

type Part = 'chart' | 'values' | 'helmfile';

function partOf(path: Path): Part | null {
  const name = baseName(path);
  if (/^(Chart|requirements)\.ya?ml$/.test(name)) return 'chart';
  if (/(^|\/)helmfile(\.d\/[^/]+|[^/]*)\.ya?ml(\.gotmpl)?$/.test(path)) return 'helmfile';
  if (isTemplatePath(path)) return null;
  const isValues =
    /(^|[._-])values?([._-][^/]*)?\.ya?ml(\.gotmpl)?$/i.test(name) || /(^|\/)(helm-)?values\/[^/]+\.ya?ml$/.test(path);
  return isValues ? 'values' : null;
}

function isRead(edit: Edit, input: AnalyzerInput): boolean {
  const isHelmfile = partOf(edit.path) === 'helmfile' && contentText(input.files.get(edit.path)?.before) !== '';
  return isHelmfile || isBothSided(edit, input);
}

/** What is new takes nothing away, and a file of values that is deleted leaves those of the chart. */
function isBothSided(edit: Edit, { files }: AnalyzerInput): boolean {
  const sides = files.get(edit.path);
  return partOf(edit.path) !== null && contentText(sides?.before) !== '' && sides?.after.kind !== 'absent';
}

function factsOfPart(edit: Edit, input: AnalyzerInput): readonly Observation[] {
  const part = partOf(edit.path);
  const sides = input.files.get(edit.path);
  const [before, after] = [contentText(sides?.before), contentText(sides?.after)];
  if (part === 'helmfile' && before !== '' && sides?.after.kind === 'absent')
    return deletedHelmfile(edit, before, input);
  if (part === null || !isBothSided(edit, input) || (part === 'values' && looksLikeObjects(before))) return [];
  const [then, now] = [input.grammars.yaml(withoutActions(before)), input.grammars.yaml(withoutActions(after))];
  const [problem] = isCutShort(before, after)
    ? [{ line: after.split('\n').length, message: 'it ends in the middle of a line' }]
    : now.problems;
  const broken: readonly Observation[] =
    problem === undefined || then.problems.length > 0
      ? []
      : [
          {
            kind: 'unreadable',
            subject: edit.path,
            edit,
            range: { from: problem.line, to: problem.line },
            attributes: { what: `Helm ${part}`, why: problem.message },
          },
        ];
  return [...broken, ...checkPart(part, then.documents, now.documents).map((finding) => stated(finding, part, edit))];
}

type Documents = ReturnType<AnalyzerInput['grammars']['yaml']>['documents'];

function checkPart(part: Part, then: Documents, now: Documents): readonly Finding[] {
  switch (part) {
    case 'chart':
      return checkChart(then[0], now[0]);
    case 'helmfile':
      return checkHelmfile(then, now);
    case 'values':
      return checkValues(then[0], now[0]);
  }
}

function deletedHelmfile(edit: Edit, before: string, { grammars, edits }: AnalyzerInput): readonly Observation[] {
  // split into several, or moved: the others say what is left
  if (edits.some((other) => other.before === null && partOf(other.path) === 'helmfile')) return [];
  const { documents } = grammars.yaml(withoutActions(before));
  return checkHelmfile(documents, []).map((finding) => stated(finding, 'helmfile', edit));
}

function stated(finding: Finding, part: Part, edit: Edit): Observation {
  const folder = folderOf(edit.path) || '.';
  const about = finding.place ?? finding.name ?? part;
  return observationOf(finding, {
    technology: 'helm',
    type: part === 'values' ? 'Values' : 'Chart',
    name: finding.place ?? baseName(folder),
    subject: `${edit.path}:${about}`,
    edit,
    environment: environmentOfPath(edit.path),
    landed: edit.landed,
    weight: { stateful: 'unknown', critical: true, reversible: 'unknown' },
    dependents: [],
  });
}
