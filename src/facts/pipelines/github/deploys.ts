import type { Observation } from '../../analyzer.ts';
import { environmentOf } from '../../environment.ts';
import { purposeOf, wordsOf } from '../purpose.ts';
import { type Certainty, gateRemoved } from '../states.ts';
import { childOf } from '../yaml-view.ts';
import { deploysJob } from './triggers.ts';
import type { GithubJob, Workflow } from './workflow.ts';

/** What a deployment waited for and no longer does. */
export function freedDeploys(before: Workflow, after: Workflow): readonly Observation[] {
  return after.jobs.flatMap((job) => {
    const old = before.jobs.find((one) => one.id === job.id) ?? sameJob(job, before, after);
    if (!old || !(deploysJob(old) || deploysJob(job))) return [];
    return [...environment(after, old, job), ...needs(before, after, old, job), ...freedCondition(after, old, job)];
  });
}

/** A job that was given another id: its name or what it runs is the same. */
function sameJob(job: GithubJob, before: Workflow, after: Workflow): GithubJob | undefined {
  const stays = new Set(after.jobs.map(({ id }) => id));
  const runs = (one: GithubJob): string => one.steps.map(({ run, uses }) => run ?? uses ?? '').join('\n');
  return before.jobs.find(
    (one) => !stays.has(one.id) && ((one.name !== '' && one.name === job.name) || runs(one) === runs(job)),
  );
}

type Told = { readonly line: number; readonly what: string; readonly certainty: Certainty; readonly because: string };

function tell(workflow: Workflow, job: GithubJob, gate: string, told: Told): Observation {
  const { what, ...rest } = told;
  const subject = `${workflow.path}:${job.id}: ${what}`;
  return gateRemoved({ technology: 'github-actions', edit: workflow.edit, subject, name: job.id, ...rest }, gate);
}

function environment(workflow: Workflow, old: GithubJob, job: GithubJob): readonly Observation[] {
  if (old.environment === null || old.environment === job.environment) return [];
  const line = childOf(job.node, 'environment')?.from ?? job.line;
  const what = `environment ${old.environment}`;
  if (job.environment === null) {
    const because = `it no longer waits for the approvals of the environment ${old.environment}`;
    return [tell(workflow, job, 'approval', { line, what, certainty: 'certain', because })];
  }
  const leaves =
    environmentOf(old.environment) === 'prod' &&
    environmentOf(job.environment) !== 'prod' &&
    !job.environment.includes('${{');
  if (!leaves) return [];
  const because = `it waits for the approvals of ${job.environment} and no longer for those of ${old.environment}`;
  return [tell(workflow, job, 'approval', { line, what, certainty: 'likely', because })];
}

/** What still comes first by way of another job has not been dropped. */
function needs(before: Workflow, after: Workflow, old: GithubJob, job: GithubJob): readonly Observation[] {
  const then = waitsFor(before, old);
  const now = waitsFor(after, job);
  const lost = [...then].filter((id) => !now.has(id) && after.jobs.some((one) => one.id === id));
  if (lost.length === 0) return [];
  const isCheck = lost.some((id) => {
    const needed = after.jobs.find((one) => one.id === id);
    return needed !== undefined && purposeOf(wordsOf(`${needed.id} ${needed.name}`)) !== null;
  });
  const line = childOf(job.node, 'needs')?.from ?? job.line;
  const because = `it no longer waits for ${lost.join(', ')}`;
  return [
    tell(after, job, 'needs', {
      line,
      what: `needs ${lost.join(', ')}`,
      certainty: isCheck || now.size === 0 ? 'certain' : 'likely',
      because,
    }),
  ];
}

function waitsFor({ jobs }: Workflow, job: GithubJob): ReadonlySet<string> {
  const byId = new Map(jobs.map((one) => [one.id, one]));
  const found = new Set<string>();
  const open = [...job.needs];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(byId.get(id)?.needs ?? []));
  }
  return found;
}

const ALWAYS = /\b(always|failure)\(\)|!\s*cancelled\(\)/;
const GUARD = /github\.(ref|ref_name|base_ref|event_name|repository|actor|event\.)|startsWith\(|needs\./;

function freedCondition(workflow: Workflow, old: GithubJob, job: GithubJob): readonly Observation[] {
  const then = old.condition ?? '';
  const now = job.condition ?? '';
  if (then === now) return [];
  const line = childOf(job.node, 'if')?.from ?? job.line;
  if (runsAnyway(then, now) && (job.needs.length > 0 || then !== '')) {
    const because = `it runs also when what it waits for has failed: if: ${now}`;
    return [tell(workflow, job, 'needs', { line, what: 'if', certainty: 'certain', because })];
  }
  const kept = partsOf(now);
  const lost = partsOf(then).filter((part) => GUARD.test(part) && !kept.includes(part));
  if (lost.length === 0) return [];
  const replaced = kept.some((part) => GUARD.test(part) && !partsOf(then).includes(part));
  const certainty = now === '' || now === 'true' ? 'certain' : replaced ? 'possible' : 'likely';
  const because = `it no longer runs only if ${lost.join(' && ')}`;
  return [tell(workflow, job, 'trigger', { line, what: 'if', certainty, because })];
}

function runsAnyway(then: string, now: string): boolean {
  return ALWAYS.test(now) && !ALWAYS.test(then) && !/needs\.[\w-]+\.result/.test(now);
}

/** `a && b` asks for both: dropping one asks for less. */
function partsOf(text: string): readonly string[] {
  return text
    .replace(/\$\{\{|\}\}/g, '')
    .split('&&')
    .map((part) => part.trim().replace(/\s+/g, ' '))
    .filter((part) => part !== '');
}
