import type { Content } from '../../model/content.ts';
import type { Edit, Path } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { jobsOfAnyYaml, jobsOfJenkinsfile } from '../pipelines/any-yaml.ts';
import { lostChecks } from '../pipelines/check-changes.ts';
import type { Job } from '../pipelines/model.ts';
import { newInScripts, type Script } from '../pipelines/script-changes.ts';
import { notRead } from '../pipelines/states.ts';
import { technologyOf } from '../technology.ts';

const YAML =
  /(^|\/)azure-pipelines[^/]*\.ya?ml$|^\.azure-?(devops|pipelines)\/.*\.ya?ml$|^\.circleci\/.*\.ya?ml$|^\.buildkite\/.*\.ya?ml$|(^|\/)bitbucket-pipelines\.ya?ml$|(^|\/)\.(drone|travis|woodpecker|cirrus)\.ya?ml$|^\.woodpecker\/.*\.ya?ml$|(^|\/)cloudbuild[^/]*\.ya?ml$|(^|\/)buildspec[^/]*\.ya?ml$/;
const JENKINS = /(^|\/)Jenkinsfile([.-][^/]*)?$|\.jenkinsfile$/;

/** Azure, CircleCI, Bitbucket, Buildkite, Drone, Travis, Jenkins and their like: checks, approvals, destructive commands. */
export const otherPipelines: Analyzer = {
  id: 'other-pipelines',
  reads: ({ path, from }) => isOurs(path) || isOurs(from ?? ''),
  grammars: ({ edits, files }) => (edits.some(({ path }) => YAML.test(path) && files.has(path)) ? ['yaml'] : []),
  needs: () => [],
  facts: (input) =>
    input.edits.flatMap((edit) =>
      isOurs(edit.path) && edit.before?.oid !== edit.after?.oid ? factsOf(edit, input) : [],
    ),
};

function isOurs(path: Path): boolean {
  return YAML.test(path) || JENKINS.test(path);
}

type Read = {
  readonly jobs: readonly Job[];
  readonly problem: { readonly line: number; readonly message: string } | null;
};

function factsOf(edit: Edit, input: AnalyzerInput): readonly Observation[] {
  const sides = input.files.get(edit.path);
  if (sides?.after.kind !== 'text') return [];
  const before = read(edit, edit.from ?? edit.path, sides.before, input);
  const after = read(edit, edit.path, sides.after, input);
  const technology = technologyOf(edit.path);
  return [
    ...(after.problem ? [notRead(edit, technology, after.problem.line, after.problem.message)] : []),
    ...lostChecks(technology, before.jobs, after.jobs),
    ...newInScripts(technology, before.jobs.flatMap(scriptsOf), after.jobs.flatMap(scriptsOf), 'certain'),
  ];
}

function read(edit: Edit, path: Path, content: Content, { grammars }: AnalyzerInput): Read {
  if (content.kind !== 'text') return { jobs: [], problem: null };
  if (JENKINS.test(path)) return { jobs: jobsOfJenkinsfile(path, edit, content.text), problem: null };
  const { documents, problems } = grammars.yaml(content.text);
  return { jobs: documents.flatMap((root) => jobsOfAnyYaml(path, edit, root)), problem: problems[0] ?? null };
}

function scriptsOf(job: Job): readonly Script[] {
  return job.steps.flatMap(({ run, runLine }) =>
    run === null ? [] : [{ edit: job.edit, where: job.id, text: run, line: runLine, hints: [job.id] }],
  );
}
