import type { Observation } from '../../analyzer.ts';
import { type Certainty, untrustedRun } from '../states.ts';
import { allTexts, childOf } from '../yaml-view.ts';
import type { GithubJob, Workflow } from './workflow.ts';

/** Secrets that reach further than before, and machines of our own that strangers can use. */
export function reachOfStrangers(before: Workflow | null, after: Workflow): readonly Observation[] {
  return after.jobs.flatMap((job) => {
    const old = before?.jobs.find((one) => one.id === job.id) ?? null;
    return [
      ...inherited(after, job, old),
      ...allSecrets(after, job, old),
      ...exposed(before, after, job, old),
      ...ownRunner(before, after, job, old),
    ];
  });
}

type Told = {
  readonly line: number;
  readonly what: string;
  readonly certainty: Certainty;
  readonly because: string;
  readonly remedy?: string;
};

function tell(workflow: Workflow, job: GithubJob, how: 'secret' | 'runner', told: Told): Observation {
  const { what, ...rest } = told;
  const subject = `${workflow.path}:${job.id}: ${what}`;
  return untrustedRun({ technology: 'github-actions', edit: workflow.edit, subject, name: job.id, ...rest }, how);
}

function inherited(workflow: Workflow, job: GithubJob, old: GithubJob | null): readonly Observation[] {
  if (!job.inherits || old?.inherits === true) return [];
  const isLocal = (job.uses ?? '').startsWith('./');
  const certainty = isLocal && old === null ? 'possible' : 'likely';
  const because = `every secret of the repository is handed to ${job.uses ?? 'the workflow it calls'}`;
  const line = childOf(job.node, 'secrets')?.from ?? job.line;
  return [
    tell(workflow, job, 'secret', {
      line,
      what: 'secrets: inherit',
      certainty,
      because,
      remedy: 'Name the secrets it needs, one by one',
    }),
  ];
}

function allSecrets(workflow: Workflow, job: GithubJob, old: GithubJob | null): readonly Observation[] {
  const all = /toJSON\(\s*secrets\s*\)/i;
  if (old && allTexts(old.node).some(({ text }) => all.test(text))) return [];
  const found = allTexts(job.node).find(({ text }) => all.test(text));
  const because = 'every secret of the repository is written into one value';
  return found
    ? [tell(workflow, job, 'secret', { line: found.line, what: 'toJSON(secrets)', certainty: 'certain', because })]
    : [];
}

const SECRET = /\bsecrets\.([A-Za-z_]\w*)/g;

/** `pull_request` of a fork has no secrets; `pull_request_target` has all of them. */
function exposed(
  before: Workflow | null,
  after: Workflow,
  job: GithubJob,
  old: GithubJob | null,
): readonly Observation[] {
  const trigger = ['pull_request_target', 'issue_comment', 'pull_request'].find((one) => after.triggers.has(one));
  if (trigger === undefined || before === null) return [];
  const known = new Set(old ? allTexts(old.node).flatMap(({ text }) => namesIn(text)) : []);
  const found = allTexts(job.node).flatMap(({ text, line }) => namesIn(text).map((name) => ({ name, line })));
  const fresh = found.find(({ name }) => !known.has(name) && name !== 'GITHUB_TOKEN');
  if (!fresh) return [];
  const certainty = trigger === 'pull_request_target' ? 'likely' : 'possible';
  const because = `the secret ${fresh.name} is in reach of what runs on ${trigger}`;
  return [tell(after, job, 'secret', { line: fresh.line, what: fresh.name, certainty, because })];
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(SECRET)].flatMap(([, name]) => name ?? []);
}

const PUBLIC = ['pull_request', 'pull_request_target', 'issue_comment', 'issues', 'discussion', 'discussion_comment'];

function ownRunner(
  before: Workflow | null,
  after: Workflow,
  job: GithubJob,
  old: GithubJob | null,
): readonly Observation[] {
  const isOwn = (one: GithubJob): boolean => one.runsOn.some((label) => /^self-hosted$/i.test(label));
  if (!isOwn(job)) return [];
  const trigger = PUBLIC.find((one) => after.triggers.has(one));
  const was = old !== null && isOwn(old) && before !== null && PUBLIC.some((one) => before.triggers.has(one));
  const moved = old !== null && isOwn(old);
  if (was || (moved && trigger === undefined)) return [];
  const certainty = trigger === undefined ? 'possible' : 'likely';
  const because =
    trigger === undefined
      ? 'it runs on a machine of our own, which keeps what a run leaves behind'
      : `on ${trigger} anybody can run code on a machine of our own`;
  const line = childOf(job.node, 'runs-on')?.from ?? job.line;
  return [
    tell(after, job, 'runner', {
      line,
      what: 'self-hosted',
      certainty,
      because,
      remedy: 'runs-on: ubuntu-latest for what strangers can start',
    }),
  ];
}
