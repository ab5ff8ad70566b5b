import type { Observation } from '../../analyzer.ts';
import { type Certainty, untrustedRun } from '../states.ts';
import { childOf, entryOf, itemsOf, textAt, textOf } from '../yaml-view.ts';
import { firstLine, type Workflow } from './workflow.ts';

type Written = {
  readonly workflow: Workflow;
  readonly job: string;
  readonly expression: string;
  readonly line: number;
};

/** `${{ … }}` is put into a script as text before the shell reads it: who writes a title writes the script. */
export function newInjections(before: readonly Workflow[], after: readonly Workflow[]): readonly Observation[] {
  const known = new Set(before.flatMap(writtenIn).map(({ expression }) => expression));
  const told = new Set<string>();
  return after.flatMap(writtenIn).flatMap(({ workflow, job, expression, line }) => {
    const certainty = certaintyOf(expression);
    const key = `${workflow.path}:${job}: ${expression}`;
    if (certainty === null || known.has(expression) || told.has(key)) return [];
    told.add(key);
    const said = {
      technology: 'github-actions',
      edit: workflow.edit,
      line,
      subject: key,
      name: expression,
      certainty,
      because: `${expression} is put into the script as it is, and whoever writes it writes the script`,
      remedy: `env: { VALUE: "\${{ ${expression} }}" } on the step, and "$VALUE" in the script`,
    };
    return [untrustedRun(said, 'injection')];
  });
}

function writtenIn(workflow: Workflow): readonly Written[] {
  return workflow.jobs.flatMap((job) =>
    job.stepNodes.flatMap((node) =>
      scriptsOf(node).flatMap(({ text, line }) => {
        const found = [...text.matchAll(/\$\{\{([^}]{0,400})\}\}/g)];
        return found.flatMap(({ 1: inner = '', index }) =>
          (inner.match(REFERENCE) ?? []).map((expression) => ({
            workflow,
            job: job.id,
            expression,
            line: line + text.slice(0, index).split('\n').length - 1,
          })),
        );
      }),
    ),
  );
}

const REFERENCE = /\b(github|inputs|env|steps|needs)\.[\w.*-]+(\[[^\]]{0,60}\][\w.*-]*)*/g;

/** `run`, and the inputs of actions that run them. */
function scriptsOf(node: Parameters<typeof childOf>[0]): readonly { readonly text: string; readonly line: number }[] {
  const run = entryOf(node, 'run');
  const isScript =
    /^(actions\/github-script|azure\/(cli|powershell)|appleboy\/ssh-action|google-github-actions\/[\w-]+)@/.test(
      textAt(node, 'uses') ?? '',
    );
  const inputs = isScript ? ['script', 'inlineScript'].map((key) => entryOf(childOf(node, 'with'), key)) : [];
  return [run, ...inputs].flatMap((entry) =>
    itemsOf(entry?.value).flatMap((one) => {
      const text = textOf(one);
      return text === null ? [] : [{ text, line: firstLine(entry) }];
    }),
  );
}

const STRANGERS: RegExp[] = [
  /^github\.head_ref$/,
  /^github\.event\.(issue|pull_request|comment|review|review_comment|discussion)\.(title|body)$/,
  /^github\.event\.pull_request\.head\.(ref|label|repo\.(default_branch|description|homepage|full_name|name))$/,
  /^github\.event\.(head_commit|workflow_run\.head_commit|commits[.[\]*\d]*)\.?(message|author\.(name|email)|committer\.(name|email))$/,
  /^github\.event\.commits[.[\]*\d]*\.(message|author\.(name|email))$/,
  /^github\.event\.workflow_run\.(head_branch|display_title|head_commit\..*|pull_requests.*)$/,
  /^github\.event\.pages[.[\]*\d]*\.page_name$/,
  /^github\.event\.(client_payload|discussion|issue|comment)(\..*)?\.(title|body|text|message|ref|branch|name)$/,
];

function certaintyOf(expression: string): Certainty | null {
  if (STRANGERS.some((pattern) => pattern.test(expression))) return 'certain';
  if (/^github\.event\.(client_payload|issue\.labels|label\.name|milestone\.title)/.test(expression)) return 'likely';
  // only who may start it fills it in
  return /^(github\.event\.inputs|inputs)\./.test(expression) ? 'possible' : null;
}
