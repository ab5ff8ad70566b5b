import type { Edit, Path } from '../../model/change.ts';
import type { YamlFile } from '../../model/syntax.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { lostChecks } from '../pipelines/check-changes.ts';
import { changedActions } from '../pipelines/github/actions.ts';
import { freedDeploys } from '../pipelines/github/deploys.ts';
import { newInjections } from '../pipelines/github/injection.ts';
import { widenedPermissions } from '../pipelines/github/permissions.ts';
import { reachOfStrangers } from '../pipelines/github/secrets.ts';
import { changedTriggers } from '../pipelines/github/triggers.ts';
import { type Workflow, workflowOf } from '../pipelines/github/workflow.ts';
import { newInScripts, type Script } from '../pipelines/script-changes.ts';
import { notRead } from '../pipelines/states.ts';

const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/;
const ACTION = /(^|\/)action\.ya?ml$/;

/** Workflows and actions: what they may do, who can start them, what they check and what they destroy. */
export const githubActions: Analyzer = {
  id: 'github-actions',
  reads: (edit) => isPipeline(edit.path) || isPipeline(edit.from ?? ''),
  grammars: ({ edits, files }) => (edits.some((edit) => isPipeline(edit.path) && files.has(edit.path)) ? ['yaml'] : []),
  needs: () => [],
  facts: (input) => {
    const read = input.edits
      .filter((edit) => isPipeline(edit.path) && edit.before?.oid !== edit.after?.oid)
      .map((edit) => readEdit(edit, input));
    const pairs = read.flatMap(({ before, after }) => (after ? [{ before, after }] : []));
    return [...read.flatMap(({ problems }) => problems), ...compare(pairs, deletedIn(input))];
  },
};

function isPipeline(path: Path): boolean {
  return WORKFLOW.test(path) || ACTION.test(path);
}

type Pair = { readonly before: Workflow | null; readonly after: Workflow };

function compare(pairs: readonly Pair[], deleted: readonly Workflow[]): readonly Observation[] {
  const after = pairs.map((pair) => pair.after);
  // that a file is gone is said by the analyzer `gates`; what it held may have moved here
  const stayed = pairs.flatMap((pair) => pair.before ?? []);
  const before = [...stayed, ...deleted];
  const jobs = (list: readonly Workflow[]): Workflow['jobs'] => list.flatMap((one) => one.jobs);
  return [
    ...pairs.flatMap((pair) => [
      ...widenedPermissions(pair.before, pair.after),
      ...changedTriggers(pair.before, pair.after),
      ...reachOfStrangers(pair.before, pair.after),
      ...(pair.before ? freedDeploys(pair.before, pair.after) : []),
    ]),
    ...lostChecks('github-actions', jobs(stayed), jobs(after)),
    ...newInjections(before, after),
    ...changedActions(before, after),
    ...newInScripts('github-actions', before.flatMap(scriptsOf), after.flatMap(scriptsOf), 'certain'),
  ];
}

function scriptsOf(workflow: Workflow): readonly Script[] {
  return workflow.jobs.flatMap((job) =>
    job.steps.flatMap((step) =>
      step.run === null
        ? []
        : [
            {
              edit: workflow.edit,
              where: job.id,
              text: step.run,
              line: step.runLine,
              hints: [job.environment ?? '', job.id, workflow.path.replace(/^.*\//, '')],
            },
          ],
    ),
  );
}

type Read = {
  readonly before: Workflow | null;
  readonly after: Workflow | null;
  readonly problems: readonly Observation[];
};

function readEdit(edit: Edit, input: AnalyzerInput): Read {
  const then = parsed(edit, 'before', input);
  const now = parsed(edit, 'after', input);
  const before = then ? rootOf(then, edit.from ?? edit.path, edit) : null;
  const after = now ? rootOf(now, edit.path, edit) : null;
  const [problem] = now?.problems ?? [];
  if (problem) return { before, after, problems: [notRead(edit, 'github-actions', problem.line, problem.message)] };
  // a workflow that no longer has jobs runs nothing
  const isLost = before !== null && !before.isAction && after === null && edit.after !== null;
  const why = 'it held jobs before and is no workflow any more';
  return { before, after, problems: isLost ? [notRead(edit, 'github-actions', 1, why)] : [] };
}

function parsed(edit: Edit, side: 'before' | 'after', { files, grammars }: AnalyzerInput): YamlFile | null {
  const content = files.get(edit.path)?.[side];
  return content?.kind === 'text' ? grammars.yaml(content.text) : null;
}

function rootOf(file: YamlFile, path: Path, edit: Edit): Workflow | null {
  const [root] = file.documents;
  return root ? workflowOf(path, edit, root) : null;
}

function deletedIn({ edits, files, grammars }: AnalyzerInput): readonly Workflow[] {
  return edits.flatMap((edit) => {
    const sides = files.get(edit.path);
    if (edit.after !== null || !isPipeline(edit.path) || sides?.before.kind !== 'text') return [];
    return rootOf(grammars.yaml(sides.before.text), edit.path, edit) ?? [];
  });
}
