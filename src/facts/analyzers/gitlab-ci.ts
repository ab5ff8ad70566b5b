import type { Edit, Path } from '../../model/change.ts';
import type { YamlFile } from '../../model/syntax.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { lostChecks } from '../pipelines/check-changes.ts';
import { changedGitlab } from '../pipelines/gitlab/changes.ts';
import { type GitlabFile, gitlabFileOf } from '../pipelines/gitlab/pipeline.ts';
import type { Job } from '../pipelines/model.ts';
import { newInScripts, type Script } from '../pipelines/script-changes.ts';
import { notRead } from '../pipelines/states.ts';

const GITLAB = /(^|\/)(\.gitlab-ci|[^/]+\.gitlab-ci)\.ya?ml$|^\.gitlab\/(ci|pipelines)\/.*\.ya?ml$/;

/** GitLab's pipelines: checks, manual gates, environments, and what they run. */
export const gitlabCi: Analyzer = {
  id: 'gitlab-ci',
  reads: ({ path, from }) => isOurs(path) || isOurs(from ?? ''),
  grammars: ({ edits, files }) => (edits.some(({ path }) => isOurs(path) && files.has(path)) ? ['yaml'] : []),
  needs: () => [],
  facts: (input) => {
    const pairs = input.edits
      .filter(({ path, before, after }) => isOurs(path) && before?.oid !== after?.oid)
      .map((edit) => readEdit(edit, input));
    // that a whole file is gone is told by `gates`, but its jobs may have moved here
    const stayed = pairs.flatMap(({ before, after }) => (before && after ? [before] : []));
    const before = pairs.flatMap((pair) => pair.before ?? []);
    const after = pairs.flatMap((pair) => pair.after ?? []);
    return [
      ...pairs.flatMap((pair) => [
        ...pair.problems,
        ...(pair.before && pair.after ? changedGitlab(pair.before, pair.after) : []),
      ]),
      ...lostChecks('gitlab-ci', stayed.flatMap(jobsOf), after.flatMap(jobsOf)),
      ...newInScripts('gitlab-ci', before.flatMap(scriptsOf), after.flatMap(scriptsOf), 'certain'),
    ];
  },
};

function isOurs(path: Path): boolean {
  return GITLAB.test(path);
}

function jobsOf({ jobs, includes }: GitlabFile): readonly Job[] {
  return [...jobs, includes];
}

function scriptsOf({ jobs, edit }: GitlabFile): readonly Script[] {
  return jobs.flatMap((job) =>
    job.steps.flatMap(({ run, runLine }) =>
      run === null
        ? []
        : [{ edit, where: job.id, text: run, line: runLine, hints: [job.environment ?? '', job.id, job.stage] }],
    ),
  );
}

type Pair = {
  readonly before: GitlabFile | null;
  readonly after: GitlabFile | null;
  readonly problems: readonly Observation[];
};

function readEdit(edit: Edit, { files, grammars }: AnalyzerInput): Pair {
  const parse = (side: 'before' | 'after'): YamlFile | null => {
    const content = files.get(edit.path)?.[side];
    return content?.kind === 'text' ? grammars.yaml(content.text) : null;
  };
  const now = parse('after');
  const [problem] = now?.problems ?? [];
  return {
    before: fileOf(parse('before'), edit.from ?? edit.path, edit),
    after: fileOf(now, edit.path, edit),
    problems: problem ? [notRead(edit, 'gitlab-ci', problem.line, problem.message)] : [],
  };
}

/** A first document may hold the inputs (`spec`); the jobs are in the last. */
function fileOf(file: YamlFile | null, path: Path, edit: Edit): GitlabFile | null {
  const root = file?.documents.at(-1);
  return root ? gitlabFileOf(path, edit, root) : null;
}
