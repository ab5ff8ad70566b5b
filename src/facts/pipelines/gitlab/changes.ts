import type { Observation } from '../../analyzer.ts';
import { environmentOf } from '../../environment.ts';
import { textOfJob } from '../model.ts';
import { isDeploy, purposeOf, wordsOf } from '../purpose.ts';
import { type Certainty, gateRemoved, type How, type Said, untrustedRun } from '../states.ts';
import { allTexts, entriesOf, entryOf, itemsOf, textAt, textOf, textsOf } from '../yaml-view.ts';
import type { GitlabFile, GitlabJob } from './pipeline.ts';

/** What a deployment waited for and no longer does; whose code runs in the pipeline. */
export function changedGitlab(before: GitlabFile, after: GitlabFile): readonly Observation[] {
  return [
    ...after.jobs.flatMap((job) => {
      const old = before.jobs.find(({ id }) => id === job.id);
      if (!old) return [];
      const gates =
        deploys(old) || deploys(job)
          ? [...manual(old, job), ...environment(old, job), ...triggers(old, job), ...needs(before, old, job)]
          : [];
      return [...gates, ...image(old, job)];
    }),
    ...includes(before, after),
    ...disabled(before, after),
  ];
}

function deploys(job: GitlabJob): boolean {
  return job.environment !== null || isDeploy(wordsOf(`${job.id} ${job.stage}`)) || isDeploy(textOfJob(job));
}

function said(job: GitlabJob, key: string, certainty: Certainty, because: string): Said {
  return {
    technology: 'gitlab-ci',
    edit: job.edit,
    line: job.entries.get(key)?.line ?? job.line,
    subject: `${job.path}:${job.id}: ${key}`,
    name: job.id,
    certainty,
    because,
  };
}

function manual(old: GitlabJob, job: GitlabJob): readonly Observation[] {
  if (!old.manual || job.manual) return [];
  return [
    gateRemoved(
      said(job, 'when', 'certain', 'it waited for somebody to start it, and now starts by itself'),
      'approval',
    ),
  ];
}

function environment(old: GitlabJob, job: GitlabJob): readonly Observation[] {
  if (old.environment === null || old.environment === job.environment) return [];
  if (job.environment === null)
    return [
      gateRemoved(
        said(
          job,
          'environment',
          'certain',
          `it no longer waits for the approvals of the environment ${old.environment}`,
        ),
        'approval',
      ),
    ];
  const leaves =
    environmentOf(old.environment) === 'prod' &&
    environmentOf(job.environment) !== 'prod' &&
    !job.environment.includes('$');
  return leaves
    ? [
        gateRemoved(
          said(
            job,
            'environment',
            'likely',
            `it waits for the approvals of ${job.environment} and no longer for those of ${old.environment}`,
          ),
          'approval',
        ),
      ]
    : [];
}

function triggers(old: GitlabJob, job: GitlabJob): readonly Observation[] {
  return [...onlyWidened(old, job), ...rulesWidened(old, job)];
}

function refsOf(job: GitlabJob, key: string): readonly string[] {
  const value = job.entries.get(key)?.value;
  return value?.kind === 'map'
    ? ['refs', 'variables'].flatMap((name) => textsOf(entryOf(value, name)?.value))
    : textsOf(value);
}

function onlyWidened(old: GitlabJob, job: GitlabJob): readonly Observation[] {
  const then = refsOf(old, 'only');
  const now = refsOf(job, 'only');
  const freed = refsOf(old, 'except').filter((one) => !refsOf(job, 'except').includes(one));
  const hasRules = job.entries.has('rules');
  const found: Observation[] = [];
  if (then.length > 0 && now.length === 0 && !hasRules)
    found.push(
      gateRemoved(
        said(job, 'only', 'certain', `it deploys from any branch, before only from ${then.join(', ')}`),
        'trigger',
      ),
    );
  const more = now.filter((one) => !then.includes(one));
  const isRenamed =
    more.length <= then.filter((one) => !now.includes(one)).length &&
    !more.some((one) => /^(branches|merge_requests|pushes)$|\*/.test(one));
  if (then.length > 0 && more.length > 0 && !isRenamed)
    found.push(gateRemoved(said(job, 'only', 'certain', `it deploys also for ${more.join(', ')}`), 'trigger'));
  if (freed.length > 0 && !hasRules)
    found.push(
      gateRemoved(said(job, 'except', 'certain', `${freed.join(', ')} no longer keeps it from deploying`), 'trigger'),
    );
  return found;
}

function rulesWidened(old: GitlabJob, job: GitlabJob): readonly Observation[] {
  const rules = (one: GitlabJob, never: boolean): readonly string[] =>
    itemsOf(one.entries.get('rules')?.value)
      .filter((rule) => (textAt(rule, 'when') === 'never') === never)
      .map((rule) => textAt(rule, 'if') ?? '');
  const then = rules(old, false);
  const now = rules(job, false);
  if (then.length === 0) return [];
  if (now.length === 0 && !job.entries.has('only') && !job.entries.has('rules'))
    return [
      gateRemoved(said(job, 'rules', 'certain', `it always runs, before only if ${then.join(' or ')}`), 'trigger'),
    ];
  const kept = new Set(now);
  const more = now.filter((one) => !then.includes(one));
  const freed = rules(old, true).filter((one) => one !== '' && !rules(job, true).includes(one));
  const exchanged = more.length <= then.filter((one) => !kept.has(one)).length && !more.includes('');
  if (more.length > 0 && !exchanged)
    return [
      gateRemoved(
        said(
          job,
          'rules',
          'certain',
          `it runs also ${more.includes('') ? 'without any condition' : `if ${more.join(' or ')}`}`,
        ),
        'trigger',
      ),
    ];
  if (more.length > 0)
    return [
      gateRemoved(said(job, 'rules', 'possible', `it runs under another condition: ${more.join(' or ')}`), 'trigger'),
    ];
  return freed.length > 0
    ? [gateRemoved(said(job, 'rules', 'likely', `${freed.join(', ')} no longer keeps it from running`), 'trigger')]
    : [];
}

