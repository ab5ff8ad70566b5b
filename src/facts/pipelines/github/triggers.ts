import type { YamlEntry } from '../../../model/syntax.ts';
import type { Observation } from '../../analyzer.ts';
import { textOfJob } from '../model.ts';
import { isDeploy, purposeOf, wordsOf } from '../purpose.ts';
import { type Certainty, gateRemoved, type Said, untrustedRun } from '../states.ts';
import { childOf, textAt, textsOf } from '../yaml-view.ts';
import { checksOf } from '../checks.ts';
import type { GithubJob, Workflow } from './workflow.ts';

const TECHNOLOGY = 'github-actions';
/** Anybody can cause these, and they run with the secrets and the token of the repository. */
const DANGEROUS = ['pull_request_target', 'workflow_run', 'issue_comment'] as const;

export function changedTriggers(before: Workflow | null, after: Workflow): readonly Observation[] {
  if (after.isAction) return [];
  return [
    ...dangerous(before, after),
    ...(before ? [...widenedDeploy(before, after), ...checksThatRunLess(before, after)] : []),
  ];
}

function dangerous(before: Workflow | null, after: Workflow): readonly Observation[] {
  const taken = strangersCode(after);
  const fetchesNew = taken !== null && (before === null || strangersCode(before) === null);
  return DANGEROUS.flatMap((trigger) => {
    const entry = after.triggers.get(trigger);
    if (!entry) return [];
    const isNew = before?.triggers.has(trigger) !== true;
    if (!isNew && !fetchesNew) return [];
    const because = taken
      ? `on ${trigger} it checks out and runs what a stranger wrote (${taken.what}), with the secrets of the repository`
      : `${trigger} runs with the secrets of the repository for what anybody sends`;
    const remedy =
      'Use pull_request, which has no secrets, and do what needs them in a workflow that runs no code of the branch';
    const said = at(
      after,
      taken && !isNew ? taken.line : entry.line,
      `on ${trigger}`,
      trigger,
      triggerCertainty(trigger, before, after),
      because,
    );
    return [untrustedRun({ ...said, remedy }, 'trigger')];
  });
}

function triggerCertainty(trigger: string, before: Workflow | null, after: Workflow): Certainty {
  if (strangersCode(after)) return 'certain';
  if (trigger === 'issue_comment') return 'possible';
  const steps = after.jobs.flatMap((job) => job.steps);
  const runs = steps.some(
    ({ run, uses }) => run !== null || /^actions\/(checkout|download-artifact)@/.test(uses ?? ''),
  );
  if (trigger === 'workflow_run') return runs && before !== null ? 'likely' : 'possible';
  if (before !== null && before.triggers.has('pull_request') && !after.triggers.has('pull_request')) return 'certain';
  return runs ? 'likely' : before === null ? 'possible' : 'likely';
}

const HEAD =
  /github\.event\.pull_request\.head\.(sha|ref|repo)|github\.head_ref|github\.event\.workflow_run\.(head_(sha|branch|commit|repository)|pull_requests)|refs\/pull\/|github\.event\.pull_request\.merge_commit_sha/;
const FETCHES =
  /gh pr (checkout|co)\b|git (fetch|pull|checkout)\b[^\n]{0,200}(pull\/|head_ref|head\.(sha|ref)|FETCH_HEAD|pr[-_]?head)/i;

/** Where a workflow takes the code of a pull request instead of that of the branch it is for. */
function strangersCode({ jobs }: Workflow): { readonly what: string; readonly line: number } | null {
  for (const job of jobs) {
    for (const node of job.stepNodes) {
      const uses = textAt(node, 'uses') ?? '';
      if (/checkout/.test(uses)) {
        const found = ['ref', 'repository']
          .map((key) => childOf(node, 'with', key))
          .find((one) => HEAD.test(textsOf(one).join('')));
        if (found) return { what: textsOf(found).join(''), line: found.from };
      }
      const run = textAt(node, 'run') ?? '';
      const fetched = FETCHES.exec(run);
      if (fetched) return { what: fetched[0], line: node.from };
    }
  }
  return null;
}

/** A deployment that now starts for more branches, or that was started by hand and now starts by itself. */
function widenedDeploy(before: Workflow, after: Workflow): readonly Observation[] {
  if (!deploys(before) || !deploys(after)) return [];
  return [...widenedFilters(before, after), ...startsByItself(before, after)];
}

