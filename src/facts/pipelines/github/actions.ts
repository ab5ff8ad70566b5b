import type { Observation } from '../../analyzer.ts';
import { type Certainty, untrustedRun } from '../states.ts';
import { entryOf, textOf } from '../yaml-view.ts';
import type { Workflow } from './workflow.ts';

/** `owner/name[/path]@ref`, or an image. */
export type Used = {
  readonly workflow: Workflow;
  readonly job: string;
  readonly text: string;
  readonly owner: string;
  readonly name: string;
  readonly ref: string;
  readonly line: number;
};

/** Actions that come from elsewhere than before, or may change under us without a word. */
export function changedActions(before: readonly Workflow[], after: readonly Workflow[]): readonly Observation[] {
  const old = before.flatMap(usedIn);
  const told = new Set<string>();
  return after.flatMap(usedIn).flatMap((used) => {
    const seen = judge(used, old);
    const key = `${used.workflow.path}: ${used.text}`;
    if (seen === null || told.has(key)) return [];
    told.add(key);
    const said = {
      technology: 'github-actions',
      edit: used.workflow.edit,
      line: used.line,
      subject: key,
      name: used.text,
      certainty: seen.certainty,
      because: seen.because,
      remedy: `Pin it: uses: ${used.name}@<full commit id> # ${used.ref}`,
    };
    return [untrustedRun(said, used.text.startsWith('docker://') ? 'image' : 'action')];
  });
}

type Judgement = { readonly certainty: Certainty; readonly because: string } | null;

function judge(used: Used, before: readonly Used[]): Judgement {
  const same = before.filter((one) => one.name.toLowerCase() === used.name.toLowerCase());
  if (same.length > 0) return judgeRef(used, nearest(used, same));
  const owners = before.some((one) => one.owner === used.owner);
  const replaced = before.find((one) => one.name.split('/')[1] === used.name.split('/')[1] && one.owner !== used.owner);
  if (replaced && !isOfficial(used.owner)) {
    return { certainty: 'likely', because: `${used.name} comes from another owner than ${replaced.name}` };
  }
  if (isOfficial(used.owner) || isPinned(used.ref)) return null;
  if (isBranch(used.ref))
    return { certainty: 'likely', because: `${used.text} is whatever its branch holds at that moment` };
  return owners ? null : { certainty: 'possible', because: `${used.owner} can move the tag ${used.ref} to other code` };
}

/** In the same job if it is used there: a file may use one action at two versions. */
function nearest(used: Used, same: readonly Used[]): Used | undefined {
  const inFile = same.filter((one) => one.workflow.path === used.workflow.path);
  const inJob = inFile.filter((one) => one.job === used.job);
  const near = [inJob, inFile, same].find((list) => list.length > 0) ?? [];
  return near.find((one) => one.ref === used.ref) ?? near[0];
}

function judgeRef(used: Used, then: Used | undefined): Judgement {
  if (!then || then.ref === used.ref || isPinned(used.ref)) return null;
  if (isPinned(then.ref)) {
    const because = `${used.name} was pinned to a commit and now follows ${used.ref}, which can be moved to other code`;
    return { certainty: 'certain', because };
  }
  if (!isBranch(used.ref) || isBranch(then.ref)) return null;
  const because = `${used.name} followed ${then.ref} and is now whatever ${used.ref} holds at that moment`;
  return { certainty: isOfficial(used.owner) ? 'possible' : 'likely', because };
}

function isPinned(ref: string): boolean {
  return /^[0-9a-f]{40}([0-9a-f]{24})?$/i.test(ref) || /^sha256:[0-9a-f]{64}$/.test(ref);
}

function isBranch(ref: string): boolean {
  return (
    /^(main|master|develop|dev|trunk|head|latest|edge|nightly|next|canary|beta|refs\/heads\/.*)$/i.test(ref) ||
    ref === ''
  );
}

/** Those who run the platform and the clouds: whoever takes them over needs no action for it. */
function isOfficial(owner: string): boolean {
  return /^(actions|github|docker|aws-actions|azure|google-github-actions|hashicorp|microsoft|gradle|ruby|codecov|pypa|astral-sh|pnpm|denoland|oven-sh|dtolnay|golangci|hadolint|aquasecurity|step-security|sigstore|ossf|anchore|bridgecrewio|snyk|sonarsource|semgrep|cloudflare|hashicorp-forge|opentofu|pulumi|goreleaser|helm|kubernetes-sigs|slackapi|zizmorcore|gitleaks|trufflesecurity)$/i.test(
    owner,
  );
}

function usedIn(workflow: Workflow): readonly Used[] {
  return workflow.jobs.flatMap((job) => {
    const steps = job.stepNodes
      .map((node) => entryOf(node, 'uses'))
      .flatMap((entry) => (entry ? [{ text: textOf(entry.value) ?? '', line: entry.line }] : []));
    const caller = job.uses === null ? [] : [{ text: job.uses, line: job.usesLine }];
    return [...caller, ...steps].flatMap(({ text, line }) => {
      const used = usedOf(text);
      return used ? [{ workflow, job: job.id, line, ...used }] : [];
    });
  });
}

function usedOf(text: string): Pick<Used, 'text' | 'owner' | 'name' | 'ref'> | null {
  if (text === '' || text.startsWith('./') || text.startsWith('../')) return null;
  if (text.startsWith('docker://')) return imageOf(text);
  const [name = '', ref = ''] = text.split('@');
  return { text, owner: name.split('/')[0] ?? '', name, ref };
}

function imageOf(text: string): Pick<Used, 'text' | 'owner' | 'name' | 'ref'> {
  const [image = '', digest] = text.slice('docker://'.length).split('@');
  const [, name = image, tag = ''] = /^(.*?)(?::([\w.-]+))?$/.exec(image) ?? [];
  return { text, owner: name.split('/')[0] ?? '', name: `docker://${name}`, ref: digest ?? tag };
}