function needsOf(job: GitlabJob): readonly string[] {
  return itemsOf(job.entries.get('needs')?.value).flatMap((node) => textOf(node) ?? textAt(node, 'job') ?? []);
}

/** Without `needs` a job waits for all stages before it; `needs: []` waits for nothing. */
function needs(before: GitlabFile, old: GitlabJob, job: GitlabJob): readonly Observation[] {
  if (!job.entries.has('needs')) return [];
  const now = needsOf(job);
  const then = old.entries.has('needs') ? needsOf(old) : null;
  const lost =
    then === null
      ? before.jobs
          .filter(
            (one) =>
              one.id !== job.id &&
              !now.includes(one.id) &&
              one.soft === null &&
              purposeOf(wordsOf(`${one.id} ${one.stage}`)) !== null,
          )
          .map(({ id }) => id)
      : then.filter((one) => !now.includes(one));
  if (lost.length === 0) return [];
  const certainty = then === null && now.length > 0 ? 'likely' : 'certain';
  return [gateRemoved(said(job, 'needs', certainty, `it no longer waits for ${lost.join(', ')}`), 'needs')];
}

function image(old: GitlabJob, job: GitlabJob): readonly Observation[] {
  if (!old.image.includes('@sha256:') || job.image.includes('@sha256:') || job.image === '') return [];
  return [
    untrustedRun(
      said(
        job,
        'image',
        'certain',
        `its image was pinned by a digest and is now whatever ${job.image} names at that moment`,
      ),
      'image',
    ),
  ];
}

function includes(before: GitlabFile, after: GitlabFile): readonly Observation[] {
  const known = includedIn(before);
  return includedIn(after).flatMap(({ what, ref, line, kind }) => {
    const old = known.find((one) => one.what === what);
    if (old?.ref === ref) return [];
    const tell = (certainty: Certainty, because: string, how: How = 'action'): readonly Observation[] => [
      untrustedRun(
        {
          technology: 'gitlab-ci',
          edit: after.edit,
          line,
          subject: `${after.path}:include: ${what}`,
          name: what,
          certainty,
          because,
        },
        how,
      ),
    ];
    if (!old && kind === 'remote') return tell('likely', `the pipeline runs whatever ${what} answers`);
    const isFixed = (text: string): boolean => /^[0-9a-f]{40}$|^v?\d+(\.\d+)+$/.test(text);
    if (old && isFixed(old.ref) && !isFixed(ref))
      return tell('certain', `${what} was pinned to ${old.ref} and now follows ${ref || 'its default branch'}`);
    return !old && kind !== 'remote' && !isFixed(ref)
      ? tell('possible', `the pipeline follows what ${what} holds at that moment`)
      : [];
  });
}

function includedIn({ root }: GitlabFile): readonly {
  readonly kind: string;
  readonly what: string;
  readonly ref: string;
  readonly line: number;
}[] {
  const include = entryOf(root, 'include')?.value;
  const nodes = include?.kind === 'map' ? [include] : itemsOf(include);
  return nodes.flatMap((node) => {
    const remote = textAt(node, 'remote') ?? (/^https?:/.test(textOf(node) ?? '') ? textOf(node) : null);
    const component = textAt(node, 'component');
    const project = textAt(node, 'project');
    if (remote !== null) return [{ kind: 'remote', what: remote, ref: '', line: node.from }];
    if (project !== null) return [{ kind: 'project', what: project, ref: textAt(node, 'ref') ?? '', line: node.from }];
    const [what = '', ref = ''] = (component ?? '').split('@');
    return what === '' ? [] : [{ kind: 'component', what, ref, line: node.from }];
  });
}

/** `SAST_DISABLED: "true"`: the scanners of GitLab's own templates go by variables. */
function disabled(before: GitlabFile, after: GitlabFile): readonly Observation[] {
  const off = (file: GitlabFile): ReadonlyMap<string, number> =>
    new Map(
      entriesOf(entryOf(file.root, 'variables')?.value).flatMap(({ key, value, line }): [string, number][] =>
        key.endsWith('_DISABLED') && allTexts(value).some(({ text }) => /^(true|1)$/i.test(text)) ? [[key, line]] : [],
      ),
    );
  const known = off(before);
  return [...off(after)].flatMap(([key, line]) =>
    known.has(key)
      ? []
      : [
          gateRemoved(
            {
              technology: 'gitlab-ci',
              edit: after.edit,
              line,
              subject: `${after.path}: ${key}`,
              name: key,
              certainty: 'certain',
              because: `the scanner no longer runs: ${key}`,
            },
            'scan',
          ),
        ],
  );
}