function deploys({ path, jobs }: Workflow): boolean {
  return jobs.some(deploysJob) || isDeploy(wordsOf(path.replace(/^.*\//, '')));
}

export function deploysJob(job: GithubJob): boolean {
  return job.environment !== null || isDeploy(wordsOf(`${job.id} ${job.name}`)) || isDeploy(textOfJob(job));
}

const FILTERED = ['push', 'pull_request', 'pull_request_target', 'workflow_run'] as const;

function widenedFilters(before: Workflow, after: Workflow): readonly Observation[] {
  return FILTERED.flatMap((trigger) => {
    const then = before.triggers.get(trigger);
    const now = after.triggers.get(trigger);
    if (!then || !now) return [];
    return ['branches', 'tags'].flatMap((filter) => {
      const because = widened(then, now, filter);
      // tags alone keep branches out; naming branches as well is told by the other filter
      if (because === null) return [];
      const entry = childOf(now.value, filter);
      return [
        gateRemoved(
          at(after, entry?.from ?? now.line, `on ${trigger} ${filter}`, filter, 'certain', because),
          'trigger',
        ),
      ];
    });
  });
}

function widened(before: YamlEntry, after: YamlEntry, filter: string): string | null {
  const then = textsOf(childOf(before.value, filter));
  const now = textsOf(childOf(after.value, filter));
  const other = textsOf(childOf(after.value, filter === 'branches' ? 'tags' : 'branches'));
  if (then.length === 0) return null;
  if (now.length === 0) {
    // `branches` gone and `tags` there: it runs for tags alone
    const ignored = textsOf(childOf(after.value, `${filter}-ignore`));
    if (other.length > 0 && filter === 'branches') return null;
    return `it deploys from any of the ${filter}${ignored.length > 0 ? ' but the ignored' : ''}, before only from ${then.join(', ')}`;
  }
  const more = now.filter((pattern) => !then.includes(pattern) && !pattern.startsWith('!'));
  const wild = more.find(
    (pattern) => /^\*{1,2}$|^\*\*?\/?\*?\*?$|\*/.test(pattern) && !then.some((one) => one === '**'),
  );
  if (wild !== undefined) return `it deploys also from ${wild}, before only from ${then.join(', ')}`;
  const freed = then.filter((pattern) => pattern.startsWith('!') && !now.includes(pattern));
  if (freed.length > 0) return `${freed.join(', ')} no longer keeps it from deploying`;
  // `main` renamed to `trunk` is one for one; one more is one more place to deploy from
  return more.length > 0 && then.every((one) => now.includes(one)) ? `it deploys also from ${more.join(', ')}` : null;
}

function startsByItself(before: Workflow, after: Workflow): readonly Observation[] {
  const byHand = (one: string): boolean => /^(workflow_dispatch|workflow_call|repository_dispatch|release)$/.test(one);
  const old = [...before.triggers.keys()];
  if (old.length === 0 || !old.every(byHand) || !old.includes('workflow_dispatch')) return [];
  return [...after.triggers.values()].flatMap(({ key, line }) =>
    /^(push|pull_request|pull_request_target|schedule|issue_comment|workflow_run)$/.test(key)
      ? [
          gateRemoved(
            at(after, line, `on ${key}`, key, 'likely', `it was started by hand and now starts by itself on ${key}`),
            'trigger',
          ),
        ]
      : [],
  );
}

/** Tests that no longer run for a pull request check nothing before it lands. */
function checksThatRunLess(before: Workflow, after: Workflow): readonly Observation[] {
  const checks = checksOf(after.jobs).length > 0 && checksOf(before.jobs).length > 0;
  const named = purposeOf(wordsOf(after.path.replace(/^.*\//, ''))) !== null;
  if (!checks && !named) return [];
  return [...lostTriggers(before, after), ...narrowed(before, after)];
}

const AUTOMATIC = ['pull_request', 'pull_request_target', 'merge_group', 'push', 'schedule', 'workflow_call'];

function lostTriggers(before: Workflow, after: Workflow): readonly Observation[] {
  const left = AUTOMATIC.filter((one) => after.triggers.has(one));
  return AUTOMATIC.flatMap((trigger) => {
    const entry = before.triggers.get(trigger);
    if (!entry || after.triggers.has(trigger) || trigger === 'workflow_call' || trigger === 'pull_request_target')
      return [];
    if (trigger === 'pull_request' && after.triggers.has('pull_request_target')) return [];
    // a reusable workflow runs when its caller does
    const certainty: Certainty =
      left.length === 0 || (trigger === 'pull_request' && !left.includes('workflow_call'))
        ? 'certain'
        : trigger === 'schedule'
          ? 'likely'
          : 'possible';
    const because =
      left.length === 0 ? 'its checks no longer run by themselves' : `its checks no longer run on ${trigger}`;
    return [gateRemoved(at(after, entry.line, `on ${trigger}`, trigger, certainty, because), 'trigger')];
  }).slice(0, left.length === 0 ? 1 : undefined);
}

function narrowed(before: Workflow, after: Workflow): readonly Observation[] {
  return ['pull_request', 'push'].flatMap((trigger) => {
    const then = before.triggers.get(trigger);
    const now = after.triggers.get(trigger);
    if (!then || !now) return [];
    return ['branches', 'paths', 'paths-ignore', 'branches-ignore', 'types'].flatMap((filter) => {
      const because = narrower(textsOf(childOf(then.value, filter)), textsOf(childOf(now.value, filter)), filter);
      if (because === null) return [];
      const everything =
        textsOf(childOf(now.value, filter)).some((one) => /^\*\*?(\/\*\*?)?$/.test(one)) && filter.endsWith('-ignore');
      return [
        gateRemoved(
          at(after, now.line, `on ${trigger} ${filter}`, filter, everything ? 'certain' : 'possible', because),
          'trigger',
        ),
      ];
    });
  });
}

function narrower(then: readonly string[], now: readonly string[], filter: string): string | null {
  const gone = then.filter((one) => !now.includes(one));
  const more = now.filter((one) => !then.includes(one));
  if (filter.endsWith('-ignore')) return more.length > 0 ? `its checks no longer run for ${more.join(', ')}` : null;
  if (now.length === 0) return null;
  if (then.length === 0) return `its checks run only for ${filter} ${now.join(', ')}`;
  return gone.length > 0 && more.length === 0 ? `its checks no longer run for ${filter} ${gone.join(', ')}` : null;
}

function at(
  workflow: Workflow,
  line: number,
  place: string,
  name: string,
  certainty: Certainty,
  because: string,
): Said {
  return {
    technology: TECHNOLOGY,
    edit: workflow.edit,
    line,
    subject: `${workflow.path}:${place}`,
    name,
    certainty,
    because,
  };
}
