import type { Edit, Path } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { readOwners, weakenedOwners } from '../codeowners.ts';
import { baseName } from '../path.ts';
import { technologyOf } from '../technology.ts';

/** Checks and owner rules that a change takes out of force. */
export const gates: Analyzer = {
  id: 'gates',
  reads: (edit) => ownersInForce(edit.path) || ownersInForce(edit.from ?? ''),
  grammars: () => [],
  needs: () => [],
  facts: (input) => input.edits.flatMap((edit) => [...ownersOf(edit, input), ...pipelineOf(edit, input)]),
};

/** Where GitHub and GitLab look for it; anywhere else the name means nothing. */
function ownersInForce(path: Path): boolean {
  return (
    baseName(path) === 'CODEOWNERS' &&
    ['', '.github/', 'docs/', '.gitlab/'].includes(path.slice(0, -'CODEOWNERS'.length))
  );
}

function ownersOf(edit: Edit, { edits, files }: AnalyzerInput): readonly Observation[] {
  const name = edit.from ?? edit.path;
  if (edit.before === null || !ownersInForce(name)) return [];
  const sides = files.get(edit.path);
  if (sides?.before.kind !== 'text') return [];
  // moved from one place in force to another, as a rename or as a deletion and an addition: compare what it says
  const heir =
    ownersInForce(edit.path) && edit.after
      ? edit
      : edits.find((other) => other.status === 'add' && ownersInForce(other.path));
  const content = heir ? files.get(heir.path)?.after : undefined;
  if (!heir) return [gone(edit, name, 'owners', 'certain')];
  if (content?.kind !== 'text') return [];
  return weakenedOwners(readOwners(sides.before.text), readOwners(content.text)).map(({ entry, certainty }) => ({
    kind: 'pipeline.gate-remove',
    subject: `${name} ${entry.pattern}`,
    edit,
    range: { from: entry.line, to: entry.line },
    attributes: {
      technology: 'codeowners',
      name: entry.pattern,
      gate: 'owners',
      certainty,
      because: 'the owner rule is gone or names fewer owners',
      remedy: '',
    },
  }));
}

const PIPELINE =
  /^\.github\/workflows\/[^/]+\.ya?ml$|^\.gitlab-ci\.yml$|^\.circleci\/config\.yml$|^\.buildkite\/pipeline\.ya?ml$|^\.(travis|drone|woodpecker)\.ya?ml$|^\.woodpecker\/[^/]+\.ya?ml$|^(azure|bitbucket)-pipelines\.ya?ml$|^Jenkinsfile$/;

function pipelineOf(edit: Edit, { edits }: AnalyzerInput): readonly Observation[] {
  const name = edit.from ?? edit.path;
  const stays = edit.after !== null && PIPELINE.test(edit.path);
  if (edit.before === null || !PIPELINE.test(name) || stays) return [];
  // a move to another service or file adds one; whether it checks the same is for a person to see
  const replaced = edits.some((other) => other.status === 'add' && PIPELINE.test(other.path));
  return [gone(edit, name, 'pipeline', replaced ? 'possible' : 'certain')];
}

function gone(edit: Edit, subject: Path, gate: string, certainty: string): Observation {
  const because = gate === 'owners' ? 'its owner rules are no longer in force' : 'its jobs no longer run';
  const told = { technology: technologyOf(subject), name: subject, gate, certainty, because, remedy: '' };
  return { kind: 'pipeline.gate-remove', subject, edit, range: null, attributes: told };
}
